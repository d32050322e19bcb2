import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// Processes and threads that tests start read hundreds of modules: each of them is compiled once.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/compiled')
// Screens are compared as a terminal with UTF-8 shows them; tests of other terminals say which.
process.env['LC_ALL'] = 'C.UTF-8'
// Terraform and the servers of tests are programs in Go: several of them run at a time, and one thread each wastes least.
process.env['GOMAXPROCS'] ??= '1'

/** What takes a minute starts first, so that nothing waits for it at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification): boolean => moduleId.endsWith('metrics/kills.test.ts')
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

/** Processes of their own: one is killed while it works, the other is built and packed. */
const alone = ['test/bin/**/*.test.ts', 'test/workspace/metrics/kills.test.ts', 'test/workspace/run-kills.test.ts']
/** They compare with tables that are not in the project. */
const tables = process.env['DRPLAN_CATALOGUE_TABLES'] ? [] : ['test/targets/*/catalogue-tables.test.ts']

export default defineConfig({
  test: {
    projects: [
      // Whatever a test changes it puts back, so files share a process: starting one for each took a fifth of the time.
      {
        extends: true,
        test: { name: 'shared', include: ['test/**/*.test.ts'], exclude: [...tables, ...alone], isolate: false },
      },
      { extends: true, test: { name: 'alone', include: alone } },
    ],
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    disableConsoleIntercept: true,
    // One more than there are cores: some tests wait for servers, clocks and other processes.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 120_000,
    coverage: { include: ['src/**', 'commands/**'], reporter: ['text-summary', 'html'] },
  },
})
