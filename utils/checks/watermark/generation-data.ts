/** What hidden generation data says, as far as it is understood. Each text is cut to `MAX_SHOWN` characters. */
export interface GenerationData {
  readonly software?: string;
  readonly model?: string;
  readonly prompt?: string;
  readonly seed?: string;
}

/** Characters that are kept of a text: it is stored, exported and shown. */
const MAX_SHOWN = 2_000;

/**
 * Reads the hidden text: JSON with the fields that NovelAI and ComfyUI's savers use, or the parameters that
 * web UIs write ("prompt, line break, Steps: 20, Seed: 1, Model: x"). Unknown text gives an empty result.
 */
export function readGenerationData(text: string): GenerationData {
  const json = parseObject(text);
  return json === null ? readParameters(text) : readFields(json);
}

/** Cuts a text that is kept as evidence. */
export function shorten(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/** NovelAI nests the settings as JSON text in `Comment` and names itself in `Software` and its model in `Source`. */
function readFields(json: Record<string, unknown>): GenerationData {
  const inner = typeof json.Comment === 'string' ? parseObject(json.Comment) : asObject(json.Comment);
  const parameters = typeof json.parameters === 'string' ? readParameters(json.parameters) : {};
  const fields = { ...json, ...inner };
  return {
    ...parameters,
    ...named('software', json.Software ?? json.software),
    ...named('model', json.Source ?? fields.model ?? fields.Model),
    ...named('prompt', fields.prompt ?? json.Description),
    ...named('seed', fields.seed ?? fields.Seed),
  };
}

function readParameters(text: string): GenerationData {
  const settings = /^Steps: \d+,.*$/m.exec(text);
  if (settings === null) return {};
  const prompt = text.slice(0, settings.index).split('\nNegative prompt:')[0]?.trim();
  const setting = (name: string) => new RegExp(`(?:^|, )${name}: ([^,]+)`).exec(settings[0])?.[1];
  return {
    ...named('model', setting('Model')),
    ...named('prompt', prompt),
    ...named('seed', setting('Seed')),
  };
}

function named<Name extends string>(name: Name, value: unknown): Partial<Record<Name, string>> {
  if (typeof value !== 'string' && typeof value !== 'number') return {};
  const text = String(value).trim();
  return text === '' ? {} : ({ [name]: shorten(text) } as Record<Name, string>);
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
