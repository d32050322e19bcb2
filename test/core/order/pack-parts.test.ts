import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jobRounds } from '../../../src/core/order/job-rounds.ts'
import { packParts } from '../../../src/core/order/pack-parts.ts'
import { graphs } from './random-graphs.ts'

const limits = fc.record({ vmsInPart: fc.integer({ min: 1, max: 8 }), groupsInPart: fc.constantFrom(1, 2, 3, 7, null) })

describe('packing into parts', () => {
  it('keeps every limit, loses nobody, and names every need that crosses', () => {
    fc.assert(
      fc.property(graphs(30), limits, (graph, own) => {
        const { parts, across, atLeast } = packParts(graph, own)

        const place = new Map(
          parts.flatMap(({ groups }, part) => groups.flatMap((ids, group) => ids.map((id) => [id, { part, group }]))),
        )
        expect(parts.flatMap(({ groups }) => groups.flat()).sort()).toEqual(graph.ids)
        expect(parts.length).toBeGreaterThanOrEqual(atLeast)
        for (const { groups } of parts) {
          expect(groups.flat().length).toBeLessThanOrEqual(own.vmsInPart)
          expect(groups.length).toBeLessThanOrEqual(own.groupsInPart ?? Infinity)
        }
        const crossing = new Set(across.map((pair) => pair.join()))
        for (const [id, needs] of graph.needs)
          for (const need of needs) {
            const [before, after] = [place.get(need)!, place.get(id)!]
            expect(crossing.has(`${need},${id}`)).toBe(before.part !== after.part)
            expect(before.part !== after.part || before.group < after.group).toBe(true)
          }
      }),
    )
  })

  it('keeps what belongs together in one part, where it fits', () => {
    fc.assert(
      fc.property(graphs(7), (graph) => {
        expect(packParts(graph, { vmsInPart: 7, groupsInPart: 7 }).across).toEqual([])
      }),
    )
  })
})

describe('rounds of jobs', () => {
  const names = Array.from({ length: 1234 }, (_, index) => `vm-${index}`)

  it('have a hundred VMs in a job, and five hundred in all jobs at a time', () => {
    const rounds = jobRounds(names, { vmsInJob: 100, jobsAtOnce: 20, vmsAtOnce: 500 })

    expect(rounds.map((jobs) => jobs.map((vms) => vms.length))).toEqual([
      [100, 100, 100, 100, 100],
      [100, 100, 100, 100, 100],
      [100, 100, 34],
    ])
    expect(rounds.flat(2)).toEqual(names)
  })

  it('are one where nothing limits them, and none where there is nothing', () => {
    expect(jobRounds(names, { vmsInJob: 2000, jobsAtOnce: null, vmsAtOnce: null })).toEqual([[names]])
    expect(jobRounds([], { vmsInJob: 100, jobsAtOnce: 1, vmsAtOnce: 1 })).toEqual([])
  })

  it('keep every limit, and are as few as the limits allow', () => {
    const bounds = fc.record({
      vmsInJob: fc.integer({ min: 1, max: 9 }),
      jobsAtOnce: fc.option(fc.integer({ min: 1, max: 5 })),
      vmsAtOnce: fc.option(fc.integer({ min: 1, max: 30 })),
    })
    fc.assert(
      fc.property(fc.nat(80), bounds, (vms, own) => {
        const rounds = jobRounds(names.slice(0, vms), own)

        const inRound = Math.min(own.vmsAtOnce ?? Infinity, (own.jobsAtOnce ?? Infinity) * own.vmsInJob)
        expect(rounds.flat(2)).toEqual(names.slice(0, vms))
        expect(rounds.length).toBe(inRound === Infinity ? Math.min(1, vms) : Math.ceil(vms / inRound))
        for (const jobs of rounds) {
          expect(jobs.length).toBeLessThanOrEqual(own.jobsAtOnce ?? Infinity)
          expect(jobs.flat().length).toBeLessThanOrEqual(own.vmsAtOnce ?? Infinity)
          expect(jobs.every((one) => one.length <= own.vmsInJob)).toBe(true)
        }
      }),
    )
  })
})
