import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aScopedVm, aTimedAssignment, recover } from './builders.ts'

describe('the timing of a recovery', () => {
  it('adds up along a chain, and declares the disaster once', () => {
    const planned = [aScopedVm('db'), aScopedVm('app', { dependsOn: ['db'] }), aScopedVm('web', { dependsOn: ['app'] })]

    const { timings } = recover(
      planned,
      ['db', 'app', 'web'].map((id) => aTimedAssignment(id, 20)),
    )

    expect(timings.get('web')).toMatchObject({ start: 52, end: 72, served: 73, depth: 2, waitedFor: 'app' })
    expect(timings.get('db')).toMatchObject({ start: 12, end: 32, served: 33, depth: 0, waitedFor: null })
  })

  it('is not off by the last digit of a fraction', () => {
    const { timings } = recover(
      [aScopedVm('a'), aScopedVm('b', { dependsOn: ['a'] })],
      [aTimedAssignment('a', 0.1), aTimedAssignment('b', 0.2)],
    )

    expect(timings.get('b')?.end).toBe(12.3)
  })

  it('says which VM without a component one waits for in vain, also through others', () => {
    const planned = [aScopedVm('db'), aScopedVm('app', { dependsOn: ['db'] }), aScopedVm('web', { dependsOn: ['app'] })]

    const { timings } = recover(planned, [aTimedAssignment('app', 1), aTimedAssignment('web', 1)])

    expect(timings.get('app')?.without).toBe('db')
    expect(timings.get('web')?.without).toBe('db')
    expect(timings.has('db')).toBe(false)
  })
})

describe('waves', () => {
  it('go by tier, then by depth', () => {
    const planned = [
      aScopedVm('late', { tier: '3' }),
      aScopedVm('web', { tier: '1', dependsOn: ['db'] }),
      aScopedVm('db', { tier: '1' }),
      aScopedVm('cache', { tier: '1' }),
    ]

    const { waves } = recover(
      planned,
      planned.map(({ vm }) => aTimedAssignment(vm.id, 5)),
    )

    expect(waves.map(({ number, tierId, vmIds }) => [number, tierId, vmIds.join(' ')])).toEqual([
      [1, '1', 'cache db'],
      [2, '1', 'web'],
      [3, '3', 'late'],
    ])
    expect(waves[1]).toMatchObject({ startMinutes: 17, endMinutes: 22 })
  })

  it('bring back what a VM of a stronger tier needs before it', () => {
    const planned = [
      aScopedVm('web', { tier: '0', dependsOn: ['db'] }),
      aScopedVm('db', { tier: '3' }),
      aScopedVm('other', { tier: '1' }),
    ]

    const { waves } = recover(
      planned,
      planned.map(({ vm }) => aTimedAssignment(vm.id, 5)),
    )

    expect(waves.map(({ vmIds }) => vmIds)).toEqual([['db'], ['web'], ['other']])
  })

  it('hold every VM with a component once, always after what it needs', () => {
    const anySite = fc.array(
      fc.record({ tier: fc.constantFrom('0', '1', '2', '3', '4'), to: fc.array(fc.nat({ max: 9 }), { maxLength: 3 }) }),
      { minLength: 1, maxLength: 10 },
    )
    fc.assert(
      fc.property(anySite, (site) => {
        const planned = site.map(({ tier, to }, index) =>
          aScopedVm(`v${index}`, { tier, dependsOn: to.filter((one) => one < index).map((one) => `v${one}`) }),
        )

        const { waves } = recover(
          planned,
          planned.map(({ vm }, index) => aTimedAssignment(vm.id, index)),
        )

        const numbers = new Map(waves.flatMap(({ number, vmIds }) => vmIds.map((id) => [id, number] as const)))
        expect(waves.flatMap(({ vmIds }) => vmIds)).toHaveLength(planned.length)
        for (const { vm } of planned)
          for (const need of vm.dependsOn) expect(numbers.get(need)).toBeLessThan(numbers.get(vm.id) ?? 0)
      }),
      { numRuns: 300 },
    )
  })

  it('hold 150,000 VMs in one wave', () => {
    // Made from one, because 150,000 whole VMs take longer to make than to pack.
    const one = aScopedVm('v')
    const planned = Array.from({ length: 150_000 }, (_, index) => ({ ...one, vm: { ...one.vm, id: `v${index}` } }))
    const assignment = aTimedAssignment('v', 5)

    const { waves } = recover(
      planned,
      planned.map(({ vm }) => ({ ...assignment, vmId: vm.id })),
    )

    expect(waves).toHaveLength(1)
  })
})
