import * as Args from '@oclif/core/args'
import { BaseCommand } from '../../src/cli/base-command.ts'
import { factTable } from '../../src/cli/screens/policies.ts'
import { policyFacts, policyNouns, type PolicyNoun } from '../../src/model/policy-facts.ts'
import type { PolicyFact } from '../../src/model/policy-fact.ts'

interface PolicyFactsReport {
  readonly schema: 'drplan/policy-facts@1'
  readonly facts: Readonly<Partial<Record<PolicyNoun, Readonly<Record<string, PolicyFact>>>>>
}

export default class PolicyFacts extends BaseCommand {
  static override summary = 'List what policies can ask, with types and units.'
  static override description =
    'A fact that is not known makes a policy that needs it undecided, which is reported and never taken for kept.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> vm   only those of VMs',
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override args = { noun: Args.string({ description: 'only of this noun', options: [...policyNouns] }) }

  async run(): Promise<PolicyFactsReport> {
    const { args } = await this.parse(PolicyFacts)
    const nouns = policyNouns.filter((noun) => args.noun === undefined || args.noun === noun)
    this.print(nouns.flatMap((noun) => factTable(noun, this.width)))
    return {
      schema: 'drplan/policy-facts@1',
      facts: Object.fromEntries(nouns.map((noun) => [noun, policyFacts[noun]])),
    }
  }
}
