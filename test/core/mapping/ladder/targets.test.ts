import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { awsTarget } from '../../../../src/targets/aws/index.ts'
import { azureTarget } from '../../../../src/targets/azure/index.ts'
import { failedConstraints } from '../../../../src/core/mapping/constraints.ts'
import { needsOf } from '../../../../src/core/mapping/needs.ts'
import { aDemand, aNeed } from '../../../builders.ts'
import { aCatalogue, aComponent, aPolicy, aScopedVm, aTier, mapAll, mapOne } from '../builders.ts'

const targetsOf = (mapped: ReturnType<typeof mapOne>) => mapped.mapping.assignments[0]!.targets!

const catalogue = aCatalogue({
  components: [
    aComponent('m.medium', { perHour: 0.1 }),
    aComponent('m.large', { vcpus: 4, memoryGiB: 16, perHour: 0.2 }),
    aComponent('m.huge', { vcpus: 8, memoryGiB: 32, perHour: 0.4 }),
    aComponent('n.medium', { perHour: 0.15 }),
    aComponent('n.large', { vcpus: 4, memoryGiB: 16, perHour: 0.3 }),
    aComponent('o.medium', { perHour: 0.12 }),
  ],
})

describe('the targets of a VM', () => {
  const withMost = (targetsPerVm: number) => mapOne(aScopedVm(), {}, { catalogue, policy: aPolicy({ targetsPerVm }) })

  it('are the first choice, another size of its family, and another family', () => {
    expect(targetsOf(mapOne(aScopedVm(), {}, { catalogue }))).toEqual([
      { componentId: 'm.medium', recoveredPerHour: 0.106849, why: 'the first choice' },
      { componentId: 'm.large', recoveredPerHour: 0.206849, why: 'next size up of the same family' },
      { componentId: 'o.medium', recoveredPerHour: 0.126849, why: 'another family' },
    ])
  })

  it('look at one of every family before a second of any', () => {
    const ids = targetsOf(withMost(5)).map(({ componentId }) => componentId)

    expect(ids).toEqual(['m.medium', 'm.large', 'o.medium', 'n.medium', 'n.large'])
  })

  it('are of two families where there are two of them only', () => {
    expect(targetsOf(withMost(2)).map(({ componentId }) => componentId)).toEqual(['m.medium', 'o.medium'])
  })

  it('are the first choice alone where no more are asked for', () => {
    expect(targetsOf(withMost(1)).map(({ why }) => why)).toEqual(['the first choice'])
  })

  it('name what is too small as such, and only where nothing else is left', () => {
    const big = { vcpus: aNeed(7), memoryGiB: aNeed(20) }

    expect(targetsOf(mapOne(aScopedVm(), big, { catalogue })).slice(1)).toEqual([
      {
        componentId: 'm.large',
        recoveredPerHour: 0.206849,
        why: 'too small, for want of others',
        degraded: 'is short by 3 vCPU and 4 GiB of memory',
      },
    ])
  })

  it('do not go below half of what is needed', () => {
    const big = { vcpus: aNeed(8), memoryGiB: aNeed(32) }
    const small = aCatalogue({ components: catalogue.components.filter(({ id }) => !id.endsWith('large')) })

    expect(targetsOf(mapOne(aScopedVm(), big, { catalogue: small }))).toHaveLength(1)
  })

  it('say so where the price of a licence is not known', () => {
    const components = [
      aComponent('m.medium', { perHour: 0.1, windowsPerHour: 0.1 }),
      aComponent('o.medium', { perHour: 0.12, windowsPerHour: null }),
    ]
    const scoped = aScopedVm({ os: { name: 'Windows Server 2022', family: 'windows' } })

    expect(targetsOf(mapOne(scoped, {}, { catalogue: aCatalogue({ components }) })).map(({ why }) => why)).toEqual([
      'the first choice',
      'another family; the price is without its licence, which is not known',
    ])
  })

  it('cost what a mapping onto them costs once recovered', () => {
    const [, second] = targetsOf(mapOne(aScopedVm(), {}, { catalogue }))
    const only = aCatalogue({ components: catalogue.components.filter(({ id }) => id === second!.componentId) })

    expect(mapOne(aScopedVm(), {}, { catalogue: only }).mapping.recoveredPerHour).toBe(second!.recoveredPerHour)
  })
})

describe('targets of VMs that are kept apart', () => {
  const pair = ['dc-1', 'dc-2'].map((id) => [aScopedVm({ id, name: id }), {}] as const)
  const policyFor = (targetsPerVm: number) =>
    aPolicy({ keepApart: [{ match: { name: 'dc-*' }, by: 'zone' }], targetsPerVm })
  const zones = { perRegion: 3, ofSubnets: false }

  it('go to another zone with the same component, then to another family in the third zone', () => {
    const { mapping, findings } = mapAll(pair, { catalogue, zones, policy: policyFor(3) })

    const [first, second] = mapping.assignments.map(({ targets }) => targets!)
    expect(first!.map(({ componentId }) => componentId)).toEqual(['m.medium', 'm.medium', 'o.medium'])
    expect(new Set(first!.map(({ zone }) => zone)).size).toBe(3)
    expect(first![1]!.zone).toBe(second![1]!.zone)
    expect(first![1]!.zone).not.toBe(second![0]!.zone)
    expect(findings).toEqual([])
  })

  it('are said to be too few where two failures leave none', () => {
    const { findings } = mapAll(pair, { catalogue, zones, policy: policyFor(2) })

    expect(findings).toMatchObject([{ code: 'map.targets-too-few', affected: ['dc-1', 'dc-2'] }])
  })

  it('have no zone where subnets have theirs', () => {
    const { mapping } = mapAll(pair, { catalogue, policy: policyFor(3) })

    expect(mapping.assignments[0]!.targets!.map(({ why, zone }) => [why, zone])).toEqual([
      ['the first choice', undefined],
      ['next size up of the same family', undefined],
      ['another family', undefined],
    ])
  })
})

describe.each([
  ['aws', awsTarget, 'eu-west-1'],
  ['azure', azureTarget, 'westeurope'],
])('targets on %s', (_, target, region) => {
  const sold = target.loadCatalogue()
  const components = new Map(sold.components.map((one) => [one.id, one]))

  it('hold the demand in full or say what they are short of, and no two are the same', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 130 }),
        fc.integer({ min: 1, max: 1500 }),
        fc.constantFrom('x86_64' as const, 'arm64' as const),
        (vcpus, memoryGiB, architecture) => {
          const scoped = aScopedVm({ architecture }, aTier(['backup-restore']))
          const demand = { vcpus: aNeed(vcpus), memoryGiB: aNeed(memoryGiB) }
          const policy = aPolicy({ targetsPerVm: 5 })
          const needs = needsOf({ scoped, demand: aDemand(demand), policy, own: null })

          const { assignments } = mapOne(scoped, demand, { catalogue: sold, region, policy }).mapping

          const targets = assignments[0]?.targets ?? []
          expect(targets[0]?.componentId).toBe(assignments[0]?.offering.componentId)
          expect(new Set(targets.map(({ componentId }) => componentId)).size).toBe(targets.length)
          for (const { componentId, degraded } of targets) {
            const failed = failedConstraints(components.get(componentId)!, { ...needs, volumes: 1 })
            expect(failed.length > 0).toBe(degraded !== undefined)
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('the ledger of later targets', () => {
  const vcpusOf = (family: string) => ({
    id: family,
    name: family,
    of: 'vcpus' as const,
    covers: (what: object) => 'component' in what && (what.component as { family: string }).family === family,
    initially: null,
    source: 'test',
    asOf: '2026-01-01',
  })

  it('says what each quota would need if every VM came to its second target, or its third', () => {
    const { mapping } = mapOne(aScopedVm(), {}, { catalogue, quotas: ['m', 'o', 'n'].map(vcpusOf) })

    expect(mapping.ledger).toMatchObject([
      { id: 'm', needed: 2, ladder: [4, 0] },
      { id: 'o', needed: 0, vms: 0, ladder: [0, 2] },
    ])
  })
})
