import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** A row of labelled texts, as evaluation folders have them. */
export interface LabelledText {
  readonly text: string;
  readonly label?: string;
  readonly source?: string;
  readonly domain?: string;
}

/** The rows of `.jsonl` files, packed by gzip or not. */
export async function readTexts(files: readonly string[]): Promise<readonly LabelledText[]> {
  const rows: LabelledText[] = [];
  for (const file of files) {
    const bytes = await readFile(file);
    const text = (file.endsWith('.gz') ? await promisify(gunzip)(bytes) : bytes).toString('utf8');
    for (const line of text.split('\n')) if (line !== '') rows.push(JSON.parse(line) as LabelledText);
  }
  return rows;
}

/** The sentences of a text that have words enough to be one, roughly. */
export function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.!?])\s+/).filter((sentence) => sentence.split(/\s+/).length >= FEWEST_WORDS);
}

const FEWEST_WORDS = 6;
