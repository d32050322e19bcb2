import { describe, expect, it } from 'vitest'
import { planDisks } from '../../../src/core/mapping/disks.ts'
import type { Demand } from '../../../src/model/forecast.ts'
import type { Disk } from '../../../src/model/site.ts'
import { aDemand, aDisk, aNeed, aVm } from '../../builders.ts'
import { aDiskClass } from './builders.ts'

const provisioned = aDiskClass('plain', { provisioned: true, perIopsMonth: 0.01, perMiBpsMonth: 0.1 })
const policy = { offers: [{ diskClass: provisioned, price: provisioned.prices[0]! }], previousAllowed: false }
const plansOf = (disks: readonly Disk[], demand: Partial<Demand> = {}) =>
  planDisks(aVm({ disks }), aDemand(demand), policy)

describe('the demand of a VM', () => {
  it('is shared in proportion to capacity', () => {
    const disks = [aDisk({ id: 'a', capacityGiB: 100 }), aDisk({ id: 'b', capacityGiB: 300, boot: false })]

    const [plan] = plansOf(disks, { iops: aNeed(16_000), diskMiBps: aNeed(800) }).plans

    expect(plan?.volumes.map((volume) => [volume.mapped.iops, volume.mapped.throughputMiBps])).toEqual([
      [4000, 200],
      [12_000, 600],
    ])
  })

  it('replaces what a disk was provisioned with, which stands in when nothing is measured', () => {
    const disks = [aDisk({ iops: 5000, throughputMiBps: 300 })]

    const [guessed] = plansOf(disks).plans
    const [measured] = plansOf(disks, { iops: aNeed(10), diskMiBps: aNeed(1) }).plans

    expect(guessed?.volumes[0]?.mapped).toMatchObject({ iops: 5000, throughputMiBps: 300 })
    expect(measured?.volumes[0]?.mapped).toMatchObject({ iops: null, throughputMiBps: null })
  })
})

describe('ephemeral disks', () => {
  const disks = [
    aDisk({ id: 'root', capacityGiB: 40, usedGiB: 10 }),
    aDisk({ id: 'scratch', capacityGiB: 200, usedGiB: 150, attachment: 'ephemeral', boot: false }),
  ]

  it('are local disk of the component, or volumes', () => {
    const { plans } = plansOf(disks)

    expect(plans.map((plan) => [plan.localDiskGiB, plan.volumes.map((volume) => volume.mapped.diskId)])).toEqual([
      [200, ['root']],
      [0, ['root', 'scratch']],
    ])
  })

  it('are not copied', () => {
    const { plans } = plansOf(disks)

    expect(plans.map((plan) => plan.copiedGiB)).toEqual([10, 10])
    expect(plans[1]?.volumes.map((volume) => volume.scratch)).toEqual([false, true])
  })
})

it('keeps and copies an ephemeral disk that the VM boots from', () => {
  const { plans } = plansOf([aDisk({ capacityGiB: 40, attachment: 'ephemeral', boot: true })])

  expect(plans).toMatchObject([{ localDiskGiB: 0, copiedGiB: 40, volumes: [{ scratch: false }] }])
})

it('counts the capacity as copied where nobody says what is used', () => {
  expect(plansOf([aDisk({ capacityGiB: 40 })]).plans[0]?.copiedGiB).toBe(40)
})

it('names every disk that fits nowhere', () => {
  const disks = [aDisk({ id: 'huge', capacityGiB: 20_000 }), aDisk({ id: 'small', boot: false })]

  const { plans, unplaced } = plansOf(disks)

  expect(plans).toEqual([])
  expect(unplaced.map((disk) => disk.id)).toEqual(['huge'])
})

it('needs nothing for a VM without disks', () => {
  expect(plansOf([])).toEqual({ plans: [{ volumes: [], localDiskGiB: 0, copiedGiB: 0 }], unplaced: [] })
})
