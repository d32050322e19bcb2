import { describe, expect, it } from 'vitest'
import { reachNetwork } from '../../../src/core/network/prove-network.ts'
import { formatAddress, parseAddress } from '../../../src/model/address.ts'
import { parseService } from '../../../src/model/reach.ts'
import { prove } from '../../builders-proof.ts'

describe('one connection', () => {
  const ask = (from: string, to: string, service: string) => {
    const end = (text: string) =>
      text.includes('.')
        ? { kind: 'address' as const, address: parseAddress(text) }
        : { kind: 'vm' as const, vmId: text }
    return reachNetwork(prove().input, { from: end(from), to: end(to), service: parseService(service) })
  }

  it('is walked through what lets it leave, its way, and what lets it arrive', () => {
    const { primary, recovery } = ask('web', 'db', 'tcp/5432')

    expect(primary?.verdict).toBe('allowed')
    expect(primary?.steps).toEqual([
      { at: 'leaves', outcome: 'allow', by: 'security groups: web-out' },
      { at: 'way', outcome: 'local', by: 'rtb-1-local' },
      { at: 'arrives', outcome: 'allow', by: 'security groups: db-from-web' },
    ])
    expect(recovery?.verdict).toBe('allowed')
    expect(recovery && formatAddress(recovery.destination)).toBe('10.9.1.20')
  })

  it.each([
    { from: 'web', to: 'db', service: 'tcp/5433', verdict: 'denied' },
    { from: 'web', to: 'db', service: 'udp/5432', verdict: 'denied' },
    { from: '203.0.113.9', to: 'web', service: 'tcp/443', verdict: 'allowed' },
    { from: '203.0.113.9', to: 'db', service: 'tcp/5432', verdict: 'denied' },
    { from: '10.0.0.10', to: '10.0.1.20', service: 'tcp/5432', verdict: 'allowed' },
  ])('from $from to $to, $service: $verdict at both sites', ({ from, to, service, verdict }) => {
    const { primary, recovery } = ask(from, to, service)

    expect([primary?.verdict, recovery?.verdict]).toEqual([verdict, verdict])
  })

  it.each(['tcp', 'tcp/70000', 'icmp/300', 'http/80', '300', ''])('is not asked for %j', (text) => {
    expect(() => parseService(text)).toThrow('is not a service')
  })
})
