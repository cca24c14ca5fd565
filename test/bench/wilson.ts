/** The 95 % interval of a share (Wilson 1927), which holds near 0 and 1 too. */
export function wilson(hits: number, of: number): readonly [number, number] {
  const z = 1.959964;
  const share = hits / of;
  const centre = (share + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const half = (z / (1 + z ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + (z / (2 * of)) ** 2);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

export function describeShare(hits: number, of: number): string {
  const [least, most] = wilson(hits, of);
  return `${hits} of ${of}, ${(hits / of).toFixed(3)} (${least.toFixed(3)} to ${most.toFixed(3)})`;
}
