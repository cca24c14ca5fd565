import { useCallback, useEffect, useId, useRef } from 'react';
import type { ModelLimits, ModelStatus } from '../../utils/inference/model-status';
import { Disclosure } from '../kit/disclosure';
import { ProblemNote } from '../kit/problem-note';
import { useAction } from '../kit/use-action';
import { useLoaded } from '../kit/use-loaded';
import { Foreign } from '../kit/verbatim';
import { modelAnchor } from '../options/anchors';
import { NumberRow } from '../options/number-row';
import { useServices } from '../services';
import { useText } from '../words/words';
import { Markdown } from './markdown';
import { ModelActions } from './model-actions';
import { ModelFacts } from './model-facts';
import { TASK_NAMES } from './model-names';
import { ModelStateLine } from './model-state-line';
import { SelfTestTable } from './self-test';

export interface ModelItemProps {
  readonly status: ModelStatus;
  readonly onChange: () => void;
}

/** One model. */
export function ModelItem({ status, onChange }: ModelItemProps) {
  const words = useText();
  const headingId = useId();
  const article = useArrival(status.id);
  const { manifest } = status;
  return (
    <article
      ref={article}
      tabIndex={-1}
      aria-labelledby={headingId}
      className="@container flex flex-col gap-4 border-t border-line pt-4"
    >
      <div>
        <h2 id={headingId} className="font-semibold">
          <Foreign>{manifest.title}</Foreign>
        </h2>
        <p className="text-soft">{words(TASK_NAMES[manifest.task])}</p>
      </div>
      <ModelStateLine status={status} />
      <ModelFacts status={status} />
      <ModelActions status={status} onChange={onChange} />
      <div className="flex flex-col gap-1">
        {status.test && (
          <Disclosure title={words('ui.models.tests.title')}>
            <SelfTestTable test={status.test} />
          </Disclosure>
        )}
        <Disclosure title={words('ui.models.card')}>
          <ModelCard id={status.id} version={manifest.version} />
        </Disclosure>
        <Disclosure title={words('ui.models.limits.title')}>
          <Limits status={status} onChange={onChange} />
        </Disclosure>
      </div>
    </article>
  );
}

/** Whoever came by a link to this model is taken to it, once it is there. */
function useArrival(id: string) {
  const article = useRef<HTMLElement>(null);
  useEffect(() => {
    if (location.hash === modelAnchor(id)) article.current?.focus();
  }, [id]);
  return article;
}

/** The card's headings stand under the model's own, which is the second. */
function ModelCard({ id, version }: { readonly id: string; readonly version: string }) {
  const { models } = useServices();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version has another card
  const load = useCallback(() => models.readCard(id), [models, id, version]);
  const { value: card, problem } = useLoaded(load);
  return (
    <>
      <ProblemNote problem={problem} />
      {card !== undefined && <Markdown text={card} under={2} />}
    </>
  );
}

function Limits({ status: { id, limits }, onChange }: ModelItemProps) {
  const words = useText();
  const { models } = useServices();
  const { run, problem } = useAction();
  const change = (changes: Partial<ModelLimits>) =>
    run(() => models.setLimits(id, { ...limits, ...changes }).then(onChange));
  return (
    <div className="flex flex-col gap-2">
      {LIMITS.map(({ name, min, max }) => (
        <NumberRow
          key={name}
          label={words(`ui.models.limits.${name}`)}
          hint={words(`ui.models.limits.${name}Hint`)}
          value={limits[name]}
          min={min}
          max={max}
          fixed={false}
          onChange={(value) => change({ [name]: value })}
        />
      ))}
      <ProblemNote problem={problem} />
    </div>
  );
}

const LIMITS = [
  { name: 'runsPerMinute', min: 1, max: 100_000 },
  { name: 'queueLength', min: 0, max: 10_000 },
  { name: 'timeoutSeconds', min: 1, max: 600 },
  { name: 'memoryMegabytes', min: 64, max: 16_384 },
] as const;
