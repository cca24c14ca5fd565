import { type Phrase, phrase, type WordKey } from '../../words/phrase';

/** What an action of a manifest is, in words; null for one that the C2PA specification does not define. */
export function actionMeaning(action: string): Phrase | null {
  const key = MEANINGS.get(action);
  return key === undefined ? null : phrase(key);
}

/** The actions that bring a file into being; every other one changes what is there. */
export const INCEPTIONS: ReadonlySet<string> = new Set(['c2pa.created', 'c2pa.opened']);

/** C2PA specification, "Actions": current and deprecated names. */
const MEANINGS: ReadonlyMap<string, WordKey> = new Map([
  ['c2pa.addedText', 'checks.provenance.actions.addedText'],
  ['c2pa.adjustedColor', 'checks.provenance.actions.adjustedColor'],
  ['c2pa.changedSpeed', 'checks.provenance.actions.changedSpeed'],
  ['c2pa.color_adjustments', 'checks.provenance.actions.adjustedColor'],
  ['c2pa.converted', 'checks.provenance.actions.converted'],
  ['c2pa.created', 'checks.provenance.actions.created'],
  ['c2pa.cropped', 'checks.provenance.actions.cropped'],
  ['c2pa.deleted', 'checks.provenance.actions.deleted'],
  ['c2pa.drawing', 'checks.provenance.actions.drawing'],
  ['c2pa.dubbed', 'checks.provenance.actions.dubbed'],
  ['c2pa.edited', 'checks.provenance.actions.edited'],
  ['c2pa.edited.metadata', 'checks.provenance.actions.editedMetadata'],
  ['c2pa.enhanced', 'checks.provenance.actions.enhanced'],
  ['c2pa.filtered', 'checks.provenance.actions.filtered'],
  ['c2pa.opened', 'checks.provenance.actions.opened'],
  ['c2pa.orientation', 'checks.provenance.actions.orientation'],
  ['c2pa.placed', 'checks.provenance.actions.placed'],
  ['c2pa.published', 'checks.provenance.actions.published'],
  ['c2pa.redacted', 'checks.provenance.actions.redacted'],
  ['c2pa.removed', 'checks.provenance.actions.removed'],
  ['c2pa.repackaged', 'checks.provenance.actions.repackaged'],
  ['c2pa.resized', 'checks.provenance.actions.resized'],
  ['c2pa.resized.proportional', 'checks.provenance.actions.resized'],
  ['c2pa.transcoded', 'checks.provenance.actions.transcoded'],
  ['c2pa.translated', 'checks.provenance.actions.translated'],
  ['c2pa.trimmed', 'checks.provenance.actions.trimmed'],
  ['c2pa.unknown', 'checks.provenance.actions.unknown'],
  ['c2pa.watermarked', 'checks.provenance.actions.watermarked'],
  ['c2pa.watermarked.bound', 'checks.provenance.actions.watermarked'],
  ['c2pa.watermarked.unbound', 'checks.provenance.actions.watermarked'],
]);
