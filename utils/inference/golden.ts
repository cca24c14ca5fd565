import { z } from 'zod';

/**
 * `golden.json`: what a model must answer. Inputs are made from a seed, so that the file stays small; expected values
 * are those of the runtime that the model was exported with, on a CPU in 32 bits.
 */
export const GoldenSchema = z.strictObject({
  /** A value passes within `absolute + relative * |expected|`. */
  tolerance: z.strictObject({ absolute: z.number().nonnegative(), relative: z.number().nonnegative() }),
  cases: z
    .array(
      z.strictObject({
        seed: z.number().int().nonnegative(),
        /** How many inputs at once; more than one only where the model's shape says `batch`. */
        batch: z.number().int().positive(),
        /** By the output's name. */
        outputs: z.record(
          z.string(),
          z.strictObject({
            shape: z.array(z.number().int().positive()),
            /** Pairs of an index into the flat output and the value there. */
            samples: z.array(z.tuple([z.number().int().nonnegative(), z.number()])).min(1),
          }),
        ),
      }),
    )
    .min(1),
});

export type Golden = Readonly<z.infer<typeof GoldenSchema>>;
