/** What stands behind the settings page's address when it shows the models. */
export const MODELS_ANCHOR = '#models';

/** The same, for one model. */
export function modelAnchor(id: string): string {
  return `${MODELS_ANCHOR}/${id}`;
}

/** The same, for the answers that were called wrong. */
export const CORRECTIONS_ANCHOR = '#corrections';
