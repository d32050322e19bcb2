import { describe, expect, it } from 'vitest'
import { parseCidr } from '../../../src/model/cidr.ts'
import type { NetworkObjectOf } from '../../../src/model/network-objects.ts'
import { aRoute } from '../../builders-network.ts'
import { routed, prove } from '../../builders-proof.ts'

describe('routes', () => {
  it('that have no counterpart are shown by a destination that is lost', () => {
    const { verdict, differences, tables } = prove({
      network: { routes: [...(routed.routes ?? []), aRoute('rtb-1-vpn', '198.51.100.0/24', 'vpn-gateway')] },
    })

    expect(verdict).toBe('different')
    expect(tables).toEqual([{ name: 'rtb-1', verdict: 'different' }])
    expect(
      differences.map(({ kind, direction, before, after }) => [direction, kind, before.outcome, after.outcome]),
    ).toEqual([['route', 'changed', 'vpn-gateway', 'internet-gateway']])
  })

  it('of two lists that share a block and lead apart cannot be told: the platform takes either', () => {
    const list = (id: string): NetworkObjectOf<'prefix-list'> => ({
      kind: 'prefix-list',
      id,
      name: id,
      managed: false,
      maxEntries: 5,
      blocks: [parseCidr('198.51.100.0/24')],
    })
    const by = (id: string, kind: 'nat-gateway' | 'internet-gateway') => ({
      ...aRoute(`route-${id}`, '0.0.0.0/0', kind),
      destination: { prefixListId: id },
    })

    const { verdict, missing } = prove({
      network: {
        objects: [list('pl-1'), list('pl-2')],
        routes: [...(routed.routes ?? []), by('pl-1', 'nat-gateway'), by('pl-2', 'internet-gateway')],
      },
    })

    expect(verdict).toBe('undetermined')
    expect(missing).toEqual(['choice between route-pl-1 and route-pl-2'])
  })

  it('that nobody told leave the proof open', () => {
    expect(prove({ network: { routeTables: [], routes: [] } }).missing).toEqual(['the route tables of vpc-1'])
  })
})
