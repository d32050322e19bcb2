import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PoolConfig } from '../../../../src/model/config.ts'
import type { Vm } from '../../../../src/model/site.ts'
import { aNeed } from '../../../builders.ts'
import { aCatalogue, aComponent, aPolicy, aScopedVm, aTier, mapAll } from '../builders.ts'

const aPool = (over: Partial<PoolConfig> = {}): PoolConfig => ({
  name: 'web',
  slots: 'auto',
  failures: 1,
  match: { name: '*' },
  ...over,
})
const onHost = (id: string, host: string | null, over: Partial<Vm> = {}) =>
  aScopedVm({ id, name: id, placement: { datacenter: null, cluster: null, host, zone: null }, ...over })
const four = [
  [onHost('a', 'h1'), {}],
  [onHost('b', 'h1'), {}],
  [onHost('c', 'h2'), {}],
  [onHost('d', 'h3'), {}],
] as const
const mapWith = (pools: readonly PoolConfig[], vms: Parameters<typeof mapAll>[0] = four) =>
  mapAll(vms, { policy: aPolicy({ pools }) })

describe('a shared pool', () => {
  it('has as many slots as one host has of its VMs, and is priced as so many reservations', () => {
    const { mapping, findings } = mapWith([aPool()])

    expect(mapping.pools).toEqual([
      {
        name: 'web',
        componentId: 's.medium',
        slots: 2,
        failures: 1,
        members: ['a', 'b', 'c', 'd'],
        running: 0,
        worst: { domains: [{ kind: 'host', name: 'h1' }], hit: 2 },
        heldPerMonth: 146,
        aloneEachPerMonth: 292,
      },
    ])
    expect(findings).toEqual([])
  })

  it('changes nothing of the mapping', () => {
    const { pools, ...mapping } = mapWith([aPool()]).mapping

    expect(pools).toHaveLength(1)
    expect(mapping).toEqual(mapWith([]).mapping)
  })

  it('holds in each slot the largest of everything that any member needs', () => {
    const wide = [onHost('c', 'h2'), { vcpus: aNeed(4), memoryGiB: aNeed(2) }] as const
    const tall = [onHost('d', 'h3'), { vcpus: aNeed(1), memoryGiB: aNeed(7) }] as const

    const { mapping } = mapWith([aPool({ failures: 2 })], [wide, tall])

    expect(mapping.pools).toMatchObject([{ componentId: 's.large', slots: 2, heldPerMonth: 292 }])
  })

  it('that states fewer slots than a failure needs is an error which names the failure', () => {
    const { mapping, findings } = mapWith([aPool({ slots: 2, failures: 2 })])

    expect(mapping.pools).toMatchObject([{ slots: 2, worst: { hit: 3 }, heldPerMonth: 146 }])
    expect(findings).toMatchObject([
      {
        code: 'map.pool-short',
        severity: 'error',
        subject: 'mapping.pools[0]',
        message:
          'The failure of host h1 and host h2 hits 3 of the 4 VMs that share pool web, which holds 2 slots: 1 would have none.',
        affected: ['a', 'b', 'c', 'd'],
      },
    ])
  })

  it('may state more slots than it needs', () => {
    const { mapping, findings } = mapWith([aPool({ slots: 3 })])

    expect(mapping.pools).toMatchObject([{ slots: 3, worst: { hit: 2 }, heldPerMonth: 219 }])
    expect(findings).toEqual([])
  })

  it('counts a VM whose placement nobody knows as hit by every failure, and says so', () => {
    const { mapping, findings } = mapWith([aPool()], [...four, [onHost('e', null), {}]])

    expect(mapping.pools).toMatchObject([{ slots: 3 }])
    expect(findings).toMatchObject([{ code: 'map.pool-placement-unknown', severity: 'info', affected: ['e'] }])
  })

  it('needs no slot for what runs already', () => {
    const hot = { ...onHost('e', 'h1'), tier: aTier(['hot-standby']) }

    const { mapping } = mapWith([aPool()], [...four, [hot, {}]])

    expect(mapping.pools).toMatchObject([{ members: ['a', 'b', 'c', 'd'], running: 1, slots: 2 }])
  })

  it('of VMs that all run already says so', () => {
    const hot = ['a', 'b'].map((id) => [{ ...onHost(id, 'h1'), tier: aTier(['hot-standby']) }, {}] as const)

    const { mapping, findings } = mapWith([aPool()], hot)

    expect(mapping.pools).toBeUndefined()
    expect(findings[0]!.message).toContain(
      'no VM that needs a slot beside 2 VMs whose recovered component runs already,',
    )
  })

  it('that nobody shares is a finding, also where another pool comes first', () => {
    const { mapping, findings } = mapWith([aPool({ match: { name: 'a' } }), aPool({ name: 'all' }), aPool()])

    expect(mapping.pools?.map(({ name, members }) => [name, members])).toEqual([['all', ['b', 'c', 'd']]])
    expect(findings).toMatchObject([
      { code: 'map.limit-unused', subject: 'mapping.pools[0]' },
      { code: 'map.limit-unused', subject: 'mapping.pools[2]' },
    ])
  })

  it('whose members no one component holds has no price, and names the fewest that do not go together', () => {
    const components = [
      aComponent('s.medium', { vcpus: 2, memoryGiB: 8 }),
      aComponent('arm.medium', { vcpus: 2, memoryGiB: 8, architecture: 'arm64', bootModes: ['uefi'] }),
    ]
    const arm = [onHost('e', 'h9', { architecture: 'arm64', firmware: 'uefi' }), {}] as const

    const { mapping, findings } = mapAll([...four, arm], {
      catalogue: aCatalogue({ components }),
      policy: aPolicy({ pools: [aPool()] }),
    })

    expect(mapping.pools).toMatchObject([{ componentId: null, heldPerMonth: null, slots: 2 }])
    expect(findings).toMatchObject([{ code: 'map.pool-impossible', affected: ['d', 'e'] }])
  })
})

describe('of any pool', () => {
  const sizes = fc.array(
    fc.record({ vcpus: fc.integer({ min: 1, max: 4 }), memoryGiB: fc.integer({ min: 1, max: 16 }) }),
    { minLength: 2, maxLength: 8 },
  )
  const components = fc.array(
    fc.record({
      vcpus: fc.constantFrom(1, 2, 4, 8),
      memoryGiB: fc.constantFrom(2, 4, 8, 16),
      perHour: fc.integer({ min: 1, max: 40 }).map((cents) => cents / 100),
    }),
    { minLength: 1, maxLength: 6 },
  )

  it('the component is the cheapest that holds every member, where there is one', () => {
    fc.assert(
      fc.property(sizes, components, (needs, parts) => {
        const offered = [...parts, { vcpus: 8, memoryGiB: 2, perHour: 0.5 }, { vcpus: 1, memoryGiB: 16, perHour: 0.5 }]
        const catalogue = aCatalogue({ components: offered.map((one, index) => aComponent(`c${index}.x`, one)) })
        const vms = needs.map(
          ({ vcpus, memoryGiB }, index) =>
            [onHost(`v${index}`, `h${index}`), { vcpus: aNeed(vcpus), memoryGiB: aNeed(memoryGiB) }] as const,
        )

        const { mapping } = mapAll(vms, { catalogue, policy: aPolicy({ pools: [aPool()] }) })

        const members = mapping.assignments.map(({ vmId }) => needs[Number(vmId.slice(1))]!)
        fc.pre(members.length > 1)
        const vcpus = Math.max(...members.map((one) => one.vcpus))
        const memoryGiB = Math.max(...members.map((one) => one.memoryGiB))
        const holding = offered.filter((one) => one.vcpus >= vcpus && one.memoryGiB >= memoryGiB)
        const [pool] = mapping.pools!
        const cheapest = Math.min(...holding.map(({ perHour }) => perHour))
        expect(pool!.heldPerMonth).toBe(holding.length === 0 ? null : Math.round(730 * cheapest * 1e6) / 1e6)
        expect(pool!.componentId === null).toBe(holding.length === 0)
      }),
      { numRuns: 100 },
    )
  })
})
