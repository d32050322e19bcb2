// The layers of the house (ARCHITECTURE.md). test/architecture.test.ts runs this and checks that modules were seen.

const inputOutput =
  '^(node:)?(fs|fs/promises|http|https|net|dns|dgram|tls|child_process|os|process|readline|readline/promises|worker_threads|cluster|inspector|repl|vm)$'

/** A folder that may import itself and what is named. */
const only = (name, from, may, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: '^(src|commands|bin|test|bench)/', pathNot: [`^${from}/`, ...may.map((folder) => `^src/${folder}`)] },
})

module.exports = {
  forbidden: [
    only('model-stands-alone', 'src/model', ['errors[.]ts$'], 'The nouns know nothing but the errors: everything else may lean on them.'),
    only('core-knows-only-model', 'src/core', ['model/', 'errors[.]ts$'], 'The core is pure: nouns in, nouns out.'),
    only('targets-know-only-model', 'src/targets', ['model/', 'errors[.]ts$'], 'A target is data and pure functions.'),
    only('render-knows-only-model', 'src/render', ['model/', 'errors[.]ts$'], 'A renderer turns a finished plan into text.'),
    only('orchestrators-know-model-and-render', 'src/orchestrators', ['model/', 'render/', 'errors[.]ts$'], 'The words of another tool are text that is made from nouns.'),
    only('sources-know-only-model', 'src/sources', ['model/', 'errors[.]ts$'], 'A source turns its vendor into nouns.'),
    only('workspace-knows-only-model', 'src/workspace', ['model/', 'errors[.]ts$'], 'Files hold nouns.'),
    only('workers-know-the-core', 'src/workers', ['core/', 'model/', 'errors[.]ts$'], 'A thread runs pure functions.'),
    only('cli-knows-only-model', 'src/cli', ['model/', 'errors[.]ts$'], 'A terminal prints nouns.'),
    only(
      'commands-call-pipeline',
      'commands',
      ['pipeline/', 'cli/', 'model/', 'workspace/', 'sources/index[.]ts$', 'targets/index[.]ts$', 'errors[.]ts$'],
      'A command parses flags, builds the adapters, calls one pipeline step and prints.',
    ),
    {
      name: 'library-calls-pipeline',
      comment: 'The library hands adapters to pipeline steps, as a command does, and knows no terminal.',
      severity: 'error',
      from: { path: '^src/index[.]ts$' },
      to: { path: '^(src|commands|bin|test)/', pathNot: '^src/(pipeline/|model/|sources/index[.]ts$|targets/index[.]ts$|errors[.]ts$)' },
    },
    {
      name: 'pipeline-below-the-terminal',
      comment: 'A step does not know who called it.',
      severity: 'error',
      from: { path: '^src/pipeline/' },
      to: { path: '^(src/cli|commands|bin)/' },
    },
    {
      name: 'core-stages-meet-in-model',
      comment: 'Stages of the core do not import one another, so each can be read alone.',
      severity: 'error',
      from: { path: '^src/core/([^/]+)/' },
      to: { path: '^src/core/', pathNot: '^src/core/$1/' },
    },
    {
      name: 'vendors-do-not-meet',
      comment: 'A source or target knows nothing of another one.',
      severity: 'error',
      from: { path: '^src/(sources|targets|orchestrators)/([^/]+)/' },
      to: { path: '^src/$1/', pathNot: ['^src/$1/$2/', '^src/$1/[^/]+[.]ts$'] },
    },
    {
      name: 'no-io-in-pure-code',
      comment: 'Only sources, workspace, workers, cli, commands and bin touch the world.',
      severity: 'error',
      from: { path: '^src/(model|core|targets|render|orchestrators)/' },
      to: { path: inputOutput },
    },
    {
      name: 'no-oclif-below-cli',
      comment: 'The engine does not know that it is in a terminal.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(cli/|main[.]ts$)' },
      to: { path: '@oclif' },
    },
    {
      name: 'sdk-only-in-its-source',
      comment: 'A vendor SDK is imported by its own adapter only.',
      severity: 'error',
      from: { pathNot: '^(src/sources|test)/' },
      to: { path: '@(aws-sdk|azure)/' },
    },
    {
      name: 'no-test-in-production',
      comment: 'Tests and fixtures are read by tests only.',
      severity: 'error',
      from: { path: '^(src|commands|bin)/' },
      to: { path: '^(test|fixtures|bench)/' },
    },
    { name: 'no-circular', comment: 'A circle has no bottom to start reading at.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      comment: 'What nobody imports is dead, or forgotten in a registry.',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: ['[.]d[.]ts$', '[.]json$'] },
      to: {},
    },
  ],
  options: {
    parser: 'swc',
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
  },
}
