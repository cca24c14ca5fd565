import { details, type GenerationDetails } from './details';

/**
 * The text that the Stable Diffusion web UI leaves and many tools write like it (`parse_generation_parameters` in
 * https://github.com/AUTOMATIC1111/stable-diffusion-webui/blob/master/modules/infotext_utils.py): the prompt, a line
 * that starts with `Negative prompt:`, then `Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, …`.
 */
export interface Infotext {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly settings: ReadonlyMap<string, string>;
}

/** Reads such a text; null where its settings line is missing: `Steps` with a number, and `Seed`. */
export function parseInfotext(text: string): Infotext | null {
  const start = text.search(SETTINGS_START);
  if (start < 0) return null;
  const settings = parseSettings(text.slice(start).trimStart());
  if (!settings.has('Seed')) return null;
  const prompts = text.slice(0, start);
  const negative = prompts.search(NEGATIVE_START);
  return {
    prompt: (negative < 0 ? prompts : prompts.slice(0, negative)).trim(),
    negativePrompt: negative < 0 ? '' : prompts.slice(negative).replace(NEGATIVE_START, '').trim(),
    settings,
  };
}

export function infotextDetails({ prompt, negativePrompt, settings }: Infotext): GenerationDetails {
  const negative: [string, string][] = negativePrompt ? [['Negative prompt', negativePrompt]] : [];
  return details({
    prompt,
    seed: settings.get('Seed'),
    model: settings.get('Model') || settings.get('Unet'),
    sampler: settings.get('Sampler'),
    parameters: [...negative, ...settings],
  });
}

const SETTINGS_START = /(?:^|\n|\s)Steps: \d+,\s/;
const NEGATIVE_START = /(?:^|\n)\s*Negative prompt:/;
const NAME = /\s*([A-Za-z][\w /-]{0,60}):\s?/y;

/** Splits `name: value, name: value`; commas inside quotes, brackets and braces belong to the value. */
function parseSettings(line: string): Map<string, string> {
  const settings = new Map<string, string>();
  let at = 0;
  while (at < line.length) {
    NAME.lastIndex = at;
    const name = NAME.exec(line)?.[1];
    const start = name ? NAME.lastIndex : at;
    const end = endOfValue(line, start);
    if (name && !settings.has(name)) settings.set(name, unquote(line.slice(start, end).trim()));
    at = end + 1;
  }
  return settings;
}

function endOfValue(line: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < line.length; at++) {
    const character = line[at];
    if (character === '\\') at++;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    else if (depth <= 0 && (character === ',' || character === '\n')) return at;
  }
  return line.length;
}

function unquote(value: string): string {
  if (!/^".*"$/s.test(value)) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}
