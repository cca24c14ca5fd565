import type { Problem } from '../../utils/checks/provenance/evidence';
import { Verbatim } from '../kit/verbatim';
import { useSay } from '../words/words';

/** Why a credential is not in order, in plain words, with the specification's code for whoever looks it up. */
export function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  const say = useSay();
  if (problems.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1">
      {problems.map(({ code, explanation, detail }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a code may occur twice, and the list never changes
        <li key={index}>
          {say(explanation)}
          <span className="block text-soft">
            <Verbatim>{detail ? `${code} · ${detail}` : code}</Verbatim>
          </span>
        </li>
      ))}
    </ul>
  );
}
