import { describe, expect, it } from 'vitest'
import { strategies } from '../../../src/model/tier.ts'
import type { RecoveryStrategy } from '../../../src/model/tier.ts'
import { InputError } from '../../../src/errors.ts'
import { aDisk, aNeed } from '../../builders.ts'
import { aCatalogue, aComponent, aDiskClass, aScopedVm, aTier, mapOne } from './builders.ts'

/** A VM of 2 vCPU and 8 GiB on s.medium (0.1 an hour), with 73 GiB of which 20 are used. */
function assignmentBy(strategy: RecoveryStrategy) {
  const scoped = aScopedVm({ disks: [aDisk({ capacityGiB: 73, usedGiB: 20 })] }, aTier([strategy]))
  return mapOne(scoped).mapping.assignments[0]!
}

describe('the price by hand', () => {
  it('of hot standby is 730 h x 0.1 and 73 GiB x 0.1', () => {
    const { offering } = assignmentBy('hot-standby')

    expect(offering).toMatchObject({ standbyComponentId: 's.medium', standbyPerMonth: 80.3 })
    expect(assignmentBy('active-active').offering.standbyPerMonth).toBe(80.3)
  })

  it('of warm standby runs what holds half: 730 h x 0.05 and 73 GiB x 0.1', () => {
    const { offering } = assignmentBy('warm-standby')

    expect(offering).toMatchObject({
      componentId: 's.medium',
      standbyComponentId: 's.small',
      standbyPerMonth: 43.8,
    })
  })

  it('of pilot light is 730 server-hours x 0.02 and 73 GiB x 0.1', () => {
    const { offering } = assignmentBy('pilot-light')

    expect(offering).toMatchObject({ standbyComponentId: null, standbyPerMonth: 21.9 })
  })

  it('of backup and restore is the 20 GiB in use x 0.05', () => {
    const { offering } = assignmentBy('backup-restore')

    expect(offering).toMatchObject({ standbyComponentId: null, standbyPerMonth: 1 })
  })

  it('once recovered is 0.1 an hour and 73 GiB x 0.1 / 730 h, whatever the strategy', () => {
    const perHour = strategies.map((strategy) => assignmentBy(strategy).offering.recoveredPerHour)

    expect(perHour).toEqual([0.11, 0.11, 0.11, 0.11, 0.11])
  })
})

it('lists what is bought above the included on lines of its own', () => {
  const gp = aDiskClass('gp', { provisioned: true, perIopsMonth: 0.005, perMiBpsMonth: 0.04 })
  const scoped = aScopedVm({ disks: [aDisk({ iops: 4000, throughputMiBps: 225 })] })

  const { mapping } = mapOne(scoped, {}, { catalogue: aCatalogue({ diskClasses: [gp] }) })

  const standby = mapping.assignments[0]!.cost.filter((item) => item.phase === 'standby')
  expect(standby.map((item) => [item.what, item.quantity, item.unit, item.amount])).toEqual([
    ['replication', 730, 'server-hour', 14.6],
    ['gp volumes', 50, 'GiB-month', 5],
    ['gp bought IOPS', 1000, 'IOPS-month', 5],
    ['gp bought throughput', 100, 'MiB/s-month', 4],
  ])
  expect(mapping.assignments[0]!.offering.standbyPerMonth).toBe(28.6)
})

it('does not pay for copies of ephemeral disks while standing by', () => {
  const disks = [aDisk(), aDisk({ id: 'scratch', attachment: 'ephemeral', boot: false, capacityGiB: 100 })]

  const { mapping } = mapOne(aScopedVm({ disks }))

  const [assignment] = mapping.assignments
  expect(assignment!.disks).toHaveLength(2)
  expect(assignment!.offering.standbyPerMonth).toBe(14.6 + 5)
})

it('stops when the region has no price for a service that a strategy needs', () => {
  const map = () => mapOne(aScopedVm(), { vcpus: aNeed(1) }, { catalogue: aCatalogue({ services: [] }) })

  expect(map).toThrow(InputError)
  expect(map).toThrow(/no price of replication-server-hour in north/)
})

it('compares a pilot light and a warm standby by what standing by costs', () => {
  const catalogue = aCatalogue({ components: [aComponent('s.medium', { perHour: 0.01 })] })

  const { mapping } = mapOne(aScopedVm({}, aTier(['pilot-light', 'warm-standby'])), {}, { catalogue })

  expect(mapping.assignments[0]!.offering.strategy).toBe('warm-standby')
})
