import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mapAccelerators } from '../../../src/core/mapping/mapped-accelerators.ts'
import type { AcceleratorRule } from '../../../src/model/accelerator-rule.ts'
import { nominalMemoryGiB } from '../../../src/model/accelerator-models.ts'
import type { Accelerator } from '../../../src/model/site.ts'
import { loadAwsCatalogue } from '../../../src/targets/aws/catalogue.ts'
import { aDemand } from '../../builders.ts'
import { aPolicy, aRecoveryModel, aScopedVm, mapSite } from './builders.ts'

const catalogue = loadAwsCatalogue()
const accelerators = new Map(catalogue.components.map(({ id, capacity }) => [id, capacity.accelerators]))

interface Parts {
  readonly gpu?: Partial<Accelerator>
  readonly inUse?: number | null
  readonly rule?: Partial<AcceleratorRule>
}

function mapGpu({ gpu = {}, inUse = null, rule }: Parts) {
  const own: Accelerator = { kind: 'gpu', model: 'NVIDIA T4', count: 1, memoryGiB: 16, ...gpu }
  const scoped = {
    ...aScopedVm({ accelerators: [own], firmware: 'uefi' }),
    ...(rule && { accelerator: { kind: 'gpu' as const, ...rule } }),
  }
  const input = {
    vms: [scoped],
    demands: new Map([['vm-1', aDemand({ gpuMemoryGiB: inUse })]]),
    catalogue,
    region: 'us-east-1',
    policy: aPolicy(),
    recovery: aRecoveryModel(),
  }
  const { mapping } = mapSite(input)
  return { componentId: mapping.assignments[0]?.offering.componentId ?? null, ...mapAccelerators(mapping, input) }
}

describe('on real types', () => {
  it.each([
    ['grid_a16-4q', 'g6f.2xlarge', 'fraction'],
    ['nvidia_a10-24q', 'g6.xlarge', 'whole'],
    ['nvidia_l4-12q', 'g4dn.xlarge', 'whole'],
    ['NVIDIA A10', 'g6.xlarge', 'whole'],
    ['NVIDIA A100-SXM4-80GB', 'g7e.2xlarge', 'whole'],
  ])('a VM with %s becomes %s', (model, componentId, sharing) => {
    const { componentId: chosen, accelerators: mapped } = mapGpu({ gpu: { model, memoryGiB: null } })

    expect(mapped).toMatchObject([{ sharing, degraded: null }])
    expect([model, chosen]).toEqual([model, componentId])
  })

  it('names a slice where slices are asked for', () => {
    const { componentId, accelerators: mapped } = mapGpu({ rule: { memoryGiB: 20, sharing: 'mig' } })

    expect(mapped[0]).toMatchObject({ sharing: 'mig' })
    expect(mapped[0]!.given).toMatch(/as slice \dg\.\d+gb/)
    expect(accelerators.get(componentId!)?.[0]?.model).toMatch(/^(RTX PRO|A100|H100|H200|B)/)
  })

  it('has up to three others to try, of different makes, all of which fit', () => {
    const { componentId, accelerators: mapped } = mapGpu({})
    const makes = mapped[0]!.alternatives.map((id) => accelerators.get(id)?.[0]?.model)

    expect(makes).toHaveLength(3)
    expect(new Set(makes).size).toBe(3)
    expect(makes[0]).toBe('T4')
    expect(mapped[0]!.alternatives).not.toContain(componentId)
  })
})

describe('less than is used', () => {
  it('is said to be degraded, with what is lost and why', () => {
    const degraded = { memoryGiB: 14, reason: 'half the seats' }

    const { accelerators: mapped, findings } = mapGpu({
      gpu: { model: 'NVIDIA A10', memoryGiB: 24 },
      rule: { degraded },
    })

    expect(mapped[0]!.degraded).toEqual({ usedGiB: 24, givenGiB: 16, reason: 'half the seats' })
    expect(findings).toMatchObject([{ code: 'map.accelerator-degraded', severity: 'warning', affected: ['vm-1'] }])
    expect(findings[0]!.message).toContain('8 GiB are lost')
  })

  it('is not said where the component happens to have enough', () => {
    const degraded = { memoryGiB: 20, reason: 'half the seats' }

    const { accelerators: mapped, findings } = mapGpu({
      gpu: { model: 'NVIDIA A10', memoryGiB: 24 },
      rule: { degraded },
    })

    expect([mapped[0]!.degraded, findings]).toEqual([null, []])
  })

  it('never happens unless drplan.yaml allows it', () => {
    const models = ['NVIDIA T4', 'grid_a16-8q', 'nvidia_a10-12c', 'NVIDIA A100', 'a card', null]
    fc.assert(
      fc.property(
        fc.record({
          model: fc.constantFrom(...models),
          memoryGiB: fc.option(fc.double({ min: 0.5, max: 120, noNaN: true })),
          inUse: fc.option(fc.double({ min: 0, max: 150, noNaN: true })),
          sharing: fc.constantFrom('whole' as const, 'fraction' as const, 'mig' as const, undefined),
        }),
        ({ model, memoryGiB, inUse, sharing }) => {
          const {
            componentId,
            accelerators: mapped,
            findings,
          } = mapGpu({
            gpu: { model, memoryGiB },
            inUse,
            ...(sharing && { rule: { sharing } }),
          })
          if (componentId === null) return
          const given = accelerators
            .get(componentId)!
            .map((one) => Math.max(one.memoryGiB ?? 0, nominalMemoryGiB(one) ?? 0))

          expect(Math.max(...given)).toBeGreaterThanOrEqual(inUse ?? memoryGiB ?? 0)
          expect([mapped[0]?.degraded, findings]).toEqual([null, []])
        },
      ),
      { numRuns: 60 },
    )
  })
})
