import { type Phrase, phrase } from '../../words/phrase';
import { digitalSourceType } from '../digital-source-type';
import { type AigcLabel, findAigcLabel } from './aigc-label';
import type { Field } from './block';
import type { MarkEvidence } from './evidence';
import type { FieldSet } from './field-set';
import { GENERATORS } from './generators/generators';

/** Characters of a value that go into the evidence. */
export const MAX_SHOWN = 2_000;

/** A statement in the metadata that AI made or edited the picture. */
export interface Mark {
  readonly finding: 'ai-generated' | 'ai-edited';
  readonly summary: Phrase;
  readonly evidence: MarkEvidence;
  /** The fields that it rests on, the deciding one first. */
  readonly fields: readonly Field[];
}

/** All marks, standards before generators. Fields that one mark rests on are not read as another's. */
export function findMarks(fields: FieldSet): readonly Mark[] {
  const sourceTypes = sourceTypeMarks(fields);
  const edited = sourceTypes.some(({ finding }) => finding === 'ai-edited');
  return [
    ...sourceTypes,
    ...aiFieldMarks(fields, edited),
    ...aigcMarks(findAigcLabel(fields)),
    ...generatorMarks(fields, edited),
  ];
}

const SOURCE_TYPE = 'Iptc4xmpExt:DigitalSourceType';

/** The fields of IPTC's DigitalSourceType, also where their value does not speak of AI. */
export function sourceTypeFields(fields: FieldSet): Field[] {
  return fields.among([['XMP', SOURCE_TYPE]]);
}

/** IPTC Photo Metadata Standard 2025.1, "Digital Source Type". */
function sourceTypeMarks(fields: FieldSet): Mark[] {
  for (const field of sourceTypeFields(fields)) {
    const type = digitalSourceType(field.value);
    if (type?.ai !== 'generated' && type?.ai !== 'edited') continue;
    return [
      {
        finding: type.ai === 'generated' ? 'ai-generated' : 'ai-edited',
        summary: phrase('checks.metadata.sourceType', { meaning: type.meaning }),
        evidence: {
          mark: 'iptc-digital-source-type',
          ...shown(field),
          meaning: type.meaning,
          source: type.uris[0] ?? field.value,
        },
        fields: [field],
      },
    ];
  }
  return [];
}

/** IPTC Photo Metadata Standard 2025.1: the four properties that name the model behind a generated picture. */
function aiFieldMarks(fields: FieldSet, edited: boolean): Mark[] {
  const names = ['AISystemUsed', 'AIPromptInformation', 'AISystemVersionUsed', 'AIPromptWriterName'];
  const [system, prompt, version, writer] = names.map((name) => fields.first('XMP', `Iptc4xmpExt:${name}`));
  const deciding = system ?? prompt;
  if (!deciding) return [];
  return [
    {
      finding: edited ? 'ai-edited' : 'ai-generated',
      summary: system
        ? phrase('checks.metadata.aiSystem', { system: cut(system.value) })
        : phrase('checks.metadata.aiPrompt'),
      evidence: {
        mark: 'iptc-ai-fields',
        ...shown(deciding),
        source: 'https://www.iptc.org/std/photometadata/specification/IPTC-PhotoMetadata',
        ...(system && { generator: cut(system.value) }),
        ...(version && { model: cut(version.value) }),
        ...(prompt && { prompt: cut(prompt.value) }),
        ...(writer && { parameters: [['AIPromptWriterName', cut(writer.value)]] }),
      },
      fields: [deciding, prompt, version, writer].filter((field) => field !== undefined),
    },
  ];
}

function aigcMarks(label: AigcLabel | undefined): Mark[] {
  if (label?.certainty !== 'is') return [];
  return [
    {
      finding: 'ai-generated',
      summary: phrase('checks.metadata.aigcIs'),
      evidence: {
        mark: 'aigc-label',
        ...shown(label.field),
        meaning: label.meaning,
        source: 'https://www.tc260.org.cn/upload/2025-03-15/1742009439794081593.pdf',
        ...(label.producer && { generator: cut(label.producer) }),
        parameters: label.entries.map(([name, value]) => [name, cut(value)]),
      },
      fields: label.fields,
    },
  ];
}

function generatorMarks(fields: FieldSet, edited: boolean): Mark[] {
  const marks: Mark[] = [];
  let left = fields;
  for (const generator of GENERATORS) {
    const found = generator.find(left);
    if (!found) continue;
    left = left.without(new Set(found.fields));
    // "Made with Google AI" beside a source type of editing speaks of that editing.
    const kind = edited ? 'edited' : (found.kind ?? generator.kind);
    const { prompt, seed, model, sampler, parameters } = found.details ?? {};
    marks.push({
      finding: kind === 'generated' ? 'ai-generated' : 'ai-edited',
      summary: generatorSummary(generator.name, kind, found.details),
      evidence: {
        mark: 'generator',
        ...shown(found.fields[0]),
        generator: generator.name,
        source: generator.source,
        ...(prompt && { prompt: cut(prompt) }),
        ...(seed && { seed: cut(seed) }),
        ...(model && { model: cut(model) }),
        ...(sampler && { sampler: cut(sampler) }),
        ...(parameters && {
          parameters: parameters.map(([name, value]) => [cut(name), cut(value)] as const),
        }),
      },
      fields: found.fields,
    });
  }
  return marks;
}

function generatorSummary(generator: string, kind: string, found: { prompt?: string } | undefined): Phrase {
  if (kind === 'edited') return phrase('checks.metadata.generatorEdited', { generator });
  if (found?.prompt) return phrase('checks.metadata.generatorPrompt', { generator });
  if (found) return phrase('checks.metadata.generatorSettings', { generator });
  return phrase('checks.metadata.generatorNamed', { generator });
}

function shown(field: Field): { field: string; value: string } {
  return { field: `${field.group} ${field.name}`, value: cut(field.value) };
}

/** A value as the evidence shows it. */
export function cut(value: string): string {
  return value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN - 1)}…` : value;
}
