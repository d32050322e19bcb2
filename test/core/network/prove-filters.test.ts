import { describe, expect, it } from 'vitest'
import { reachNetwork } from '../../../src/core/network/prove-network.ts'
import { parseService } from '../../../src/model/reach.ts'
import { aHost, anAcl, anAclEntry, inGroups } from '../../builders-network.ts'
import { db, prove, said } from '../../builders-proof.ts'

describe('stateless filters', () => {
  const answers = anAclEntry('egress', 100, { peer: '0.0.0.0/0', ports: ['1024-65535'] })
  const acl = anAcl(['subnet-2'], [anAclEntry('ingress', 100, { peer: '10.0.0.0/24', ports: ['5432'] }), answers])
  const guarded = { network: { objects: [acl] } }

  it('are carried over, and the proof counts their answers', () => {
    expect(prove(guarded).verdict).toBe('structural')
  })

  it('stand between cards that come to different subnets, though the filter is the same', () => {
    const both = anAcl(['subnet-1', 'subnet-2'], [anAclEntry('ingress', 100, { peer: '192.0.2.0/24' }), answers])
    const near = inGroups(aHost('near', 'subnet-2', ['10.0.1.30']), 'sg-web')

    const apart = prove({
      vms: [near, db],
      network: { objects: [both] },
      spoil: (translation) => ({
        ...translation,
        addresses: translation.addresses.map((entry) =>
          entry.vmId === 'near' ? { ...entry, subnetKey: 'subnet-1' } : entry,
        ),
      }),
    })

    expect(prove({ vms: [near, db], network: { objects: [both] } }).verdict).toBe('structural')
    expect(apart.verdict).toBe('different')
  })

  it('stop a connection whose answer cannot leave, though its first packet may come', () => {
    const proof = prove({
      ...guarded,
      spoil: (translation) => ({
        ...translation,
        packetFilters: translation.packetFilters.map((filter) => ({
          ...filter,
          entries: filter.entries.map((entry) =>
            entry.direction === 'egress' ? { ...entry, ports: [{ from: 1024, to: 40_000 }] } : entry,
          ),
        })),
      }),
    })

    expect(proof.verdict).toBe('different')
    expect(said(proof)).toEqual([
      expect.stringMatching(
        /^now-denied: tcp 10\.0\.0\.10:50000 → 10\.0\.1\.20:5432 .* \/ acl-1, for answers: no rule$/,
      ),
    ])
  })

  it('do not stand between hosts of one subnet', () => {
    const near = inGroups(aHost('near', 'subnet-2', ['10.0.1.30']), 'sg-web')
    const { input } = prove({ ...guarded, vms: [near, db] })

    const { primary, recovery } = reachNetwork(input, {
      from: { kind: 'vm', vmId: 'near' },
      to: { kind: 'vm', vmId: 'db' },
      service: parseService('tcp/5432'),
    })

    expect([primary?.verdict, recovery?.verdict]).toEqual(['allowed', 'allowed'])
    expect(primary?.steps.at(-1)?.by).toContain('within subnet-2')
  })

  it('that cannot be read leave the proof open', () => {
    const odd = anAcl(['subnet-2'], [anAclEntry('ingress', 100, { peer: '10.0.0.0/24', ports: ['9-1'] }), answers])

    const { verdict, missing, findings } = prove({ network: { objects: [odd] } })

    expect(verdict).toBe('undetermined')
    expect(missing).toEqual(['entry acl-1: 100'])
    expect(findings.map(({ code }) => code)).toContain('network.rule-untranslated')
  })
})

it('a firewall that traffic has to be led to guards no card by itself, and makes no filter', () => {
  const firewall = anAcl(['subnet-2'], [anAclEntry('ingress', 1, { peer: '192.0.2.0/24' })], {
    ofFirewall: true,
    stateful: true,
  })

  const { verdict, input } = prove({ network: { objects: [firewall] } })

  expect(verdict).toBe('structural')
  expect(input.translation.packetFilters).toEqual([])
})
