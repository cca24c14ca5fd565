import type { DeepfakeFaceEvidence as Evidence, FaceBox } from '../../utils/checks/deepfake-face/evidence';
import { sayEvidence } from '../../utils/records/say-evidence';
import { Fact, Facts } from '../kit/facts';
import { useServices } from '../services';
import { useFormat, useText } from '../words/words';
import type { EvidenceProps } from './evidence-props';
import { KeyValues } from './key-values';
import { ThresholdsFact } from './thresholds-fact';

/** The picture with each face that was looked at outlined and numbered, and the number of each. */
export function DeepfakeFaceEvidence({ signal, job }: EvidenceProps) {
  const { language } = useServices();
  const words = useText();
  const format = useFormat();
  if (signal.probability === undefined) {
    return <KeyValues value={Object(sayEvidence(signal.evidence, language))} />;
  }
  const { faces, notJudged, thresholds } = signal.evidence as Evidence;
  const thumbnail = job.subject?.thumbnail;
  return (
    <div className="flex flex-col gap-3">
      <figure className="flex flex-col gap-2">
        {thumbnail && (
          <div className="relative w-fit max-w-full overflow-hidden rounded-sm border border-line bg-sunken">
            <img
              src={thumbnail}
              alt={words('ui.evidence.deepfakeFace.figure', {}, faces.length)}
              className="block h-auto max-h-96 max-w-full"
            />
            {faces.map(({ box }, index) => (
              <Outline key={keyOf(box)} box={box} number={index + 1} />
            ))}
          </div>
        )}
        <figcaption className="text-small text-soft">{words('ui.evidence.deepfakeFace.reading')}</figcaption>
      </figure>
      <Facts>
        {faces.map(({ box, probability }, index) => (
          <Fact key={keyOf(box)} name={words('ui.evidence.deepfakeFace.face', { number: index + 1 })}>
            {format.probability(probability)}
          </Fact>
        ))}
        <ThresholdsFact of="pictures" thresholds={thresholds} />
      </Facts>
      {notJudged > 0 && (
        <p className="text-small text-soft">{words('ui.evidence.deepfakeFace.notJudged', {}, notJudged)}</p>
      )}
    </div>
  );
}

/** Outlined, as every estimate is; dark and light, so that it is seen on any picture. */
function Outline({ box, number }: { readonly box: FaceBox; readonly number: number }) {
  const percent = (share: number) => `${share * 100}%`;
  return (
    <span
      aria-hidden="true"
      className="absolute rounded-sm border-2 border-heat outline outline-shade forced-color-adjust-none"
      style={{
        left: percent(box.left),
        top: percent(box.top),
        width: percent(box.width),
        height: percent(box.height),
      }}
    >
      <span className="absolute top-0 left-0 bg-surface px-1 text-small text-ink">{number}</span>
    </span>
  );
}

function keyOf({ left, top }: FaceBox): string {
  return `${left} ${top}`;
}
