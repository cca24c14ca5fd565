/** How many may be worked on or wait for an earlier one to be taken. */
const WINDOW = 64;

/** Works on many at a time and gives the results in the order of the inputs. `work` must not reject. */
export async function* inOrder<Input, Result>(
  inputs: readonly Input[],
  work: (input: Input) => Promise<Result>,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = [];
  for (const input of inputs) {
    begun.push(work(input));
    const first = begun.length >= WINDOW ? begun.shift() : undefined;
    if (first) yield await first;
  }
  for (const rest of begun) yield await rest;
}
