import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractDepcruiseConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** A small house in which every file breaks one rule of `.dependency-cruiser.cjs`, or none. */
const HOUSE: readonly (readonly [file: string, imports: string, breaks: string | null])[] = [
  ['utils/verdict/decide.ts', '../platform/store', 'utils-verdict-looks-up'],
  ['utils/checks/registry.ts', '../verdict/rules', 'utils-checks-looks-up'],
  ['utils/jobs/queue.ts', '../../entrypoints/engine', 'utils-looks-up'],
  ['cli/main.ts', '../components/button', 'cli-looks-up'],
  ['components/button.ts', '../cli/lines', 'components-meet-cli'],
  ['utils/checks/metadata/index.ts', '../logo/shapes', 'check-meets-check'],
  ['utils/subject/load.ts', 'node:fs', 'pure-floor-meets-node'],
  ['utils/records/library.ts', '../../test/pictures', 'product-meets-test'],
  ['utils/words/one.ts', './other', 'circle'],
  // The circle is reported where it was entered.
  ['utils/words/other.ts', './one', null],
  ['entrypoints/engine.ts', '../utils/checks/logo/shapes', null],
  ['utils/verdict/decide.test.ts', '../platform/store', null],
];

let house: string;

beforeAll(async () => {
  house = await mkdtemp(join(tmpdir(), 'touchstone-floors-'));
  for (const [file, imports] of HOUSE) {
    await write(file, `import ${JSON.stringify(imports)};\n`);
    if (imports.startsWith('.'))
      await write(`${join(dirname(file), imports)}.ts`, '', 'wx').catch(() => undefined);
  }
});

afterAll(() => rm(house, { recursive: true }));

it('refuses every import that points up the floors, and only those', async () => {
  const { forbidden = [] } = await extractDepcruiseConfig(
    new URL('../.dependency-cruiser.cjs', import.meta.url).pathname,
  );
  const { output } = await cruise(['.'], {
    baseDir: house,
    validate: true,
    ruleSet: { forbidden },
    doNotFollow: 'node_modules',
  });
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with text');
  const { violations } = output.summary;
  const found = HOUSE.map(([file]) => [
    file,
    violations.filter(({ from }) => from === file).map(({ rule }) => rule.name),
  ]);
  expect(found).toEqual(HOUSE.map(([file, , breaks]) => [file, breaks ? [breaks] : []]));
});

async function write(file: string, text: string, flag = 'w'): Promise<void> {
  await mkdir(dirname(join(house, file)), { recursive: true });
  await writeFile(join(house, file), text, { flag });
}
