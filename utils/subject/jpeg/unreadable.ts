/** A JPEG that is not read here: of a kind that is not supported, or damaged. Another decoder has to do. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}
