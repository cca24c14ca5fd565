import type { WordKey } from '../../utils/words/phrase';
import { Fact, Facts } from '../kit/facts';
import { Foreign, Verbatim } from '../kit/verbatim';
import { useText } from '../words/words';
import type { EvidenceProps } from './evidence-props';
import { LongText } from './long-text';

/** What the pixels declare: the payload with its wrong bits, or the generation data hidden in them. */
export function WatermarkEvidence({ signal }: EvidenceProps) {
  if (signal.finding !== 'ai-generated') return <Looked evidence={signal.evidence as LookedFor} />;
  const evidence = signal.evidence as InvisibleMark | StealthData;
  return evidence.mark === 'invisible-watermark' ? (
    <Invisible evidence={evidence} />
  ) : (
    <Stealth evidence={evidence} />
  );
}

/** As the `watermark` check writes it. */
interface InvisibleMark {
  readonly mark: 'invisible-watermark';
  readonly generator: string;
  readonly payload: string;
  readonly wrongBits: number;
  readonly bits: number;
}

interface StealthData {
  readonly mark: 'stealth-png-info';
  readonly signature: string;
  readonly software?: string;
  readonly model?: string;
  readonly prompt?: string;
  readonly seed?: string;
  readonly text?: string;
}

interface LookedFor {
  readonly lookedFor: readonly { readonly mark: keyof typeof MARK_NAMES; readonly notLooked?: string }[];
}

const MARK_NAMES = {
  'stealth-png-info': 'ui.watermark.stealth',
  'invisible-watermark': 'ui.watermark.invisible',
} as const;

/** Why a mark was not looked for, as the check names it. */
const REASONS: Readonly<Record<string, WordKey>> = {
  'screen-crop': 'ui.watermark.screenCrop',
  lossy: 'ui.watermark.lossy',
  'too-large': 'ui.watermark.tooLarge',
  'too-small': 'ui.watermark.tooSmall',
  vector: 'ui.watermark.vector',
};

/** A miss is only worth what was looked for. */
function Looked({ evidence }: { readonly evidence: LookedFor }) {
  const words = useText();
  return (
    <Facts>
      {evidence.lookedFor.map(({ mark, notLooked }) => (
        <Fact key={mark} name={words(MARK_NAMES[mark])}>
          {words(notLooked ? (REASONS[notLooked] ?? 'ui.watermark.notLooked') : 'ui.watermark.notFound')}
        </Fact>
      ))}
    </Facts>
  );
}

function Invisible({ evidence }: { readonly evidence: InvisibleMark }) {
  const words = useText();
  const { bits, wrongBits } = evidence;
  return (
    <Facts>
      <Fact name={words('ui.watermark.generator')}>{evidence.generator}</Fact>
      <Fact name={words('ui.watermark.payload')}>
        <Verbatim>{evidence.payload}</Verbatim>
      </Fact>
      <Fact name={words('ui.watermark.agreement')}>
        {/* Chance alone agrees in every second bit. */}
        {words('ui.watermark.bits', { wrong: wrongBits, bits, chance: Math.round(bits / 2) })}
      </Fact>
    </Facts>
  );
}

function Stealth({ evidence }: { readonly evidence: StealthData }) {
  const words = useText();
  const { software, model, prompt, seed, text } = evidence;
  return (
    <Facts>
      <Fact name={words('ui.watermark.signature')}>
        <Verbatim>{evidence.signature}</Verbatim>
      </Fact>
      <Fact name={words('ui.metadata.software')}>{software && <Foreign>{software}</Foreign>}</Fact>
      <Fact name={words('ui.metadata.model')}>{model && <Verbatim>{model}</Verbatim>}</Fact>
      <Fact name={words('ui.metadata.seed')}>{seed && <Verbatim>{seed}</Verbatim>}</Fact>
      <Fact name={words('ui.metadata.prompt')}>{prompt && <LongText>{prompt}</LongText>}</Fact>
      <Fact name={words('ui.watermark.hidden')}>{text && <LongText>{text}</LongText>}</Fact>
    </Facts>
  );
}
