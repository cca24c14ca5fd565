import type { Field } from '../block';
import type { FieldSet, Place } from '../field-set';
import { comfyDetails, hasInputPicture, hasSampler, isComfyGraph, isComfyWorkflow } from './comfyui';
import { details, type GenerationDetails } from './details';
import { type Infotext, infotextDetails, parseInfotext } from './infotext';
import { asText, at, isObject, type JsonObject, jsonOf, parseObject, simpleEntries } from './json';

/** Marks that their makers do not document: seen in files by this project, which describes them in its docs. */
const OBSERVED =
  'https://github.com/wiltodelta/remove-ai-watermarks/blob/main/docs/watermarking-landscape.md';
/** The XMP specification's field for the tool that made a picture. */
const CREATOR_TOOL = 'https://developer.adobe.com/xmp/docs/XMPNamespaces/xmp/';

/** A program or service that leaves its mark in a picture's metadata. */
export interface Generator {
  readonly name: string;
  /** Where the mark is documented or written: the generator's own code, its makers' words, or who observed it. */
  readonly source: string;
  /** What the mark states about the picture, where the mark itself does not say otherwise. */
  readonly kind: 'generated' | 'edited';
  /** Looks for the mark among the fields that no generator above it has taken. */
  readonly find: (fields: FieldSet) => GeneratorMark | undefined;
}

export interface GeneratorMark {
  /** The fields that the mark consists of, the deciding one first. */
  readonly fields: readonly [Field, ...Field[]];
  readonly kind?: 'generated' | 'edited';
  readonly details?: GenerationDetails;
}

/**
 * Every generator that is known by its mark, particular ones before those whose format they borrowed. A mark is a
 * structure or a value that only its generator writes: never a word that also occurs in captions or camera names.
 */
export const GENERATORS: readonly Generator[] = [
  {
    name: 'SwarmUI',
    source: 'https://github.com/mcmonkeyprojects/SwarmUI/blob/master/docs/Image%20Metadata%20Format.md',
    kind: 'generated',
    find: settingsJson(
      (json) => isObject(json.sui_image_params),
      (json) => {
        const params = at(json, 'sui_image_params');
        return flatDetails(params, { prompt: 'prompt', seed: 'seed', model: 'model', sampler: 'sampler' });
      },
    ),
  },
  {
    name: 'Fooocus',
    source: 'https://github.com/lllyasviel/Fooocus/blob/main/modules/meta_parser.py',
    kind: 'generated',
    find: (fields) => {
      const scheme = fields.first('PNG', 'fooocus_scheme') ?? tool(fields, /^Fooocus v/);
      const found =
        settingsText(({ settings }) => settings.get('Version')?.startsWith('Fooocus') ?? false)(fields) ??
        settingsJson(
          (json) => 'base_model' in json && (scheme || 'metadata_scheme' in json),
          readFooocus,
        )(fields);
      if (!scheme) return found;
      return found ? { ...found, fields: [...found.fields, scheme] } : mark(scheme);
    },
  },
  {
    name: 'RuinedFooocus',
    source: 'https://github.com/enslo/sd-metadata/blob/main/packages/core/src/parsers/ruined-fooocus.ts',
    kind: 'generated',
    find: settingsJson(
      (json) => json.software === 'RuinedFooocus',
      (json) =>
        flatDetails(json, {
          prompt: 'Prompt',
          seed: 'seed',
          model: 'base_model_name',
          sampler: 'sampler_name',
        }),
    ),
  },
  {
    name: 'stable-diffusion.cpp',
    source: 'https://github.com/leejet/stable-diffusion.cpp/blob/master/examples/common/common.cpp',
    kind: 'generated',
    find: settingsText(
      ({ settings }) => settings.get('Version')?.startsWith('stable-diffusion.cpp') ?? false,
    ),
  },
  {
    name: 'SD.Next',
    source: 'https://github.com/vladmandic/sdnext/blob/master/modules/processing_info.py',
    kind: 'generated',
    find: settingsText(({ settings }) => settings.get('App') === 'SD.Next'),
  },
  {
    name: 'Stable Diffusion web UI Forge',
    source: 'https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/main/modules/processing.py',
    kind: 'generated',
    find: settingsText(({ settings }) => /^(f\d|neo|classic)/.test(settings.get('Version') ?? '')),
  },
  {
    name: 'Civitai',
    source: 'https://github.com/enslo/sd-metadata/blob/main/packages/core/src/converters/civitai.ts',
    kind: 'generated',
    find: (fields) =>
      settingsText(({ settings }) => settings.has('Civitai resources'))(fields) ??
      settingsJson((json) => 'extraMetadata' in json && isComfyGraph(json), comfyDetails)(fields),
  },
  {
    name: 'Draw Things',
    source: 'https://github.com/enslo/sd-metadata/blob/main/packages/core/src/parsers/draw-things.ts',
    kind: 'generated',
    find: (fields) => {
      const named = tool(fields, /^Draw Things\b/);
      const comment = fields.first('XMP', 'exif:UserComment') ?? fields.first('EXIF', 'UserComment');
      const json = comment && jsonOf(comment);
      const read = json
        ? flatDetails(json, { prompt: 'c', seed: 'seed', model: 'model', sampler: 'sampler' })
        : undefined;
      return named && mark(named, read, ...(comment ? [comment] : []));
    },
  },
  {
    name: 'InvokeAI',
    source:
      'https://github.com/invoke-ai/InvokeAI/blob/main/invokeai/app/services/image_files/image_files_disk.py',
    kind: 'generated',
    find: findInvoke,
  },
  {
    name: 'NovelAI',
    source: 'https://github.com/NovelAI/novelai-image-metadata',
    kind: 'generated',
    find: findNovelAi,
  },
  {
    name: 'Easy Diffusion',
    source: 'https://github.com/easydiffusion/easydiffusion/blob/main/ui/easydiffusion/utils/save_utils.py',
    kind: 'generated',
    find: (fields) => {
      const json = settingsJson((found) => 'use_stable_diffusion_model' in found, readEasyDiffusion)(fields);
      const model =
        fields.first('PNG', 'use_stable_diffusion_model') ?? fields.first('PNG', 'Stable Diffusion model');
      return json ?? (model && mark(model, readEasyDiffusion(pngTexts(fields))));
    },
  },
  {
    name: 'mflux',
    source: 'https://github.com/filipstrand/mflux/blob/main/src/mflux/utils/generated_image.py',
    kind: 'generated',
    find: settingsJson(
      (json) => 'mflux_version' in json,
      (json) => flatDetails(json, { prompt: 'prompt', seed: 'seed', model: 'model', sampler: 'scheduler' }),
    ),
  },
  {
    name: 'TensorArt',
    source: 'https://github.com/enslo/sd-metadata/blob/main/packages/core/src/parsers/tensorart.ts',
    kind: 'generated',
    find: (fields) => {
      const data = fields.first('PNG', 'generation_data');
      const json = data && parseObject(data.value.replace(/\0+$/, ''));
      if (!json || !('baseModel' in json || 'prompt' in json)) return undefined;
      const graph = fields.first('PNG', 'prompt');
      const read = details({
        prompt: asText(json.prompt),
        seed: asText(json.seed),
        model: asText(at(json, 'baseModel', 'modelFileName')),
        sampler: asText(json.samplerName),
        parameters: simpleEntries(json),
      });
      return mark(data, read, ...(graph ? [graph] : []));
    },
  },
  {
    name: 'ComfyUI',
    source: 'https://github.com/comfyanonymous/ComfyUI/blob/master/nodes.py',
    kind: 'generated',
    find: findComfy,
  },
  {
    name: 'Diffusers',
    source: 'https://huggingface.co/docs/diffusers/api/pipelines/stable_diffusion/text2img',
    kind: 'generated',
    find: (fields) =>
      settingsJson(
        (json) => 'num_inference_steps' in json && 'guidance_scale' in json,
        readDiffusers,
      )(fields) ?? named(/^diffusers\b/i)(fields),
  },
  {
    name: 'Stable Diffusion web UI',
    source: 'https://github.com/AUTOMATIC1111/stable-diffusion-webui/blob/master/modules/images.py',
    kind: 'generated',
    find: settingsText(() => true),
  },
  {
    name: 'Midjourney',
    source:
      'https://iptc.org/news/midjourney-and-shutterstock-ai-sign-up-to-use-of-iptc-digital-source-type-for-generated-ai-content/',
    kind: 'generated',
    find: findMidjourney,
  },
  {
    name: 'FLUX (Black Forest Labs)',
    source: 'https://github.com/black-forest-labs/flux2/blob/main/scripts/cli.py',
    kind: 'generated',
    find: (fields) => {
      const software = fields.first('EXIF', 'Software');
      if (!software?.value.startsWith('AI generated;')) return undefined;
      const others = fields.among(['Make', 'Model', 'ImageDescription'].map((name): Place => ['EXIF', name]));
      const read = details({
        prompt: fields.value('EXIF', 'ImageDescription'),
        model: fields.value('EXIF', 'Model'),
      });
      return mark(software, read, ...others);
    },
  },
  {
    name: 'Grok (xAI)',
    source: OBSERVED,
    kind: 'generated',
    find: (fields) => {
      const signature = fields.first('EXIF', 'ImageDescription');
      const artist = fields.first('EXIF', 'Artist');
      if (!signature || !artist || !UUID.test(artist.value)) return undefined;
      return XAI_SIGNATURE.test(signature.value) ? mark(signature, undefined, artist) : undefined;
    },
  },
  {
    name: 'Google AI',
    source: 'https://iptc.org/news/google-ai-transparency-based-on-iptc-standards/',
    kind: 'generated',
    find: (fields) => {
      const edited = credit(fields, /^Edited with Google AI$/i);
      if (edited) return { ...mark(edited), kind: 'edited' };
      const made = credit(fields, /^Made with Google AI$/i);
      // On a phone's own photograph (it has an exposure) the credit tells of an edit.
      return made && (fields.first('EXIF', 'ExposureTime') ? { ...mark(made), kind: 'edited' } : mark(made));
    },
  },
  {
    name: 'Samsung Galaxy AI',
    source: OBSERVED,
    kind: 'edited',
    find: (fields) => {
      const record = fields.all.find((one) => one.group === 'Samsung' && GALAXY_AI.test(one.value));
      return record && mark(record);
    },
  },
  {
    name: 'Higgsfield',
    source: OBSERVED,
    kind: 'generated',
    find: (fields) => {
      const job = fields.first('PNG', 'hf-job-id');
      return job && UUID.test(job.value) ? mark(job) : undefined;
    },
  },
  {
    name: 'Ideogram',
    source: OBSERVED,
    kind: 'generated',
    find: (fields) => {
      const make = fields.first('EXIF', 'Make');
      return make?.value === 'Ideogram AI' ? mark(make) : undefined;
    },
  },
  // What follows is known only by name: the standards' fields for the tool that made a picture name a tool that
  // does nothing but generate. (Tools that also do other things, such as Photoshop or Microsoft Designer, are not here.)
  {
    name: 'OpenAI',
    source: CREATOR_TOOL,
    kind: 'generated',
    find: named(/^(ChatGPT|DALL[·•.-]?\s?E|OpenAI|gpt-image)\b/i),
  },
  {
    name: 'Adobe Firefly',
    source: CREATOR_TOOL,
    kind: 'generated',
    find: (fields) => {
      // In the history of a picture it is one step of its editing.
      const step = fields.all.find(
        (one) => one.name === 'xmpMM:History/stEvt:softwareAgent' && /^Adobe Firefly\b/i.test(one.value),
      );
      return named(/^Adobe Firefly\b/i)(fields) ?? (step && { ...mark(step), kind: 'edited' });
    },
  },
  {
    name: 'Bing Image Creator',
    source: CREATOR_TOOL,
    kind: 'generated',
    find: named(/^(Microsoft )?(Bing Image Creator|Image Creator from (Microsoft|Designer|Bing))\b/i),
  },
  {
    name: 'Meta AI',
    source: 'https://iptc.org/news/meta-announces-support-for-iptc-metadata-in-generative-ai-images/',
    kind: 'generated',
    find: named(/^(Imagine(d)? with (Meta )?AI|Meta AI)$/i),
  },
  {
    name: 'Google Imagen or Gemini',
    source: CREATOR_TOOL,
    kind: 'generated',
    find: named(/^(Google (Imagen|Gemini)\b|imagen-\d|gemini-\d)/i),
  },
  {
    name: 'Reve',
    source: OBSERVED,
    kind: 'generated',
    find: named(/^reve\.com$/i),
  },
];

type Find = Generator['find'];

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const XAI_SIGNATURE = /^Signature:\s*[A-Za-z0-9+/=]{64,}$/;
/** Samsung's editor writes 0 where none of its generative tools was used. */
const GALAXY_AI = /"genAIType"\s*:\s*-?[1-9]/;

/** Where generators leave their settings as text or JSON. */
const SETTINGS: readonly Place[] = [
  ['PNG', 'parameters'],
  ['EXIF', 'UserComment'],
  ['XMP', 'exif:UserComment'],
  ['EXIF', 'ImageDescription'],
  ['EXIF', 'XPComment'],
  ['JPEG', 'Comment'],
  ['GIF', 'Comment'],
  ['PNG', 'Comment'],
  ['PNG', 'Description'],
  ['PNG', 'UserComment'],
];

/** The standards' fields for the program that made a picture. */
const TOOLS: readonly Place[] = [
  ['EXIF', 'Software'],
  ['PNG', 'Software'],
  ['XMP', 'xmp:CreatorTool'],
  ['XMP', 'tiff:Software'],
  ['IPTC', 'OriginatingProgram'],
];

/** The standards' fields for whom to name beside a picture. */
const CREDITS: readonly Place[] = [
  ['XMP', 'photoshop:Credit'],
  ['IPTC', 'Credit'],
];

/** Where people and generators describe a picture. */
const DESCRIPTIONS: readonly Place[] = [
  ['PNG', 'Description'],
  ['XMP', 'dc:description'],
  ['EXIF', 'ImageDescription'],
  ['IPTC', 'Caption'],
];

function mark(field: Field, read?: GenerationDetails, ...others: readonly Field[]): GeneratorMark {
  return { fields: [field, ...others], ...(read && { details: read }) };
}

function tool(fields: FieldSet, pattern: RegExp): Field | undefined {
  return fields.among(TOOLS).find((field) => pattern.test(field.value.trim()));
}

function credit(fields: FieldSet, pattern: RegExp): Field | undefined {
  return fields.among(CREDITS).find((field) => pattern.test(field.value.trim()));
}

/** A mark that consists of the tool's name in a field for tools or credits. */
function named(pattern: RegExp): Find {
  return (fields) => {
    const field = tool(fields, pattern) ?? credit(fields, pattern);
    return field && mark(field);
  };
}

/** A mark in the web UI's text, where `is` recognises whose text it is. */
function settingsText(is: (infotext: Infotext) => boolean): Find {
  return (fields) => {
    for (const field of fields.among(SETTINGS)) {
      const infotext = parseInfotext(field.value);
      if (infotext && is(infotext)) return mark(field, infotextDetails(infotext));
    }
    return undefined;
  };
}

/** A mark in a JSON object, where `is` recognises whose object it is. */
function settingsJson(
  is: (json: JsonObject) => unknown,
  read: (json: JsonObject) => GenerationDetails,
): Find {
  return (fields) => {
    for (const field of [...fields.among(SETTINGS), ...fields.among([['PNG', 'prompt']])]) {
      const json = jsonOf(field);
      if (json && is(json)) return mark(field, read(json));
    }
    return undefined;
  };
}

/** Details of an object whose properties are the settings. */
function flatDetails(
  json: JsonObject[string],
  names: Readonly<Record<'prompt' | 'seed' | 'model' | 'sampler', string>>,
): GenerationDetails {
  const read = (name: string): string | undefined => asText(at(json, name));
  const taken = new Set(Object.values(names));
  return details({
    prompt: read(names.prompt),
    seed: read(names.seed),
    model: read(names.model) ?? asText(at(json, names.model, 'name')),
    sampler: read(names.sampler),
    parameters: simpleEntries(json).filter(([name]) => !taken.has(name)),
  });
}

function readFooocus(json: JsonObject): GenerationDetails {
  return flatDetails(json, { prompt: 'prompt', seed: 'seed', model: 'base_model', sampler: 'sampler' });
}

function readEasyDiffusion(json: JsonObject): GenerationDetails {
  const own = 'use_stable_diffusion_model' in json;
  return flatDetails(
    json,
    own
      ? { prompt: 'prompt', seed: 'seed', model: 'use_stable_diffusion_model', sampler: 'sampler_name' }
      : { prompt: 'Prompt', seed: 'Seed', model: 'Stable Diffusion model', sampler: 'Sampler' },
  );
}

function readDiffusers(json: JsonObject): GenerationDetails {
  return flatDetails(json, { prompt: 'prompt', seed: 'seed', model: 'Model', sampler: 'sampler' });
}

function pngTexts(fields: FieldSet): JsonObject {
  return Object.fromEntries(
    fields.all.filter(({ group }) => group === 'PNG').map(({ name, value }) => [name, value]),
  );
}

/** From its newest way of leaving metadata back to its first, when it was called lstein's fork and had a `Dream` line. */
function findInvoke(fields: FieldSet): GeneratorMark | undefined {
  const keys = ['invokeai_metadata', 'invokeai_graph', 'invokeai_workflow', 'invokeai', 'sd-metadata'];
  const [found, ...others] = fields.among(keys.map((name): Place => ['PNG', name]));
  const dream = fields.first('PNG', 'Dream');
  if (!found) return dream && DREAM.test(dream.value) ? mark(dream, readDream(dream.value)) : undefined;
  const json = jsonOf(found);
  if (!json) return undefined;
  // Until version 3 the settings lay in `image`, the prompt in a list of weighted parts.
  const image = isObject(json.image) ? json.image : json;
  const prompt =
    asText(json.positive_prompt) ?? asText(at(image, 'prompt', 0, 'prompt')) ?? asText(image.prompt);
  const read = details({
    prompt,
    seed: asText(image.seed),
    model:
      asText(at(json, 'model', 'name')) ??
      asText(at(json, 'model', 'model_name')) ??
      asText(json.model_weights),
    sampler: asText(image.scheduler) ?? asText(image.sampler),
    parameters: [...simpleEntries(image), ...(image === json ? [] : simpleEntries(json))],
  });
  return mark(found, read, ...others, ...(dream ? [dream] : []));
}

/** `"a prompt" -s 50 -S 1234 -W 512 -H 512 -C 7.5 -A k_lms` */
const DREAM = /^\s*".*"\s.*-S\s?\d+/s;

function readDream(line: string): GenerationDetails {
  return details({
    prompt: /^\s*"(.*)"/s.exec(line)?.[1],
    seed: /\s-S\s?(\d+)/.exec(line)?.[1],
    sampler: /\s-A\s?(\S+)/.exec(line)?.[1],
  });
}

/** PNG texts of its own, or all of them as one JSON object in EXIF's UserComment (WebP). */
function findNovelAi(fields: FieldSet): GeneratorMark | undefined {
  const comment = fields.first('PNG', 'Comment') ?? fields.first('EXIF', 'UserComment');
  const outer = comment && jsonOf(comment);
  const inner = outer ? parseObject(asText(outer.Comment) ?? '') : null;
  const isOwn = asText(outer?.Software)?.startsWith('NovelAI');
  const name = tool(fields, /^NovelAI\b/) ?? (isOwn ? comment : undefined);
  if (!name) return undefined;
  const json = inner ?? outer;
  const prompt =
    asText(at(json ?? undefined, 'v4_prompt', 'caption', 'base_caption')) ??
    asText(json?.prompt) ??
    asText(outer?.Description) ??
    fields.value('PNG', 'Description');
  const read = details({
    prompt,
    seed: asText(json?.seed),
    model: asText(outer?.Source) ?? fields.value('PNG', 'Source'),
    sampler: asText(json?.sampler),
    parameters: simpleEntries(json ?? undefined),
  });
  const others = fields.among(
    ['Title', 'Description', 'Source', 'Comment'].map((key): Place => ['PNG', key]),
  );
  return mark(
    name,
    read,
    ...others,
    ...(comment && comment !== name && !others.includes(comment) ? [comment] : []),
  );
}

/**
 * The executed graph as `prompt`, the editor's document as `workflow`: in PNG texts; with these words before the
 * JSON in EXIF's Make, Model and further tags (WebP); or both in one object in UserComment.
 */
function findComfy(fields: FieldSet): GeneratorMark | undefined {
  const graphs: [Field, JsonObject][] = [];
  const workflows: Field[] = [];
  for (const field of fields.all) {
    if (field.group !== 'PNG' && field.group !== 'EXIF' && field.group !== 'JPEG') continue;
    const json = parseObject(field.value.replace(/^\s*(prompt|workflow)\s*:/i, ''));
    if (!json) continue;
    const graph = isObject(json.prompt) ? json.prompt : (parseObject(asText(json.prompt) ?? '') ?? json);
    if (isComfyGraph(graph)) graphs.push([field, graph]);
    else if (isComfyWorkflow(json)) workflows.push(field);
  }
  const [first, ...others] = graphs;
  if (!first) {
    const [workflow, ...more] = workflows;
    return workflow && mark(workflow, undefined, ...more);
  }
  const [field, graph] = first;
  const found = mark(field, comfyDetails(graph), ...others.map(([other]) => other), ...workflows);
  // A graph that only loads a picture and works on it, with no sampler, edited it at most.
  return hasSampler(graph) || !hasInputPicture(graph) ? found : { ...found, kind: 'edited' };
}

/** The description ends in the command's flags and the job: `a fox --v 6.1 --ar 3:2 Job ID: 0f2a1b3c-…`. */
function findMidjourney(fields: FieldSet): GeneratorMark | undefined {
  for (const field of fields.among(DESCRIPTIONS)) {
    const job = MIDJOURNEY_JOB.exec(field.value);
    if (!job) continue;
    const command = field.value.slice(0, job.index);
    const flags = [...command.matchAll(/--([a-z]+)(?:\s+((?!--)\S+))?/g)].map(
      ([, flag, value]): [string, string] => [`--${flag}`, value ?? 'yes'],
    );
    if (flags.length === 0) continue;
    const flag = (...names: readonly string[]): string | undefined =>
      flags.find(([name]) => names.includes(name))?.[1];
    const version = flag('--v', '--version', '--niji');
    const read = details({
      prompt: command.replace(/\s--[a-z]+[\s\S]*$/, '').trim(),
      seed: flag('--seed'),
      model: version && `Midjourney ${version}`,
      parameters: [...flags, ['Job ID', job[1] ?? '']],
    });
    return mark(field, read);
  }
  return named(/^Midjourney\b/i)(fields);
}

const MIDJOURNEY_JOB = /\bJob ID:\s*([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})/i;
