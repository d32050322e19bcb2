import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes a minute starts first, so that nothing waits for it at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification): boolean => moduleId.endsWith('metrics/kills.test.ts')
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

/** Sources that read files and nothing else. */
const files = [
  'aws-discovery',
  'azure-migrate',
  'connections',
  'dependencies',
  'flow-logs',
  'google-migration-center',
  'inventory',
  'libvirt',
  'metrics-csv',
  'openstack',
  'rvtools',
  'sadf',
  'terraform-state',
  'vsphere-json',
].map((source) => `sources/${source}`)
const pure = ['core', 'model', 'render', 'targets', 'cli', 'docs', ...files].map(
  (folder) => `test/${folder}/**/*.test.ts`,
)
/** They compare with tables that are not in the project. */
const tables = process.env['DRPLAN_CATALOGUE_TABLES'] ? [] : ['test/targets/*/catalogue-tables.test.ts']

export default defineConfig({
  test: {
    projects: [
      // These leave nothing behind, so their files share a process: starting one for each took most of the time.
      { extends: true, test: { name: 'pure', include: pure, exclude: tables, isolate: false } },
      { extends: true, test: { name: 'world', include: ['test/**/*.test.ts'], exclude: [...tables, ...pure] } },
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
