/** Instances for tests: small ones by hand, and random ones from a seed. */
import { createChance } from '../../../../src/model/chance.ts'
import type { Instance } from '../../../../src/core/mapping/optimise/instance.ts'

interface CandidateOf {
  readonly level?: number
  readonly place?: number
  readonly cost: number
  /** By limit number. */
  readonly uses?: Readonly<Record<number, number>>
}

interface Wanted {
  readonly vms: readonly (readonly CandidateOf[])[]
  readonly limits?: readonly number[]
  readonly weakest?: readonly number[]
  readonly edges?: readonly (readonly [dependant: number, dependency: number])[]
  readonly pairs?: readonly (readonly [number, number])[]
}

export function anInstance({ vms, limits = [], weakest = [], edges = [], pairs = [] }: Wanted): Instance {
  const candidates = vms.flat()
  const uses = candidates.map((one) => Object.entries(one.uses ?? {}))
  const starts = (lengths: readonly number[]): Int32Array => {
    let sum = 0
    return Int32Array.from([0, ...lengths.map((length) => (sum += length))])
  }
  return {
    vmCount: vms.length,
    placeCount: 1 + Math.max(0, ...candidates.map((one) => one.place ?? 0)),
    firstCandidate: starts(vms.map((one) => one.length)),
    level: Uint8Array.from(candidates, (one) => one.level ?? 0),
    place: Uint8Array.from(candidates, (one) => one.place ?? 0),
    cost: Float64Array.from(candidates, (one) => one.cost),
    firstUse: starts(uses.map((one) => one.length)),
    useLimit: Uint16Array.from(uses.flat(), ([limit]) => Number(limit)),
    useAmount: Float64Array.from(uses.flat(), ([, amount]) => amount),
    limits: Float64Array.from(limits),
    weakest: Uint8Array.from(vms, (_, vm) => weakest[vm] ?? 30),
    edges: {
      dependant: Int32Array.from(edges, (one) => one[0]),
      dependency: Int32Array.from(edges, (one) => one[1]),
    },
    pairs: { first: Int32Array.from(pairs, (one) => one[0]), second: Int32Array.from(pairs, (one) => one[1]) },
  }
}

interface Shape {
  readonly vms: number
  readonly edgesPerVm?: number
  readonly pairsPerVm?: number
  /** Limits as a share of what the dearest choices take: below about 0.3 mostly impossible. */
  readonly tightness?: number
  /** Every VM can be as strong as anything asks for; else most can. */
  readonly strong?: boolean
}

/** 1 to 5 candidates a VM, 4 levels, 3 places, 3 limits the last of which is a budget; circles and pairs at random. */
export function aRandomInstance(seed: number, shape: Shape): Instance {
  const chance = createChance(seed)
  const below = (count: number): number => Math.floor(chance() * count)
  const { edgesPerVm = 1.2, pairsPerVm = 0.2, tightness = 0.6, strong = false } = shape
  const vms = Array.from({ length: shape.vms }, () => {
    const size = 1 + below(8)
    return Array.from({ length: 1 + below(5) }, (_, index): CandidateOf => {
      const level = index === 0 && (strong || chance() < 0.8) ? 0 : below(4)
      const place = below(3)
      const cost = 20 + below(30) * size + (3 - level) * 20 * size
      return { level, place, cost: cost * 7, uses: { 0: place === 0 ? size : 0, 1: size * (4 - level), 2: cost } }
    })
  })
  const pick = (): [number, number] => [below(shape.vms), below(shape.vms)]
  const most = [0, 1, 2].map((limit) =>
    vms.reduce((sum, one) => sum + Math.max(...one.map((candidate) => candidate.uses?.[limit] ?? 0)), 0),
  )
  return anInstance({
    vms,
    limits: most.map((sum) => (chance() < 0.25 ? Infinity : Math.ceil(sum * tightness * (0.8 + 0.4 * chance())))),
    weakest: vms.map(() => (chance() < 0.2 ? 1 + below(2) : 3)),
    edges: Array.from({ length: Math.round(shape.vms * edgesPerVm) }, pick),
    pairs: Array.from({ length: Math.round(shape.vms * pairsPerVm) }, pick).filter(([a, b]) => a !== b),
  })
}
