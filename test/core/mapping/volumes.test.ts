import { describe, expect, it } from 'vitest'
import { cheapestVolume, volumePerMonth } from '../../../src/core/mapping/volumes.ts'
import type { DiskNeed } from '../../../src/core/mapping/volumes.ts'
import type { DiskClass } from '../../../src/model/dr-component.ts'
import { aDisk } from '../../builders.ts'
import { loadAwsCatalogue } from '../../../src/targets/aws/catalogue.ts'
import { aDiskClass } from './builders.ts'

const aNeedOf = (over: Partial<DiskNeed> = {}): DiskNeed => ({
  disk: aDisk({ boot: false }),
  iops: 0,
  miBps: 0,
  measured: false,
  previousAllowed: false,
  ...over,
})

const offersOf = (classes: readonly DiskClass[]) =>
  classes.map((diskClass) => ({ diskClass, price: diskClass.prices[0]! }))

const awsOffers = loadAwsCatalogue().diskClasses.map((diskClass) => ({
  diskClass,
  price: diskClass.prices.find((price) => price.region === 'us-east-1')!,
}))

describe('the size', () => {
  it('goes up to whole GiB', () => {
    const volume = cheapestVolume(aNeedOf({ disk: aDisk({ capacityGiB: 50.2 }) }), offersOf([aDiskClass('plain')]))

    expect(volume?.mapped.sizeGiB).toBe(51)
  })

  it('goes up to the smallest a class has', () => {
    const volume = cheapestVolume(aNeedOf(), offersOf([aDiskClass('large', { minGiB: 125 })]))

    expect(volume?.mapped.sizeGiB).toBe(125)
  })

  it('may be exactly the largest, and no more', () => {
    const offers = offersOf([aDiskClass('plain', { maxGiB: 100 })])

    expect(cheapestVolume(aNeedOf({ disk: aDisk({ capacityGiB: 100 }) }), offers)).not.toBeNull()
    expect(cheapestVolume(aNeedOf({ disk: aDisk({ capacityGiB: 100.1 }) }), offers)).toBeNull()
  })

  it('grows where a class allows its operations only to larger disks', () => {
    const volume = cheapestVolume(aNeedOf({ iops: 10_000, disk: aDisk({ capacityGiB: 10 }) }), awsOffers)

    expect(volume?.mapped).toMatchObject({ classId: 'gp3', sizeGiB: 20, iops: 10_000 })
  })
})

describe('operations and throughput', () => {
  it('are what the class brings as long as that is enough', () => {
    const volume = cheapestVolume(aNeedOf({ iops: 3000, miBps: 125 }), awsOffers)

    expect(volume?.mapped).toMatchObject({ classId: 'gp3', sizeGiB: 50, iops: null, throughputMiBps: null })
    expect(volumePerMonth(volume!)).toBeCloseTo(50 * 0.08, 9)
  })

  it('are asked for in total and billed above what is included', () => {
    const volume = cheapestVolume(aNeedOf({ iops: 4000.5, miBps: 200 }), awsOffers)!

    expect(volume.mapped).toMatchObject({ classId: 'gp3', iops: 4001, throughputMiBps: 200 })
    expect([volume.billedIops, volume.billedMiBps]).toEqual([1001, 75])
    expect(volumePerMonth(volume)).toBeCloseTo(50 * 0.08 + 1001 * 0.005 + 75 * 0.04, 9)
  })

  it('bring the operations that a throughput needs to be carried', () => {
    const volume = cheapestVolume(aNeedOf({ miBps: 2000 }), awsOffers)

    expect(volume?.mapped).toMatchObject({ classId: 'gp3', iops: 8000, throughputMiBps: 2000 })
  })

  it('go to the class for the largest when gp3 has not enough, and its throughput comes with the operations', () => {
    const volume = cheapestVolume(aNeedOf({ iops: 90_000, miBps: 3000, disk: aDisk({ capacityGiB: 500 }) }), awsOffers)

    expect(volume?.mapped).toMatchObject({ classId: 'io2', iops: 90_000, throughputMiBps: null })
  })

  it('fit nowhere when no class has as many', () => {
    expect(cheapestVolume(aNeedOf({ iops: 300_000 }), awsOffers)).toBeNull()
  })
})

describe('hard disks', () => {
  const cheapAndSlow = aDiskClass('spinning', { solidState: false, perGiBMonth: 0.01 })
  const offers = offersOf([aDiskClass('plain'), cheapAndSlow])
  const classFor = (need: Partial<DiskNeed>) => cheapestVolume(aNeedOf(need), offers)?.mapped.classId

  it('carry data disks whose demand is measured', () => {
    expect(classFor({ measured: true })).toBe('spinning')
  })

  it('carry no disk that nobody has measured, unless it is on that class today', () => {
    expect(classFor({ measured: false })).toBe('plain')
    expect(classFor({ disk: aDisk({ boot: false, sourceClass: 'spinning' }) })).toBe('spinning')
  })

  it('never carry the boot disk', () => {
    expect(classFor({ measured: true, disk: aDisk({ boot: true }) })).toBe('plain')
  })

  it('carry what they can sustain for their size: 40 IOPS for each TiB of st1, 12 of sc1', () => {
    const of = (iops: number) =>
      cheapestVolume(aNeedOf({ measured: true, iops, disk: aDisk({ boot: false, capacityGiB: 1024 }) }), awsOffers)

    expect([of(12), of(12.1), of(40), of(40.1)].map((volume) => volume?.mapped.classId)).toEqual([
      'sc1',
      'st1',
      'st1',
      'gp3',
    ])
  })
})

it('leaves a previous generation out unless the policy allows it', () => {
  const offers = offersOf([aDiskClass('new'), aDiskClass('old', { current: false, perGiBMonth: 0.01 })])

  expect(cheapestVolume(aNeedOf(), offers)?.mapped.classId).toBe('new')
  expect(cheapestVolume(aNeedOf({ previousAllowed: true }), offers)?.mapped.classId).toBe('old')
})

it('takes the first by name of two that cost the same', () => {
  const offers = offersOf([aDiskClass('b'), aDiskClass('a')])

  expect(cheapestVolume(aNeedOf(), offers)?.mapped.classId).toBe('a')
})
