/** The Terraform of every shipped scenario, through the real terraform. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { networkTranslationSchema } from '../../src/model/network-translation.ts'
import { checkovFailures, hasCheckov, staleExceptions, unexcused } from '../support/terraform/checkov.ts'
import { breaches } from '../support/terraform/policy.ts'
import { builtGuards, builtInBoth, provenGuards } from '../support/terraform/read-back.ts'
import { templatesFolder } from '../support/terraform/templates.ts'
import { hasTerraform } from '../support/terraform/terraform.ts'
import { tryTwoRoots, type RootVerdict } from '../support/terraform/two-roots.ts'

const scenarios = join(import.meta.dirname, '../../fixtures/scenarios')
const why = hasTerraform ? '' : ' (NOT RUN: there is no terraform on the PATH)'
const whyUnchecked = hasCheckov ? '' : ' (NOT RUN: there is no checkov; DRPLAN_CHECKOV may name it)'

describe.skipIf(!hasTerraform).each(readdirSync(scenarios))(`terraform of %s${why}`, (name) => {
  const expected = join(scenarios, name, 'expected')
  const read = (path: string): unknown => JSON.parse(readFileSync(join(expected, path), 'utf8'))
  let verdicts: readonly RootVerdict[] = []
  let sourceRules: ReadonlySet<string> = new Set()

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drplan-scenario-terraform-'))
    cpSync(join(templatesFolder, 'aws'), folder, { recursive: true })
    cpSync(join(expected, 'terraform'), folder, { recursive: true })
    verdicts = await tryTwoRoots(folder)
    rmSync(folder, { recursive: true, force: true })
    const valuesOf = (root: string) =>
      read(`terraform/${root}/terraform.tfvars.json`) as Record<string, object | undefined>
    const [foundation, recovery] = [valuesOf('foundation'), valuesOf('recovery')]
    const { security_rules: rules, network_acl_entries: entries } = foundation
    sourceRules = new Set(
      [rules, entries, foundation['listeners'], recovery['listeners']].flatMap((all) => Object.keys(all ?? {})),
    )
  })

  test('is valid, applies, and is then unchanged', () => {
    expect(verdicts.map(({ root, secondPlan }) => `${root} ${secondPlan}`)).toEqual(['foundation 0', 'recovery 0'])
  })

  test('lets through what was proven', () => {
    const { network, vms, mapping } = read('plan.json') as {
      network: z.input<typeof networkTranslationSchema>
      vms: readonly { readonly vmId: string; readonly key: string }[]
      mapping: {
        readonly assignments: readonly { readonly vmId: string; readonly offering: { readonly strategy: string } }[]
      }
    }
    // Nobody hands over here what DRS has launched, so no route leads to it.
    const made = mapping.assignments.filter(({ offering }) => offering.strategy !== 'pilot-light')
    const assigned = new Set(made.map(({ vmId }) => vmId))
    const keys = new Map(vms.filter(({ vmId }) => assigned.has(vmId)).map(({ vmId, key }) => [vmId, key]))

    const built = builtInBoth(verdicts[0]?.applied ?? [], verdicts[1]?.applied ?? [])

    expect(builtGuards(built)).toEqual(provenGuards(z.decode(networkTranslationSchema, network), keys))
  })

  test('keeps the security baseline', () => {
    const resources = verdicts.flatMap((verdict) => verdict.resources)

    expect(breaches({ resources, sourceRules })).toEqual([])
  })

  test.skipIf(!hasCheckov)(`gives checkov nothing to object to, but for what is excused${whyUnchecked}`, () => {
    const { checked, failures } = checkovFailures(verdicts.map(({ planJson }) => planJson))

    const addresses = verdicts.flatMap(({ resources }) => resources.map(({ address }) => address))

    expect(unexcused(failures, { target: 'aws', sourceRules })).toEqual([])
    expect(staleExceptions(failures, { target: 'aws', addresses })).toEqual([])
    expect(checked).toBeGreaterThan(300)
  })
})
