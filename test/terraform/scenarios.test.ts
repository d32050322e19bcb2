/** The Terraform of every shipped scenario, through the real terraform. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { networkTranslationSchema } from '../../src/model/network-translation.ts'
import { breaches } from '../support/terraform/policy.ts'
import { builtGuards, provenGuards } from '../support/terraform/read-back.ts'
import { templatesFolder } from '../support/terraform/templates.ts'
import { hasTerraform } from '../support/terraform/terraform.ts'
import { tryTwoRoots } from '../support/terraform/two-roots.ts'

const scenarios = join(import.meta.dirname, '../../fixtures/scenarios')
const why = hasTerraform ? '' : ' (NOT RUN: there is no terraform on the PATH)'

describe.skipIf(!hasTerraform)(`terraform of the scenarios${why}`, () => {
  test.each(readdirSync(scenarios))(
    '%s is valid, applies, is then unchanged, lets through what was proven, and keeps the security baseline',
    async (name) => {
      const folder = mkdtempSync(join(tmpdir(), 'drplan-scenario-terraform-'))
      const values = join(scenarios, name, 'expected/terraform')
      cpSync(join(templatesFolder, 'aws'), folder, { recursive: true })
      cpSync(values, folder, { recursive: true })
      const { security_rules: rules, network_acl_entries: entries } = JSON.parse(
        readFileSync(join(values, 'foundation/terraform.tfvars.json'), 'utf8'),
      ) as { security_rules: object; network_acl_entries: object }

      const verdicts = await tryTwoRoots(folder)
      rmSync(folder, { recursive: true, force: true })

      expect(verdicts.map(({ root, secondPlan }) => `${root} ${secondPlan}`)).toEqual(['foundation 0', 'recovery 0'])
      const { network } = JSON.parse(readFileSync(join(scenarios, name, 'expected/plan.json'), 'utf8')) as {
        network: object
      }
      const proven = z.decode(networkTranslationSchema, network as z.input<typeof networkTranslationSchema>)
      expect(builtGuards(verdicts[0]?.applied ?? [])).toEqual(provenGuards(proven))
      const resources = verdicts.flatMap((verdict) => verdict.resources)
      expect(breaches({ resources, sourceRules: new Set([rules, entries].flatMap(Object.keys)) })).toEqual([])
    },
  )
})
