import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { configSchema, type Config } from '../../src/model/config.ts'
import type { Plan } from '../../src/model/plan.ts'
import { exportFiles } from '../../src/pipeline/export-files.ts'
import { awsTarget } from '../../src/targets/aws/index.ts'
import { azureTarget } from '../../src/targets/azure/index.ts'
import { planOf, runbookOf } from '../orchestrators/random-plans.ts'

const template = readFileSync(join(import.meta.dirname, '../../templates/runbook/exports.md'), 'utf8')

const config = (kind: string, exports?: Config['runbook']['exports']): Config =>
  configSchema.parse({
    schema: 'drplan/config@1',
    site: { id: 'shop' },
    target: { platform: 'aws', region: 'eu-west-1' },
    sources: [{ kind, path: 'x' }],
    ...(exports && { runbook: { exports } }),
  })

const chain = (length: number, region: string | null): Plan =>
  planOf(
    Array.from({ length }, (_, index) => ({
      strategy: 'pilot-light' as const,
      tier: 0,
      needs: index === 0 ? [] : [index - 1],
    })),
    region,
  )

const toAzure = (plan: Plan): Plan => ({ ...plan, target: { id: 'azure', region: 'westeurope' } })

function filesOf(plan: Plan, of: Config): ReadonlyMap<string, string> {
  const target = plan.target.id === 'azure' ? azureTarget : awsTarget
  const files = exportFiles({ plan, runbooks: [runbookOf(plan)], template }, { config: of, target })
  return new Map(files.map(({ path, contents }) => [path, contents]))
}

describe('exports of a plan', () => {
  it('are those that fit the site and the target, each with its proof', () => {
    expect([...filesOf(chain(2, 'eu-central-1'), config('aws-describe')).keys()]).toEqual([
      'exports/exports.md',
      'exports/arc-region-switch-plan.json',
      'exports/arc-region-switch-members.json',
      'exports/arc-region-switch-plan.proof.json',
      'exports/ssm-automation.json',
      'exports/ssm-automation-members.json',
      'exports/ssm-automation.proof.json',
    ])
    expect([...filesOf(toAzure(chain(2, null)), config('rvtools')).keys()]).toEqual([
      'exports/exports.md',
      'exports/asr-recovery-plan.json',
      'exports/asr-recovery-plan.proof.json',
      'exports/srm-recovery-plan.json',
      'exports/srm-recovery-plan.csv',
      'exports/srm-recovery-plan.proof.json',
    ])
  })

  it('are none where none was asked for', () => {
    expect(filesOf(chain(2, 'eu-central-1'), config('rvtools', [])).size).toBe(0)
  })

  it('say why one that was asked for does not fit', () => {
    const files = filesOf(chain(2, null), config('aws-describe', ['arc', 'asr', 'srm']))

    expect([...files.keys()]).toEqual(['exports/exports.md'])
    const page = files.get('exports/exports.md')
    expect(page).toContain('Not written: the primary site is not another region of AWS.')
    expect(page).toContain('Not written: the target is not azure.')
    expect(page).toContain('Not written: no source of the site is vSphere.')
  })

  it('name every edge that is not kept, on the page and in the proof', () => {
    const files = filesOf(toAzure(chain(9, null)), config('inventory'))

    expect(JSON.parse(files.get('exports/asr-recovery-plan.proof.json')!)).toMatchObject({
      schema: 'drplan/order-proof@1',
      verdict: 'partly kept',
      edges: 37,
      kept: 36,
      unsaid: [{ before: 'vm:vm-6', after: 'vm:vm-7', because: 'need', why: 'other-plan' }],
      limits: [
        { what: 'VMs in a plan', found: 7, limit: { value: 100 } },
        { what: 'groups in a plan', found: 7, limit: { value: 7 } },
      ],
    })
    expect(files.get('exports/exports.md')).toContain(
      '| vm-6 | vm-7 | they are in different plans, and only people keep the order of plans |',
    )
  })

  it('show how near the packing is to what is possible, and the chain that decides', () => {
    const page = filesOf(chain(3, 'eu-central-1'), config('aws-describe')).get('exports/exports.md')

    expect(page).toContain('fewer than 3 cannot be (longest chain 3, by size 1)')
    expect(page).toContain('vm-0')
  })
})
