import type { Acquired } from '../subject/ladder';
import { disguiseNotice } from '../subject/load';
import { type JobSource, SHOWN_CHARACTERS, type SubjectSummary } from './job';
import type { SubjectFacts } from './lane';

/** What the panel shows of a subject. */
export function summarise(
  source: JobSource,
  { readFrom, coverage }: Pick<Acquired, 'readFrom' | 'coverage'>,
  { kind, mediaType, sha256, dimensions }: SubjectFacts,
  { size, text }: { readonly size: number; readonly text?: string | undefined },
): SubjectSummary {
  const name = source.kind === 'web' ? nameOfAddress(readFrom) : source.name;
  return {
    kind,
    name,
    mediaType,
    size,
    sha256,
    dimensions,
    coverage,
    ...(text !== undefined && {
      text: { content: text.slice(0, SHOWN_CHARACTERS), characters: text.length },
    }),
    ...(readFrom && { readFrom: readFrom.slice(0, MAX_ADDRESS) }),
  };
}

/** A data: URL as long as its picture helps nobody who reads it. */
const MAX_ADDRESS = 2000;

/** The last part of an address's path, decoded; the host where there is none. */
function nameOfAddress(address: string): string {
  if (/^(data|blob):/i.test(address)) return address.slice(0, 5) === 'data:' ? 'data:' : 'blob:';
  try {
    const url = new URL(address);
    return decodeURIComponent(url.pathname.split('/').filter(Boolean).at(-1) ?? url.host);
  } catch {
    return address.slice(0, 80);
  }
}

/** The notice that a file's name or declared type promises another type, where it does. */
export function disguise(
  source: JobSource,
  acquired: Pick<Acquired, 'declaredType' | 'readFrom' | 'coverage'>,
  facts: SubjectFacts,
) {
  if (acquired.coverage === 'pixels' || facts.kind === 'text') return [];
  const name = source.kind === 'web' ? nameOfAddress(acquired.readFrom) : source.name;
  const notice = disguiseNotice(name, acquired.declaredType, facts);
  return notice ? [notice] : [];
}
