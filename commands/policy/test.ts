import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { BaseCommand } from '../../src/cli/base-command.ts'
import { junitReport } from '../../src/cli/junit.ts'
import { policyTestLines, policyTestSummary } from '../../src/cli/screens/policies.ts'
import { InputError } from '../../src/errors.ts'
import type { PolicyTestResult } from '../../src/model/policy.ts'
import { testPolicies } from '../../src/pipeline/policies.ts'

interface PolicyTestReport {
  readonly schema: 'drplan/policy-test@1'
  readonly passed: boolean
  readonly tests: readonly PolicyTestResult[]
  /** Ids of policies that no test speaks of. */
  readonly untested: readonly string[]
}

export default class PolicyTest extends BaseCommand {
  static override summary = 'Run the tests of files of policies.'
  static override description =
    'Tests are those in the file and in *.test.yaml beside it; each gives facts and says what policies make of them. Nothing else is read: no plan, no drplan.yaml. Exit code 0: all pass. 1: one fails, or there is none. 2: a file is not valid.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> policies.yaml',
    '<%= config.bin %> <%= command.id %> policies/*.yaml --format junit > policies.xml   for a pipeline',
    '<%= config.bin %> <%= command.id %> --builtin   those that come with drplan',
  ]
  static override strict = false
  static override args = { files: Args.string({ description: 'files of policies, or of their tests' }) }
  static override flags = {
    builtin: Flags.boolean({ description: 'the policies that come with drplan, too' }),
    format: Flags.option({
      options: ['text', 'junit'] as const,
      default: 'text' as const,
      description: 'how results are printed',
    })(),
  }

  async run(): Promise<PolicyTestReport> {
    const { flags, argv } = await this.parse(PolicyTest)
    const files = argv.map(String)
    if (files.length === 0 && !flags.builtin)
      throw new InputError('cli.usage', 'No file of policies is named.', {
        suggestions: ['drplan policy test policies.yaml', 'drplan policy test --builtin'],
      })
    const { results, untested } = await testPolicies(files, { folder: process.cwd(), builtIn: flags.builtin })
    const passed = results.length > 0 && results.every((one) => one.passed)
    this.print(
      flags.format === 'junit'
        ? junitReport('drplan policy test', results)
        : [...policyTestLines(results, this.width), ...policyTestSummary(results, untested, this.width)],
    )
    if (!passed) process.exitCode = 1
    return { schema: 'drplan/policy-test@1', passed, tests: results, untested }
  }
}
