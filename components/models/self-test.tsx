import { Check, type LucideIcon, Minus, X } from 'lucide-react';
import type { BackendId } from '../../utils/inference/model-runner';
import type { BackendTest, SelfTest } from '../../utils/inference/model-status';
import { Fact, Facts } from '../kit/facts';
import { Verbatim } from '../kit/verbatim';
import { useFormat, useText } from '../words/words';
import { BACKEND_NAMES } from './model-names';

/** What the golden vectors showed on this device, one backend after the other. */
export function SelfTestTable({ test }: { readonly test: SelfTest }) {
  const words = useText();
  return (
    <div className="flex flex-col gap-3">
      <p className="text-small text-soft">{words('ui.models.tests.text')}</p>
      <ul className="flex flex-col gap-3">
        {test.backends.map((one) => (
          <BackendResult key={one.backend} test={one} chosen={one.backend === test.chosen} />
        ))}
        {missingFrom(test).map((backend) => (
          <BackendResult key={backend} test={{ backend, ...NOT_TRIED }} chosen={false} />
        ))}
      </ul>
      <p className="text-small text-soft">
        <Verbatim>{test.device}</Verbatim>
      </p>
    </div>
  );
}

function BackendResult({ test, chosen }: { readonly test: BackendTest; readonly chosen: boolean }) {
  const words = useText();
  const format = useFormat();
  const { icon: Icon, key } = RESULTS[resultOf(test)];
  const milliseconds = (value: number | null) => value !== null && format.milliseconds(value);
  return (
    <li className="flex gap-2">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          {words(key, { backend: words(BACKEND_NAMES[test.backend]) })}
          {chosen && ` ${words('ui.models.tests.chosen')}`}
        </p>
        <Facts>
          <Fact name={words('ui.models.tests.difference')}>
            {test.difference !== null && format.difference(test.difference)}
          </Fact>
          <Fact name={words('ui.models.tests.load')}>{milliseconds(test.loadMs)}</Fact>
          <Fact name={words('ui.models.tests.firstRun')}>{milliseconds(test.firstRunMs)}</Fact>
          <Fact name={words('ui.models.tests.warmRun')}>{milliseconds(test.warmRunMs)}</Fact>
          <Fact name={words('ui.models.tests.problem')}>
            {test.problem && <Verbatim>{test.problem}</Verbatim>}
          </Fact>
        </Facts>
      </div>
    </li>
  );
}

/** What a browser could have, and this one has not. */
function missingFrom({ backends }: SelfTest): readonly BackendId[] {
  return (['webgpu', 'wasm'] as const).filter((one) => !backends.some(({ backend }) => backend === one));
}

const NOT_TRIED = { passed: false, difference: null, loadMs: null, firstRunMs: null, warmRunMs: null };

/** A backend that gave no numbers at all could not run here. */
function resultOf({ passed, difference }: BackendTest): keyof typeof RESULTS {
  if (passed) return 'passed';
  return difference === null ? 'notAvailable' : 'wrong';
}

const RESULTS = {
  passed: { icon: Check, key: 'ui.models.tests.passed' },
  wrong: { icon: X, key: 'ui.models.tests.wrong' },
  notAvailable: { icon: Minus, key: 'ui.models.tests.notAvailable' },
} as const satisfies Record<string, { icon: LucideIcon; key: string }>;
