import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // It compares with tables that are not in the project.
    exclude: process.env['DRPLAN_CATALOGUE_TABLES'] ? [] : ['test/targets/aws/catalogue-tables.test.ts'],
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    disableConsoleIntercept: true,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    coverage: { include: ['src/**', 'commands/**'], reporter: ['text-summary', 'html'] },
  },
})
