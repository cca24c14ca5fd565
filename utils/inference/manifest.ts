import { z } from 'zod';

/** The form of a manifest that this version reads. */
const FORMAT = 1;

/** What a model can be asked to do. A pack for any other task is refused. */
export const TASKS = [
  'image-features',
  'ai-image',
  /** The same question, answered by a small model of its own before the encoder has looked, or where it cannot. */
  'ai-image-first-look',
  'picture-kind',
  'face-detection',
  'deepfake-face',
  'ai-text',
  /** The same question, answered from the words and letters that stand beside each other. */
  'ai-text-ngrams',
] as const;

/** What a picture can be: the classes that a picture-kind model tells apart. */
const PICTURE_KINDS = [
  'photograph',
  'portrait',
  'illustration',
  'render',
  'graphic',
  'screenshot',
  'document',
] as const;

/** The output of a picture-kind model that `classes` names the columns of. */
export const KIND_OUTPUT = 'kind';

const PictureKind = z.enum(PICTURE_KINDS);

/** A name in the model's own folder: a path that could leave it is refused. */
const FileName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);

const Identifier = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

const Version = z.string().regex(/^\d+\.\d+\.\d+$/);

/** Sizes of a tensor's dimensions. `batch`, which only the first may be, stands for any number at once. */
const Shape = z
  .array(z.union([z.literal('batch'), z.number().int().positive()]))
  .min(1)
  .refine((shape) => shape.slice(1).every((size) => size !== 'batch'), 'only the first may be "batch"');

const Probability = z.number().min(0).max(1);
/** The engine carries their numbers as 32-bit floats, which hold no larger whole numbers exactly. */
const MOST_BUCKETS = 2 ** 24;

const ThreeChannels = z.tuple([z.number(), z.number(), z.number()]);

/**
 * A picture as the model takes it: every channel becomes (value / 255 - mean) / scale.
 * `squash` brings the picture to the input's size without regard to its aspect; `letterbox` fits it in and fills the
 * rest with black, centred; `centre-crop` covers the input's size and cuts off what stands out.
 */
const ImageInput = z.strictObject({
  kind: z.literal('image'),
  name: z.string(),
  shape: Shape,
  layout: z.enum(['NCHW', 'NHWC']),
  colourOrder: z.enum(['RGB', 'BGR']),
  mean: ThreeChannels,
  scale: ThreeChannels,
  resize: z.enum(['squash', 'letterbox', 'centre-crop']),
  /** Bilinear, with the filter widened when the picture shrinks (as Pillow and antialiased torch do). */
  interpolation: z.literal('bilinear-antialiased'),
});

/** The output of the encoder that the manifest names, as it came. */
const FeaturesInput = z.strictObject({ kind: z.literal('features'), name: z.string(), shape: Shape });

/** Lower-case hex. */
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Two inputs of the graph, in the order in which the kind of input says what they hold. */
const TwoNames = z.tuple([z.string(), z.string()]);

/** Word pieces of a part of a text: their ids, padded with 0 to the length, and a mask that is 1 where there is one. */
const TokensInput = z.strictObject({
  kind: z.literal('tokens'),
  names: TwoNames,
  length: z.number().int().positive(),
  /** Of the tokenizer's file: another one gives other ids. */
  tokenizerSha256: Sha256,
});

/** What a part of a text holds, hashed: rising numbers of buckets, any number of them, and a weight for each. */
const HashedInput = z.strictObject({
  kind: z.literal('hashed'),
  names: TwoNames,
  buckets: z.number().int().positive().max(MOST_BUCKETS),
  /** Of the tokenizer that measures the parts. */
  tokenizerSha256: Sha256,
});

const Threshold = z.strictObject({
  /** Probability above which 1 % of genuine subjects of the validation set lie. */
  falsePositiveRate1: Probability,
  /** The same for 5 %. */
  falsePositiveRate5: Probability,
});

const Platt = z.strictObject({ method: z.literal('platt'), slope: z.number(), intercept: z.number() });

/** A logit's share in a blend: weight * (logit - mean) / deviation. */
const BlendShare = z.strictObject({ mean: z.number(), deviation: z.number().positive(), weight: z.number() });

/** Two models' logits as one, which has a calibration and thresholds of its own. */
const Blend = z.strictObject({
  with: z.strictObject({ id: Identifier, version: Version }),
  own: BlendShare,
  other: BlendShare,
  calibration: Platt,
  thresholds: Threshold,
});

const Fields = z.strictObject({
  format: z.literal(FORMAT),
  id: Identifier,
  version: Version,
  task: z.enum(TASKS),
  /** One line for people: what it is. */
  title: z.string().min(1).max(120),
  file: FileName,
  /** Of the file, lower-case hex. */
  sha256: Sha256,
  /** Of the file, in bytes. */
  size: z.number().int().positive(),
  /** The model whose features this one takes: a head. */
  encoder: z.strictObject({ id: Identifier, version: Version }).optional(),
  input: z.discriminatedUnion('kind', [ImageInput, FeaturesInput, TokensInput, HashedInput]),
  outputs: z.array(z.strictObject({ name: z.string(), shape: Shape })).min(1),
  /** How a logit becomes a probability: 1 / (1 + exp(-(slope * logit + intercept))). `none`: the model gives none. */
  calibration: z.discriminatedUnion('method', [z.strictObject({ method: z.literal('none') }), Platt]),
  /** Set on validation, never on dev. Absent where the model estimates nothing. */
  thresholds: Threshold.optional(),
  /** Those of single kinds of picture, where they differ; the general ones hold for the others. Only for ai-image. */
  thresholdsByKind: z.partialRecord(PictureKind, Threshold).optional(),
  /** How its logit goes together with that of another model. Only for ai-text. */
  blend: Blend.optional(),
  /** The columns of the output `kind`, in order, whose softmax is the calibrated probability. Only for picture-kind. */
  classes: z.array(PictureKind).min(2).optional(),
  /** When the model does not answer. The check that uses it obeys. */
  abstention: z.array(
    z.discriminatedUnion('rule', [
      /** The shorter side of the subject has fewer pixels. */
      z.strictObject({ rule: z.literal('shorter-side'), pixels: z.number().positive() }),
      /** The standard deviation of its luminance, 0 to 255, is lower. */
      z.strictObject({ rule: z.literal('flat'), deviation: z.number().positive() }),
      /** Its features lie farther from the training data's than the model's own measure allows. */
      z.strictObject({ rule: z.literal('outside-training'), distance: z.number().positive() }),
      /** The text has fewer words, once it is normalised. */
      z.strictObject({ rule: z.literal('fewer-words'), words: z.number().int().positive() }),
      /** It is of one of these kinds, says the picture-kind model: they have at least this probability together. */
      z.strictObject({
        rule: z.literal('kind'),
        kinds: z.array(PictureKind).min(1),
        probability: Probability,
      }),
    ]),
  ),
  licence: z.string().min(1),
  /** Everything that the weights saw, back to what they were fine-tuned from. */
  training: z.array(z.strictObject({ source: z.string().min(1), licence: z.string().min(1) })).min(1),
  /** Measured on dev; each stands in the card as well, with the same name and digits. */
  figures: z.array(
    z.strictObject({
      name: z.string().min(1),
      value: z.number(),
      /** 95 % interval. */
      interval: z.tuple([z.number(), z.number()]).optional(),
    }),
  ),
  card: FileName,
  golden: FileName,
});

/** What `models/<id>/manifest.json` says, and the manifest of a model pack. Unknown fields are refused. */
export const ManifestSchema = Fields.superRefine((manifest, context) => {
  for (const message of contradictions(manifest)) context.addIssue({ code: 'custom', message });
});

export type Manifest = Readonly<z.infer<typeof ManifestSchema>>;
export type Task = Manifest['task'];
export type ImageInputSpec = z.infer<typeof ImageInput>;
export type TokensInputSpec = z.infer<typeof TokensInput>;
export type PictureKind = z.infer<typeof PictureKind>;

/** What single fields cannot say: which of them belong to which task, and how they hang together. */
function contradictions({
  task,
  classes,
  outputs,
  thresholds,
  thresholdsByKind,
  blend,
}: z.infer<typeof Fields>) {
  const found: string[] = [];
  if ((task === 'picture-kind') !== (classes !== undefined)) {
    found.push('classes belong to the task picture-kind, and to no other');
  }
  if (classes && new Set(classes).size < classes.length) found.push('classes names a kind twice');
  const columns = outputs.find(({ name }) => name === KIND_OUTPUT)?.shape;
  if (classes && (columns?.length !== 2 || columns[1] !== classes.length)) {
    found.push(`the output ${KIND_OUTPUT} must be [batch, number of classes]`);
  }
  if (thresholdsByKind && (task !== 'ai-image' || !thresholds)) {
    found.push('thresholdsByKind belong to the task ai-image, beside thresholds');
  }
  if (blend && task !== 'ai-text') found.push('blend belongs to the task ai-text');
  return found;
}
