import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDumpFaults } from '../../src/sources/dump-faults.ts'
import { createDumpSamples, type DumpMeasure, type DumpPart, type Samples } from '../../src/sources/dump-samples.ts'
import { createSampleCollector } from '../../src/sources/sample-collector.ts'
import { aSite, aVm } from '../builders.ts'

const vm = aVm()
const sum: DumpMeasure = {
  metric: 'disk-operations',
  names: ['reads', 'writes'],
  isPerPeriod: true,
  convert: (samples, seconds) => new Map([...samples].map(([ms, value]) => [ms, value / seconds])),
}
const aPart = (name: string, samples: Samples, periodSeconds: number | null = 300): DumpPart => ({
  vm,
  measure: sum,
  name,
  label: name,
  periodSeconds,
  samples,
})

function addAll(parts: readonly DumpPart[]) {
  const collector = createSampleCollector(aSite({ vms: [vm] }), new Map())
  const faults = createDumpFaults({})
  const samples = createDumpSamples(collector, faults)
  for (const part of parts) samples.add(part)
  samples.finish()
  const pairs = collector
    .take(true)
    .flatMap(({ at, values }) => [...at].map((ms, index) => [ms, values[index]!] as const))
  return { sums: pairs.toSorted(([a], [b]) => a - b), findings: faults.findings('dumps') }
}

/** At most one sample a minute, cut into any pieces. */
const pieces = (name: string) =>
  fc
    .array(fc.dictionary(fc.integer({ min: 0, max: 9 }).map(String), fc.integer({ min: 0, max: 9 })), { maxLength: 4 })
    .map((files) => {
      const seen = new Set<string>()
      return files.map((file) => {
        const own = Object.entries(file).filter(([minute]) => !seen.has(minute))
        for (const [minute] of own) seen.add(minute)
        return aPart(name, new Map(own.map(([minute, value]) => [Number(minute) * 60_000, value])))
      })
    })

test('a sum has every time that all its names know, however they are spread over files', () => {
  fc.assert(
    fc.property(pieces('reads'), pieces('writes'), fc.infiniteStream(fc.nat()), (reads, writes, random) => {
      const parts = [...reads, ...writes].map((part) => ({ part, order: random.next().value ?? 0 }))
      const whole = (some: readonly DumpPart[]) => new Map(some.flatMap(({ samples }) => [...samples]))
      const [read, written] = [whole(reads), whole(writes)]

      const { sums } = addAll(parts.toSorted((a, b) => a.order - b.order).map(({ part }) => part))

      expect(sums).toEqual(
        [...read]
          .flatMap(([ms, value]) => {
            const other = written.get(ms)
            return other === undefined ? [] : [[ms, value / 300 + other / 300] as const]
          })
          .toSorted(([a], [b]) => a - b)
          .map(([ms, value]) => [ms, expect.closeTo(value, 12) as number]),
      )
    }),
  )
})

test('samples of different periods are not summed', () => {
  const { sums, findings } = addAll([
    aPart('reads', new Map([[0, 300]]), 300),
    aPart('writes', new Map([[0, 3600]]), 3600),
  ])

  expect(sums).toEqual([])
  expect(findings).toMatchObject([{ code: 'site.dump-incomplete', affected: ['reads (reads + writes)'] }])
})

test('a file with one sample has the period of the other files of its metric', () => {
  const { sums } = addAll([
    aPart('reads', new Map([[600_000, 300]]), null),
    aPart(
      'reads',
      new Map([
        [0, 300],
        [300_000, 300],
      ]),
      null,
    ),
    aPart('writes', new Map([[600_000, 600]])),
  ])

  expect(sums).toEqual([[600_000, 3]])
})

test('a file with one sample is left out when the other files of its metric have several periods', () => {
  const { sums, findings } = addAll([
    aPart('reads', new Map([[600_000, 300]]), null),
    aPart('reads', new Map([[0, 300]]), 300),
    aPart('reads', new Map([[3_600_000, 300]]), 3600),
    aPart('writes', new Map([[600_000, 600]])),
    aPart('writes', new Map([[0, 600]])),
  ])

  expect(sums).toEqual([[0, 3]])
  expect(findings).toMatchObject([{ code: 'store.unit-unknown', affected: ['reads'] }])
})
