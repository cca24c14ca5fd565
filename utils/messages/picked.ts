import { z } from 'zod';

/** The one message that comes from inside a web page, where another script may have made it: read with care. */
export const PickedSchema = z.object({
  candidates: z
    .array(
      z.object({
        url: z.string().max(50_000_000),
        version: z.enum([
          'shown',
          'largest',
          'linked',
          'background',
          'inline-svg',
          'poster',
          'canvas',
          'media',
        ]),
        width: z.number().int().positive().exactOptional(),
        element: z.number().int().nonnegative().exactOptional(),
      }),
    )
    .min(1)
    .max(50),
});
