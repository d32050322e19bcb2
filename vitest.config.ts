import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // It compares with tables that are not in the project.
    exclude: process.env['DRPLAN_CATALOGUE_TABLES'] ? [] : ['test/targets/*/catalogue-tables.test.ts'],
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    disableConsoleIntercept: true,
    // Of two cores vitest would use one.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 30_000,
    hookTimeout: 120_000,
    coverage: { include: ['src/**', 'commands/**'], reporter: ['text-summary', 'html'] },
  },
})
