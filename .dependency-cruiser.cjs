// Imports point one way: cli → tui, classroom → recording → sim → engine (design.md, section 1).
const room = (name) => `^src/${name}/`;
const forbid = (from, to, comment) => ({
  name: `${from}-knows-no-${to.join('-')}`,
  severity: 'error',
  comment,
  from: { path: room(from) },
  to: { path: to.map(room) },
});

module.exports = {
  forbidden: [
    forbid('engine', ['sim', 'recording', 'classroom', 'tui', 'cli'], 'The engine knows only its ports.'),
    forbid('sim', ['recording', 'classroom', 'tui', 'cli'], 'The world does not know who watches it.'),
    forbid('recording', ['classroom', 'tui', 'cli'], 'A recording is data for whoever reads it.'),
    forbid('tui', ['engine', 'sim', 'classroom', 'cli'], 'The screen reads recordings only.'),
    forbid('classroom', ['tui', 'cli'], 'Lessons and grading work without a screen.'),
    {
      name: 'engine-and-sim-without-node',
      severity: 'error',
      comment:
        'The engine and the world run anywhere: no Node modules; the packages are seedrandom and fastest-levenshtein, in sim, and they are pure.',
      from: { path: '^src/(engine|sim)/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'], pathNot: 'seedrandom|fastest-levenshtein' },
    },
    { name: 'only-what-is-installed', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-development-packages',
      severity: 'error',
      comment: 'What is shipped may only use what a learner has installed.',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
};
