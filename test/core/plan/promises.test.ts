import { describe, expect, it } from 'vitest'
import { anAssignment, anOffering } from '../../builders-plan.ts'
import { aScopedVm, aTimedAssignment, recover } from './builders.ts'

const one = (application: string, result: ReturnType<typeof recover>) =>
  result.promises.find((promise) => promise.application === application)

describe('a promise', () => {
  it.each([
    ['1', 17, 5, 'kept', 'launch: 17\u00a0min'],
    ['1', 17.01, 5, 'broken', 'launch: 17\u00a0min'],
    ['1', 1, 6, 'broken', 'may lose 6\u00a0min of data'],
    ['4', 5000, 5000, 'none', 'launch: 3\u00a0d\u00a011\u00a0h'],
  ])('of tier %s with %d minutes of work and %d of loss is %s %s', (...row) => {
    const [tier, work, loss, verdict, because] = row
    const result = recover([aScopedVm('web', { tier })], [aTimedAssignment('web', work, loss)])

    expect(result.promises).toMatchObject([{ verdict, tierId: tier, because: expect.stringContaining(because) }])
  })

  it('is broken when a VM has no component', () => {
    const result = recover(
      [aScopedVm('web', { application: 'shop' }), aScopedVm('db', { application: 'shop' })],
      [aTimedAssignment('web', 1)],
    )

    expect(one('shop', result)).toMatchObject({ verdict: 'broken', achieved: null, because: 'db has no component' })
  })

  it('is broken when a VM of another application that it needs has no component', () => {
    const result = recover([aScopedVm('web', { dependsOn: ['db'] }), aScopedVm('db')], [aTimedAssignment('web', 1)])

    expect(one('web', result)).toMatchObject({
      verdict: 'broken',
      achieved: null,
      because: 'web needs db, which has no component',
    })
  })

  it('is broken by a chain of which every VM alone would be in time', () => {
    const result = recover(
      [aScopedVm('db', { tier: '1' }), aScopedVm('web', { tier: '1', dependsOn: ['db'] })],
      [aTimedAssignment('db', 15), aTimedAssignment('web', 15)],
    )

    expect(one('db', result)?.verdict).toBe('kept')
    expect(one('web', result)).toMatchObject({ verdict: 'broken', because: 'web waits for db until 27\u00a0min' })
  })

  it('is undecided when the time of a restore is not known, also of what it needs, but a miss stays a miss', () => {
    const unknown = anAssignment({
      vmId: 'db',
      disks: [],
      offering: anOffering({ strategy: 'backup-restore' }),
      achieved: aTimedAssignment('db', 5).achieved,
    })
    const planned = [
      aScopedVm('db'),
      aScopedVm('web', { dependsOn: ['db'] }),
      aScopedVm('late', { tier: '1', dependsOn: ['db'] }),
    ]

    const result = recover(planned, [unknown, aTimedAssignment('web', 5), aTimedAssignment('late', 50)])

    expect(one('db', result)).toMatchObject({
      verdict: 'undecided',
      achieved: null,
      because: 'the disks of db are unknown, so its restore time is',
    })
    expect(one('web', result)?.verdict).toBe('undecided')
    expect(one('late', result)?.verdict).toBe('broken')
  })

  it('never shows a time beyond the promise beside the word kept', () => {
    const planned = [
      aScopedVm('web', { tier: '1', application: 'shop' }),
      aScopedVm('batch', { tier: '3', application: 'shop' }),
    ]

    const result = recover(planned, [aTimedAssignment('web', 5), aTimedAssignment('batch', 300)])

    expect(one('shop', result)).toMatchObject({
      verdict: 'kept',
      tierId: '1',
      promised: { rtoMinutes: 30 },
      achieved: { rtoMinutes: 18 },
    })
  })

  it('shows the promise of the tier that is missed', () => {
    const planned = [
      aScopedVm('web', { tier: '1', application: 'shop' }),
      aScopedVm('batch', { tier: '3', application: 'shop' }),
    ]

    const result = recover(planned, [aTimedAssignment('web', 5), aTimedAssignment('batch', 3000)])

    expect(one('shop', result)).toMatchObject({
      verdict: 'broken',
      tierId: '3',
      promised: { rtoMinutes: 1440 },
      achieved: { rtoMinutes: 3013 },
    })
  })

  it('is listed worst first, then by tier and name', () => {
    const planned = [
      aScopedVm('none', { tier: '4' }),
      aScopedVm('kept-3'),
      aScopedVm('kept-1', { tier: '1' }),
      aScopedVm('broken', { tier: '2' }),
    ]

    const result = recover(planned, [
      aTimedAssignment('none', 1),
      aTimedAssignment('kept-3', 1),
      aTimedAssignment('kept-1', 1),
    ])

    expect(result.promises.map(({ application }) => application)).toEqual(['broken', 'kept-1', 'kept-3', 'none'])
  })

  it('of an application of 10,000 VMs is one promise', () => {
    const planned = Array.from({ length: 10_000 }, (_, index) => aScopedVm(`v${index}`, { application: 'big' }))

    const { promises } = recover(
      planned,
      planned.map(({ vm }) => aTimedAssignment(vm.id, 1)),
    )

    expect(promises).toMatchObject([{ application: 'big', verdict: 'kept' }])
  })
})
