import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planSeeding } from '../../../src/core/replication/seeding.ts'
import type { SeedingLink, SeedVm } from '../../../src/core/replication/seeding-link.ts'

const MIB = 2 ** 20
const GIB = 2 ** 30

const aSeed = (vmId: string, sizeGiB: number, over: Partial<SeedVm> = {}): SeedVm => ({
  vmId,
  tierId: '1',
  priority: 1,
  bytes: sizeGiB * GIB,
  churnBytesPerSecond: 0,
  ...over,
})

const aLink = (mibps: number, over: Partial<SeedingLink> = {}): SeedingLink => ({
  startMs: Date.UTC(2026, 0, 5),
  bytesPerSecondByHour: Array.from({ length: 24 }, () => mibps * MIB),
  parallel: 2,
  vmBytesPerSecond: Infinity,
  ...over,
})

const anyVms: fc.Arbitrary<SeedVm[]> = fc
  .array(
    fc.record({
      size: fc.integer({ min: 0, max: 300 }),
      churn: fc.integer({ min: 0, max: 6 }),
      priority: fc.integer({ min: 0, max: 2 }),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((all) =>
    all.map(({ size, churn, priority }, at) =>
      aSeed(`vm-${at}`, size, { priority, tierId: String(priority), churnBytesPerSecond: churn * MIB }),
    ),
  )

const anyLink: fc.Arbitrary<SeedingLink> = fc
  .record({
    day: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 24, maxLength: 24 }),
    parallel: fc.constantFrom(1, 2, 3, Infinity),
    vmMiBps: fc.constantFrom(5, 20, Infinity),
  })
  .map(({ day, parallel, vmMiBps }) =>
    aLink(1, { bytesPerSecondByHour: day.map((rate) => rate * MIB), parallel, vmBytesPerSecond: vmMiBps * MIB }),
  )

/** A second opinion where only the link is a limit: one small step of time after another. When each is there, in seconds. */
function bruteForce(vms: readonly SeedVm[], link: SeedingLink, tick: number): ReadonlyMap<string, number> {
  const waiting = [...vms].sort((a, b) => a.priority - b.priority || b.bytes - a.bytes || (a.vmId < b.vmId ? -1 : 1))
  const running: { vm: SeedVm; left: number }[] = []
  const done = new Map<string, number>()
  let [debt, churn, now] = [0, 0, 0]
  while (waiting.length + running.length > 0) {
    while (running.length < link.parallel && waiting.length > 0) {
      const vm = waiting.shift()!
      running.push({ vm, left: vm.bytes })
      churn += vm.churnBytesPerSecond
    }
    const hour = Math.floor((link.startMs / 1000 + now) / 3600) % 24
    debt += churn * tick
    let room = link.bytesPerSecondByHour[hour]! * tick
    const paid = Math.min(debt, room)
    debt -= paid
    room -= paid
    const open = debt === 0 ? running : []
    for (const [at, copy] of [...open].sort((a, b) => a.left - b.left).entries()) {
      const moved = Math.min(copy.left, room / (open.length - at))
      copy.left -= moved
      room -= moved
    }
    now += tick
    for (const { vm, left } of running) if (left <= 0) done.set(vm.vmId, now)
    running.splice(0, running.length, ...running.filter(({ left }) => left > 0))
  }
  return done
}

const secondsOf = (iso: string): number => (Date.parse(iso) - Date.UTC(2026, 0, 5)) / 1000

test('what is sent is all sizes and what changed meanwhile', () => {
  fc.assert(
    fc.property(anyVms, anyLink, (vms, link) => {
      const { sentGiB, waitingGiB, sizesGiB, churnGiB } = planSeeding(vms, link)

      expect(sentGiB + waitingGiB).toBeCloseTo(sizesGiB + churnGiB, 6)
    }),
  )
})

test('every VM is either copied or never there, and nothing is done sooner than the bound', () => {
  fc.assert(
    fc.property(anyVms, anyLink, (vms, link) => {
      const { vms: copied, never, hours, boundHours } = planSeeding(vms, link)

      expect([...copied, ...never].map(({ vmId }) => vmId).sort()).toEqual(vms.map(({ vmId }) => vmId).sort())
      expect(hours).toBeGreaterThanOrEqual(boundHours * (1 - 1e-9))
    }),
  )
})

test('a simulation at small steps of time is done when the plan is', () => {
  fc.assert(
    fc.property(anyVms, fc.integer({ min: 45, max: 90 }), fc.constantFrom(1, 2, Infinity), (vms, mibps, parallel) => {
      const link = aLink(mibps, { parallel })
      const tick = 20

      const plan = planSeeding(vms, link)
      const brute = bruteForce(vms, link, tick)

      // Copies that follow one another each add a tick at most.
      for (const { vmId, finish } of plan.vms)
        expect(Math.abs(brute.get(vmId)! - secondsOf(finish))).toBeLessThanOrEqual(tick * (vms.length + 1))
    }),
    { numRuns: 60 },
  )
})

test('a link that is slow by day makes copies wait by day', () => {
  const day = Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 18 ? 1 : 10) * MIB)
  const link = aLink(1, { bytesPerSecondByHour: day, parallel: 1 })

  const { vms, waitingGiB } = planSeeding([aSeed('db', 400, { churnBytesPerSecond: 2 * MIB })], link)

  // By night 8 MiB/s are left: 225 GiB until 8 o'clock. By day 1 MiB/s is too little, and 36,000 MiB wait until 19:15.
  // The other 175 GiB take 22,400 s from then: until 01:28:20.
  expect(vms[0]!.finish).toBe('2026-01-06T01:28:20.000Z')
  expect(waitingGiB).toBe(0)
})

describe('copies side by side', () => {
  test('are of the strongest tier first, then of the largest', () => {
    const { vms } = planSeeding(
      [aSeed('small', 10), aSeed('large', 100), aSeed('first', 1, { priority: 0, tierId: '0' })],
      aLink(10, { parallel: 1 }),
    )

    expect(vms.map(({ vmId, batch }) => [vmId, batch])).toEqual([
      ['first', 1],
      ['large', 2],
      ['small', 3],
    ])
  })

  test('take what one VM may take at most, and leave the rest', () => {
    const link = aLink(100, { vmBytesPerSecond: 10 * MIB })

    const { hours, boundHours } = planSeeding([aSeed('a', 10), aSeed('b', 10)], link)

    expect(hours).toBeCloseTo(1024 / 3600, 9)
    expect(boundHours).toBeCloseTo(hours, 9)
  })
})

describe('changes that are too many', () => {
  test('for one VM: it is never there, and the others are', () => {
    const { vms, never } = planSeeding(
      [aSeed('busy', 10, { churnBytesPerSecond: 12 * MIB }), aSeed('calm', 10)],
      aLink(100, { vmBytesPerSecond: 10 * MIB }),
    )

    expect(vms.map(({ vmId }) => vmId)).toEqual(['calm'])
    expect(never).toEqual([{ vmId: 'busy', why: 'vm-rate', churnMiBps: 12, leftMiBps: 10 }])
  })

  test('for the link: the strongest tiers are there, and it says how much there was for the others', () => {
    const { never, finish } = planSeeding(
      [
        aSeed('weak', 10, { priority: 3, churnBytesPerSecond: 6 * MIB }),
        aSeed('strong', 10, { churnBytesPerSecond: 6 * MIB }),
      ],
      aLink(10),
    )

    expect(never).toEqual([{ vmId: 'weak', why: 'link', churnMiBps: 6, leftMiBps: 4 }])
    expect(finish).not.toBeNull()
  })

  test('nothing to copy has no finish', () => {
    expect(planSeeding([], aLink(10))).toMatchObject({ finish: null, hours: 0, boundHours: 0, vms: [], never: [] })
  })
})
