import { useId, useState } from 'react';
import { describeHeatMap } from '../../utils/checks/ai-image/describe-heat-map';
import type { AiImageEvidence as Evidence, HeatMap } from '../../utils/checks/ai-image/evidence';
import { sayEvidence } from '../../utils/records/say-evidence';
import { Fact, Facts } from '../kit/facts';
import { useServices } from '../services';
import { useSay, useText } from '../words/words';
import type { EvidenceProps } from './evidence-props';
import { KeyValues } from './key-values';
import { ThresholdsFact } from './thresholds-fact';

/** The picture with the parts marked where the model sees signs, and what its number is held against. */
export function AiImageEvidence({ signal, job }: EvidenceProps) {
  const { language } = useServices();
  const words = useText();
  const say = useSay();
  // A model that abstained has measures, and no estimate.
  if (signal.probability === undefined) {
    return <KeyValues value={Object(sayEvidence(signal.evidence, language))} />;
  }
  const { heatMap, thresholds, judgedAs, firstLook } = signal.evidence as Evidence;
  return (
    <div className="flex flex-col gap-3">
      {heatMap && <HeatMapFigure heatMap={heatMap} thumbnail={job.subject?.thumbnail} />}
      <Facts>
        <Fact name={words('ui.evidence.aiImage.firstLook')}>{firstLook && say(firstLook)}</Fact>
        <Fact name={words('ui.evidence.aiImage.judgedAs')}>{judgedAs && say(judgedAs)}</Fact>
        <ThresholdsFact of="pictures" thresholds={thresholds} />
      </Facts>
    </div>
  );
}

interface HeatMapFigureProps {
  readonly heatMap: HeatMap;
  readonly thumbnail: string | undefined;
}

/** Tenths of its full colour that the map has at first: what it lies on can still be seen. */
const FIRST_STRENGTH = 6;

function HeatMapFigure({ heatMap, thumbnail }: HeatMapFigureProps) {
  const words = useText();
  const [strength, setStrength] = useState(FIRST_STRENGTH);
  const slider = useId();
  return (
    <figure className="flex flex-col gap-2">
      <div className="relative w-fit max-w-full overflow-hidden rounded-sm border border-line bg-sunken">
        {thumbnail ? (
          <img src={thumbnail} alt="" className="block h-auto max-h-96 max-w-full" />
        ) : (
          <div className="size-56 max-w-full" />
        )}
        <Heat heatMap={thumbnail ? heatMap : { ...heatMap, seen: WHOLE }} strength={strength / TENTHS} />
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <label htmlFor={slider} className="text-small text-soft">
          {words('ui.evidence.aiImage.strength')}
        </label>
        <input
          id={slider}
          type="range"
          min={0}
          max={TENTHS}
          value={strength}
          aria-valuetext={words('ui.evidence.aiImage.strengthValue', { strength, most: TENTHS })}
          className="min-h-8 min-w-0 flex-1 basis-32 accent-ink"
          onChange={({ target }) => setStrength(Number(target.value))}
        />
      </div>
      <figcaption className="text-small text-soft">{words('ui.evidence.aiImage.reading')}</figcaption>
    </figure>
  );
}

const TENTHS = 10;

const WHOLE: HeatMap['seen'] = { left: 0, top: 0, width: 1, height: 1 };

interface HeatProps {
  readonly heatMap: HeatMap;
  /** 0 to 1. */
  readonly strength: number;
}

/** One square a part, in one ink; the dashed frame is what the model saw. It keeps its colour where colours are forced. */
function Heat({ heatMap, strength }: HeatProps) {
  const say = useSay();
  const { values, seen } = heatMap;
  const percent = (share: number) => `${share * 100}%`;
  return (
    <svg
      viewBox={`0 0 ${values.length} ${values.length}`}
      preserveAspectRatio="none"
      shapeRendering="crispEdges"
      role="img"
      aria-label={say(describeHeatMap(heatMap))}
      className="absolute fill-heat outline-1 -outline-offset-1 outline-heat outline-dashed forced-color-adjust-none"
      style={{
        left: percent(seen.left),
        top: percent(seen.top),
        width: percent(seen.width),
        height: percent(seen.height),
      }}
    >
      {values.flatMap((row, y) =>
        row.map((value, x) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
          <rect key={`${x} ${y}`} x={x} y={y} width={1} height={1} fillOpacity={value * strength} />
        )),
      )}
    </svg>
  );
}
