import type { ReactNode } from 'react';
import { sayEvidence } from '../../utils/records/say-evidence';
import { TechnicalDetail } from '../kit/problem-note';
import { useServices } from '../services';
import { useSay } from '../words/words';
import { AiImageEvidence } from './ai-image';
import { AiTextEvidence } from './ai-text';
import { DeepfakeFaceEvidence } from './deepfake-face';
import { EstimateNote } from './estimate-note';
import { EvidenceBoundary } from './evidence-boundary';
import type { EvidenceProps } from './evidence-props';
import { FingerprintEvidence } from './fingerprint';
import { HiddenTextEvidence } from './hidden-text';
import { KeyValues } from './key-values';
import { MetadataEvidence } from './metadata';
import { ProvenanceEvidence } from './provenance';
import { WatermarkEvidence } from './watermark';

/** What one signal says, in full, and its evidence as what it is. */
export function SignalEvidence({ signal, job }: EvidenceProps) {
  const say = useSay();
  return (
    <div className="flex flex-col gap-2">
      <p className="font-medium first-letter:uppercase">{say(signal.summary)}</p>
      {signal.probability !== undefined && <EstimateNote signal={signal} probability={signal.probability} />}
      <EvidenceOf signal={signal} job={job} />
      {signal.detail && <TechnicalDetail text={signal.detail} />}
    </div>
  );
}

/**
 * The renderer of the check, and the plain list of names and values for a check that has none: a new check is
 * shown without a change here.
 */
function EvidenceOf({ signal, job }: EvidenceProps) {
  const { language } = useServices();
  if (signal.finding === 'check-failed' || Object.keys(signal.evidence).length === 0) return null;
  const plain = <KeyValues value={Object(sayEvidence(signal.evidence, language))} />;
  const Renderer = RENDERERS[signal.check];
  if (!Renderer) return plain;
  return (
    <EvidenceBoundary fallback={plain}>
      <Renderer signal={signal} job={job} />
    </EvidenceBoundary>
  );
}

const RENDERERS: Readonly<Record<string, (props: EvidenceProps) => ReactNode>> = {
  provenance: ProvenanceEvidence,
  metadata: MetadataEvidence,
  watermark: WatermarkEvidence,
  'hidden-text': HiddenTextEvidence,
  fingerprint: FingerprintEvidence,
  'ai-image': AiImageEvidence,
  'ai-text': AiTextEvidence,
  'deepfake-face': DeepfakeFaceEvidence,
};
