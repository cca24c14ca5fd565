import { Foreign, Verbatim } from '../kit/verbatim';

export interface KeyValuesProps {
  readonly value: object;
}

/** Any evidence as names and values, nested as it is. Long lists and texts are cut, and say so. */
export function KeyValues({ value }: KeyValuesProps) {
  const entries = Object.entries(value);
  return (
    <dl className="flex flex-col gap-1">
      {entries.slice(0, MAX_ENTRIES).map(([name, content]) => (
        <div key={name} className="flex flex-col @lg:flex-row @lg:gap-3">
          <dt className="text-small leading-5 text-soft @lg:w-40 @lg:shrink-0">
            <Foreign>{name}</Foreign>
          </dt>
          <dd className="min-w-0 flex-1">
            <Value content={content} />
          </dd>
        </div>
      ))}
      {entries.length > MAX_ENTRIES && <Cut />}
    </dl>
  );
}

function Value({ content }: { readonly content: unknown }) {
  if (typeof content === 'object' && content !== null) {
    return (
      <div className="border-s border-line ps-3">
        <KeyValues value={content} />
      </div>
    );
  }
  const text = String(content);
  return (
    <>
      <Verbatim>{text.slice(0, MAX_TEXT)}</Verbatim>
      {text.length > MAX_TEXT && <Cut />}
    </>
  );
}

function Cut() {
  return <span className="text-soft">…</span>;
}

const MAX_ENTRIES = 100;
const MAX_TEXT = 2000;
