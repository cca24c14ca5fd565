import type { LibraryMatch } from '../../utils/checks/check';
import { Thumbnail } from '../kit/thumbnail';
import { Foreign, Verbatim } from '../kit/verbatim';
import { LABEL_NAMES } from '../library/label-names';
import { useFormat, useText } from '../words/words';
import type { EvidenceProps } from './evidence-props';
import { KeyValues } from './key-values';
import { KnownTextsEvidence } from './known-texts';

/** As the `fingerprint` check writes it. */
interface FingerprintFound {
  readonly hash?: string;
  readonly librarySize?: number;
  readonly matches?: readonly LibraryMatch[];
}

/** How many bits a fingerprint has. */
const BITS = 256;

/** Matches that get their pictures; the others are counted. */
const MOST_SHOWN = 5;

/** The matches of a picture or of a text; each is shown as what it is. */
export function FingerprintEvidence({ signal, job }: EvidenceProps) {
  const { hash } = signal.evidence as FingerprintFound;
  // What is too plain, too small or too short has measures, and no fingerprint.
  if (hash === undefined) return <KeyValues value={signal.evidence} />;
  return job.subject?.kind === 'text' ? (
    <KnownTextsEvidence signal={signal} job={job} />
  ) : (
    <KnownPictures signal={signal} job={job} />
  );
}

/** The picture beside each entry of the library that it resembles, with the distance. */
function KnownPictures({ signal, job }: EvidenceProps) {
  const words = useText();
  const { hash, librarySize, matches = [] } = signal.evidence as FingerprintFound;
  return (
    <div className="flex flex-col gap-4">
      {matches.slice(0, MOST_SHOWN).map((match) => (
        <Comparison key={match.id} match={match} thumbnail={job.subject?.thumbnail} />
      ))}
      {matches.length > MOST_SHOWN && <p>{words('ui.fingerprint.more', {}, matches.length - MOST_SHOWN)}</p>}
      <div className="text-small text-soft">
        {librarySize !== undefined && librarySize > 0 && (
          <p>{words('ui.fingerprint.looked', { size: librarySize }, librarySize)}</p>
        )}
        <p>
          {words('ui.fingerprint.hash')} <Verbatim>{hash ?? ''}</Verbatim>
        </p>
      </div>
    </div>
  );
}

interface ComparisonProps {
  readonly match: LibraryMatch;
  readonly thumbnail: string | undefined;
}

function Comparison({ match, thumbnail }: ComparisonProps) {
  const words = useText();
  const format = useFormat();
  const { distance } = match;
  return (
    <figure className="flex flex-col gap-2">
      <div className="grid max-w-md grid-cols-2 gap-2">
        <Thumbnail
          source={thumbnail}
          alt={words('ui.fingerprint.thisPicture')}
          className="aspect-4/3 w-full"
        />
        <Thumbnail source={match.thumbnail} alt={match.name} className="aspect-4/3 w-full" />
        <span className="text-small text-soft">{words('ui.fingerprint.thisPicture')}</span>
        <span className="line-clamp-2 text-small text-soft">
          <Foreign>{match.name}</Foreign>
        </span>
      </div>
      <figcaption>
        <p className="font-medium">
          {distance === 0
            ? words('ui.fingerprint.identical')
            : words('ui.fingerprint.distance', { distance, bits: BITS })}
        </p>
        <p className="text-soft">
          {words('ui.library.labelled', {
            label: words(LABEL_NAMES[match.label]),
            date: format.day(match.added),
          })}
        </p>
        {match.note && (
          <p>
            <Foreign>{match.note}</Foreign>
          </p>
        )}
      </figcaption>
    </figure>
  );
}
