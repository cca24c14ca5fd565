/** A region in shares of the picture, as the style of what lies on it. */
export function placedOn({ left, top, width, height }: Record<'left' | 'top' | 'width' | 'height', number>) {
  return `left:${percent(left)};top:${percent(top)};width:${percent(width)};height:${percent(height)}`;
}

function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`;
}
