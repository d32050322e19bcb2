import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planFailback } from '../../../src/core/network/failback.ts'
import type { HostHome } from '../../../src/model/network-maps.ts'
import { formatAddress, parseAddress } from '../../../src/model/address.ts'
import { aHost, translate } from '../../builders-network.ts'

const limits = { reservedFirst: 4, reservedLast: 1 }
const primary = [aHost('web', 'subnet-1', ['10.0.0.10']), aHost('db', 'subnet-1', ['10.0.0.20'])]
const { translation } = translate({ vms: primary })

const text = (homes: readonly HostHome[]): readonly string[] =>
  homes.map(({ vmId, from, to }) => `${vmId} ${formatAddress(from)} → ${to ? formatAddress(to) : 'nowhere'}`)

const failback = (recovered: ReturnType<typeof aHost>[], taken: readonly string[] = []) =>
  planFailback({ translation, recovered, taken: taken.map(parseAddress), limits })

describe('the way home from a site that changed while it ran', () => {
  it('leads hosts of the plan back to where they were, names those that went, and seats those that came', () => {
    const found = failback([aHost('i-1', null, ['10.9.0.10']), aHost('i-new', null, ['10.9.0.77'])])

    expect(text(found.back)).toEqual(['i-1 10.9.0.10 → 10.0.0.10'])
    expect(text(found.fresh)).toEqual(['i-new 10.9.0.77 → 10.0.0.77'])
    expect(found.gone.map(({ vmId, address }) => `${vmId} ${formatAddress(address)}`)).toEqual(['db 10.9.0.20'])
  })

  it('gives a host that came another place where somebody at the primary site has its own', () => {
    const found = failback([aHost('i-new', null, ['10.9.0.77'])], ['10.0.0.77', '10.0.0.4'])

    expect(text(found.fresh)).toEqual(['i-new 10.9.0.77 → 10.0.0.5'])
  })

  it('keeps the place of a host of the plan that is away', () => {
    const moved = {
      ...translation,
      addresses: translation.addresses.map((entry) =>
        entry.vmId === 'db' ? { ...entry, to: parseAddress('10.9.0.99') } : entry,
      ),
    }
    const found = planFailback({
      translation: moved,
      recovered: [aHost('i-new', null, ['10.9.0.20'])],
      taken: [],
      limits,
    })

    expect(text(found.fresh)).toEqual(['i-new 10.9.0.20 → 10.0.0.4'])
  })

  it('has no place for a host outside the subnets of the plan', () => {
    expect(text(failback([aHost('i-far', null, ['192.0.2.9'])]).fresh)).toEqual(['i-far 192.0.2.9 → nowhere'])
  })

  it('never gives two hosts one address, nor one that is taken or reserved', () => {
    const places = fc.uniqueArray(fc.integer({ min: 4, max: 254 }), { maxLength: 40 })

    fc.assert(
      fc.property(places, places, (standing, others) => {
        const recovered = standing.map((place) => aHost(`i-${place}`, null, [`10.9.0.${place}`]))
        const taken = others.map((place) => `10.0.0.${place}`)

        const { back, fresh } = failback(recovered, taken)

        const given = [...back, ...fresh].flatMap(({ to }) => (to ? [formatAddress(to)] : []))
        expect(given).toHaveLength(standing.length)
        expect(new Set(given).size).toBe(given.length)
        expect(fresh.filter(({ to }) => to && taken.includes(formatAddress(to)))).toEqual([])
      }),
    )
  })
})
