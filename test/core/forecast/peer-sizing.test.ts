import { describe, expect, it } from 'vitest'
import { sizeByPeers } from '../../../src/core/forecast/peer-sizing.ts'
import { aGrid, hours } from './series.ts'

const vm = { vcpus: 4, memoryGiB: 16 }
const START = Date.UTC(2026, 0, 5)
const days = (count: number) => hours(count * 24, (hour) => (hour % 24 < 12 ? 1 : 2))
const samplesFrom = (hour: number, count: number) => ({
  at: Float64Array.from({ length: count }, (_, place) => START + (hour + place) * 3_600_000),
  values: new Float64Array(count).fill(1),
})

describe('the rules of peers', () => {
  it('go by single samples where these reach back as far as the hours', () => {
    const [azure, aws] = sizeByPeers({
      vm,
      grids: [aGrid(days(5))],
      samples: new Map([['cpu', samplesFrom(0, 120)]]),
    })

    expect(azure?.vcpus).toMatchObject({ basis: 'samples', used: 1, required: 1.3 })
    expect(aws?.vcpus).toMatchObject({ basis: 'samples', required: 1.25 })
  })

  it('go by hours where older samples are gone that the rule looks at, each rule for itself', () => {
    const [azure, aws] = sizeByPeers({
      vm,
      grids: [aGrid(days(40))],
      samples: new Map([['cpu', samplesFrom(20 * 24, 20 * 24)]]),
    })

    expect(azure?.vcpus).toMatchObject({ basis: 'hourly-max', required: 2.6 })
    expect(aws?.vcpus).toMatchObject({ basis: 'samples', required: 1.25 })
  })

  it('give memory in GiB', () => {
    const memory = aGrid(
      days(5).map((value) => value * 2 ** 30),
      { metric: 'memory' },
    )

    const [azure] = sizeByPeers({ vm, grids: [memory], samples: new Map() })

    expect(azure?.memoryGiB).toMatchObject({ used: 2, required: 2.6, basis: 'hourly-max' })
  })

  it('fall back to the allocation, if they do so at all', () => {
    const [azure, aws] = sizeByPeers({ vm, grids: [], samples: new Map() })

    expect(azure).toMatchObject({ vcpus: { required: 5.2 }, memoryGiB: { required: 20.8, basis: 'allocation' } })
    expect(aws).toMatchObject({ vcpus: { required: null }, memoryGiB: { required: null, used: null, basis: 'none' } })
  })

  it('say nothing of a VM that nobody knows anything of', () => {
    const [azure] = sizeByPeers({ vm: { vcpus: null, memoryGiB: null }, grids: [], samples: new Map() })

    expect(azure).toMatchObject({ vcpus: { required: null }, memoryGiB: { required: null } })
  })
})
