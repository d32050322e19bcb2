/** The Terraform of every shipped scenario, through the real terraform. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { breaches } from '../support/terraform/policy.ts'
import { templatesFolder } from '../support/terraform/templates.ts'
import { hasTerraform } from '../support/terraform/terraform.ts'
import { tryTwoRoots } from '../support/terraform/two-roots.ts'

const scenarios = join(import.meta.dirname, '../../fixtures/scenarios')
const why = hasTerraform ? '' : ' (NOT RUN: there is no terraform on the PATH)'

describe.skipIf(!hasTerraform)(`terraform of the scenarios${why}`, () => {
  test.each(readdirSync(scenarios))(
    '%s is valid, applies, is then unchanged, and keeps the security baseline',
    async (name) => {
      const folder = mkdtempSync(join(tmpdir(), 'drplan-scenario-terraform-'))
      const values = join(scenarios, name, 'expected/terraform')
      cpSync(templatesFolder, folder, { recursive: true })
      cpSync(values, folder, { recursive: true })
      const rules = (
        JSON.parse(readFileSync(join(values, 'foundation/terraform.tfvars.json'), 'utf8')) as { security_rules: object }
      ).security_rules

      const verdicts = await tryTwoRoots(folder)
      rmSync(folder, { recursive: true, force: true })

      expect(verdicts.map(({ root, secondPlan }) => `${root} ${secondPlan}`)).toEqual(['foundation 0', 'recovery 0'])
      const resources = verdicts.flatMap((verdict) => verdict.resources)
      expect(breaches({ resources, sourceRules: new Set(Object.keys(rules)) })).toEqual([])
    },
  )
})
