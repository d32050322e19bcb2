/** Graphs of needs without circles, for properties. */
import fc from 'fast-check'
import type { OrderGraph } from '../../../src/model/recovery-order.ts'

/** Edges by pairs of numbers; the later needs the earlier, under names whose order says nothing. */
export const graphs = (most: number, density = 3): fc.Arbitrary<OrderGraph> =>
  fc.integer({ min: 1, max: most }).chain((size) =>
    fc
      .record({
        names: fc.shuffledSubarray(
          Array.from({ length: size }, (_, index) => `vm-${index}`),
          { minLength: size, maxLength: size },
        ),
        urgencies: fc.array(fc.nat(3), { minLength: size, maxLength: size }),
        needs: fc.tuple(
          ...Array.from({ length: size }, (_, index) =>
            index === 0 ? fc.constant([]) : fc.uniqueArray(fc.nat(index - 1), { maxLength: density }),
          ),
        ),
      })
      .map(({ names, urgencies, needs }) => ({
        ids: [...names].sort(),
        needs: new Map(
          names.map((name, index) => [name, (needs[index] ?? []).map((need) => names[need] ?? '').sort()]),
        ),
        urgency: new Map(names.map((name, index) => [name, urgencies[index] ?? 0])),
      })),
  )
