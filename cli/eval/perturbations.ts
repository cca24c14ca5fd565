/** What the web does to pictures, by name. The definitions stand beside those of models/training/image/pictures.py. */
export const PERTURBATIONS = ['social', 'jpeg', 'webp', 'screenshot', 'crop', 'overlay', 'twice'] as const;
export type Perturbation = (typeof PERTURBATIONS)[number];

/** What each one is, for the report. */
export const PERTURBATION_NOTES: Readonly<Record<Perturbation, string>> = {
  social: 'reduced to between half and full size, then JPEG of quality 60 to 80',
  jpeg: 'JPEG of quality 60 to 80',
  webp: 'WebP of quality 60 to 80',
  screenshot: 'shown on a page at 0.7 to 1.3 times its size, with 4 to 12 % of the page around it',
  crop: 'a part with 60 to 90 % of the width and of the height',
  overlay: 'a band across the lower part with a caption in capitals',
  twice:
    'JPEG of quality 70 to 90, reduced to between 0.6 and full size, then WebP or JPEG of quality 60 to 80',
};

/** The most that are perturbed, unless told otherwise: each of them is checked once more for every perturbation. */
export const DEFAULT_PERTURB_LIMIT = 300;
