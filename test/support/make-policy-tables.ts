/**
 * Writes the tables of docs/policies.md from the program: the facts of every noun, and the policies that come with drplan.
 * usage: node test/support/make-policy-tables.ts
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nounWords, policyFacts, policyNouns } from '../../src/model/policy-facts.ts'
import type { PolicyFact } from '../../src/model/policy-fact.ts'
import { builtInPolicies } from '../../src/pipeline/policies.ts'

export const policyPage = join(import.meta.dirname, '../../docs/policies.md')

const needWords = { site: 'the site', catalogue: 'the catalogue', day: 'today' } as const

function factRow([name, fact]: readonly [string, PolicyFact]): string {
  const { type, unit = '', words, values = [], needs, missing = '' } = fact
  const meaning = [words, ...(values.length > 0 ? [values.map((one) => `\`${one}\``).join(' ')] : [])].join(': ')
  const unknown = [...(needs ? [`without ${needWords[needs]}`] : []), ...(missing ? [missing] : [])].join('; ')
  return `| \`${name}\` | ${type} | ${unit} | ${meaning} | ${unknown} |`
}

const factTables = (): string =>
  policyNouns
    .map((noun) =>
      [
        `### ${noun}`,
        '',
        `${nounWords[noun].what.replace(/^./, (letter) => letter.toUpperCase())}.`,
        '',
        '| fact | type | unit | meaning | not known |',
        '|---|---|---|---|---|',
        ...Object.entries<PolicyFact>(policyFacts[noun]).map(factRow),
      ].join('\n'),
    )
    .join('\n\n')

async function builtInTable(): Promise<string> {
  const { policies } = await builtInPolicies()
  return [
    '| policy | layer | severity | what has to hold | source |',
    '|---|---|---|---|---|',
    ...policies.map(
      ({ id, layer, severity, title, source }) => `| \`${id}\` | ${layer} | ${severity} | ${title} | ${source ?? ''} |`,
    ),
  ].join('\n')
}

/** The page with its tables as the program has them; the text between the marks is replaced. */
export async function withPolicyTables(page: string): Promise<string> {
  const tables = { facts: factTables(), policies: await builtInTable() }
  return Object.entries(tables).reduce(
    (text, [name, table]) =>
      text.replace(
        new RegExp(
          `(<!-- ${name}: made by test/support/make-policy-tables.ts -->\n)[\\s\\S]*?(\n<!-- end of ${name} -->)`,
        ),
        (_, start: string, end: string) => `${start}\n${table}\n${end}`,
      ),
    page,
  )
}

if (import.meta.main) writeFileSync(policyPage, await withPolicyTables(readFileSync(policyPage, 'utf8')))
