/**
 * The floors of the house: each imports only from those below it. The top is entrypoints; then components, cli,
 * utils, models. Inside utils the floors are the way of the data, from words up to the differences of browsers.
 */
const HOUSE = ['entrypoints', 'components', 'cli', 'utils', 'models'];
const UTILS = [
  'words',
  'subject',
  'inference',
  'checks',
  'verdict',
  'jobs',
  'records',
  'policy',
  'messages',
  'platform',
];

/** Run unchanged in a browser's worker and in Node, so they know neither. */
const PURE = '^utils/(words|subject|inference|checks|verdict)/';

/** Tests stand on whatever they need. */
const TESTS = String.raw`\.test\.tsx?$|/testing/`;

const upwards = [
  ...HOUSE.slice(1).map((floor, index) =>
    rule(floor, `^${floor}/`, `^(${HOUSE.slice(0, index + 1).join('|')})/`),
  ),
  ...UTILS.slice(0, -1).map((floor, index) =>
    rule(`utils-${floor}`, `^utils/${floor}/`, `^utils/(${UTILS.slice(index + 1).join('|')})/`),
  ),
];

function rule(floor, from, to) {
  return {
    name: `${floor}-looks-up`,
    comment: 'A floor imports only from the floors below it.',
    severity: 'error',
    from: { path: from, pathNot: TESTS },
    to: { path: to },
  };
}

module.exports = {
  forbidden: [
    ...upwards,
    {
      name: 'components-meet-cli',
      comment: 'The panel and the shell stand side by side on the same floors.',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: '^cli/' },
    },
    {
      name: 'pure-floor-meets-browser',
      comment: 'Checks, verdict, subject and words run unchanged in a browser worker and in Node.',
      severity: 'error',
      from: { path: PURE, pathNot: TESTS },
      to: {
        path: '(^|/)node_modules/(@?wxt|@wxt-dev|react|react-dom|radix-ui|dexie|dexie-react-hooks|sharp)/|^#i18n|^\\.wxt/',
      },
    },
    {
      name: 'pure-floor-meets-node',
      comment: 'No module of Node on the floors that browsers run.',
      severity: 'error',
      from: { path: PURE, pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'check-meets-check',
      comment: 'A check imports nothing of another one: what two need lies beside them.',
      severity: 'error',
      from: { path: '^utils/checks/([^/]+)/', pathNot: TESTS },
      to: { path: '^utils/checks/[^/]+/', pathNot: '^utils/checks/$1/' },
    },
    {
      name: 'product-meets-test',
      comment:
        'Nothing of the product imports what tests are made of. The bench makes its picture as tests do.',
      severity: 'error',
      from: {
        path: '^(entrypoints|components|cli|utils|models)/',
        pathNot: `${TESTS}|^cli/bench-command\\.ts$`,
      },
      to: { path: `^test/|${TESTS}` },
    },
    {
      name: 'circle',
      comment: 'Files that need each other are one file, or a third one is missing.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'unknown-import',
      comment: 'Everything that is imported is there.',
      severity: 'error',
      from: { path: '^(entrypoints|components|cli|utils|models|test)/' },
      to: { couldNotResolve: true, pathNot: '\\?|^#i18n$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.output|\\.wxt|test/fixtures/made|test/e2e/results)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'default', 'types', 'node'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
