import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findDependencies } from '../../../src/core/dependencies/find-dependencies.ts'
import { parseAddress } from '../../../src/model/address.ts'
import { compareDependencies, type Dependency } from '../../../src/model/dependency.ts'
import type { Flow } from '../../../src/model/flow.ts'
import type { NetworkObject } from '../../../src/model/network-objects.ts'
import { emptyNetwork, type Network } from '../../../src/model/network.ts'
import type { Vm } from '../../../src/model/site.ts'
import { aNic, aVm } from '../../builders.ts'
import { aGroup, aRule, aSubnet } from '../../builders-network.ts'

const vmIn = (id: string, address: string, ...groups: string[]): Vm =>
  aVm({ id, nics: [aNic({ id: `nic-${id}`, addresses: [parseAddress(address)], securityGroupIds: groups })] })
const web = vmIn('web', '10.0.1.10', 'sg-web')
const db = vmIn('db', '10.0.2.20', 'sg-db')

const aFlow = (from: string | null, to: string, over: Partial<Flow> = {}): Flow => ({
  client: { address: from, vmId: null },
  server: { address: to, vmId: null },
  protocol: 'tcp',
  port: 5432,
  observed: { records: 2, bytes: 100, first: '2026-11-01T00:00:00.000Z', last: '2026-11-02T00:00:00.000Z' },
  basis: 'initiator',
  ...over,
})

interface Given {
  readonly vms?: readonly Vm[]
  readonly network?: Partial<Network>
  readonly flows?: readonly Flow[]
}
const find = ({ vms = [web, db], network = {}, flows = [] }: Given) =>
  findDependencies({ site: { vms, network: { ...emptyNetwork, ...network } }, flows, stated: [] })
const brief = ({ fromVmId, toVmId, evidence, port, confidence }: Dependency) =>
  `${fromVmId} > ${toVmId} ${evidence} ${port} ${confidence}`

describe('statements', () => {
  test('tags name VMs by id or by a name that only one has', () => {
    const vms = [
      { ...web, dependsOn: ['database', 'twin', 'web'] },
      { ...db, name: 'database' },
      aVm({ id: 'a', name: 'twin' }),
      aVm({ id: 'b', name: 'twin' }),
    ]

    expect(find({ vms }).dependencies.map(brief)).toEqual(['web > db stated null certain'])
  })
})

describe('traffic', () => {
  test('between two VMs is a dependency, with what was seen summed over their addresses', () => {
    const twoFaced = aVm({ id: 'web', nics: [aNic({ addresses: ['10.0.1.10', '10.0.1.11'].map(parseAddress) })] })
    const flows = [aFlow('10.0.1.10', '10.0.2.20'), aFlow('10.0.1.11', '10.0.2.20')]

    const { dependencies } = find({ vms: [twoFaced, db], flows })

    expect(dependencies).toMatchObject([
      { evidence: 'flow', observed: { records: 4, bytes: 200 }, confidence: 'likely' },
    ])
  })

  test('of a guessed server, of management, and of a client that reaches everybody is only possible', () => {
    const many = Array.from({ length: 20 }, (_, index) => vmIn(`vm-${index}`, `10.0.9.${index + 1}`))
    const flows = [
      aFlow('10.0.1.10', '10.0.2.20', { port: 7000, basis: 'repeated-port' }),
      aFlow('10.0.1.10', '10.0.2.20', { port: 22 }),
      ...many.map((_, index) => aFlow('10.0.2.20', `10.0.9.${index + 1}`, { port: 6556 })),
    ]

    const { dependencies } = find({ vms: [web, db, ...many], flows })

    expect(new Set(dependencies.map(({ confidence }) => confidence))).toEqual(new Set(['possible']))
    expect(dependencies.find(({ port }) => port === 6556)?.why).toContain('reaches 20 VMs')
  })

  test('to services outside of the site is a warning where whole sites lean on them, else a note', () => {
    const flows = [
      aFlow('10.0.1.10', '192.168.9.53', { port: 53, protocol: 'udp' }),
      aFlow('10.0.2.20', '192.168.9.53', { port: 53, protocol: 'udp' }),
      aFlow('10.0.2.20', '198.51.100.1', { port: 443 }),
      aFlow(null, '10.0.1.10', { port: 443 }),
    ]

    const { dependencies, findings } = find({ flows })

    expect(dependencies).toEqual([])
    expect(findings.map(({ code, message }) => [code, message])).toEqual([
      [
        'site.dependency-hidden',
        '2 VMs use DNS outside of the site, at 192.168.9.53 (db, web).'.replace('2 VMs', '2\u00a0VMs'),
      ],
      [
        'site.dependency-outside',
        '1\u00a0VM uses 1\u00a0other service outside of the site: 198.51.100.1 tcp 443 (db).',
      ],
    ])
  })

  test('to an address of the site that nothing in the inventory has is a warning', () => {
    const { findings } = find({
      network: { subnets: [aSubnet('data', '10.0.2.0/24')] },
      flows: [aFlow('10.0.1.10', '10.0.2.99'), aFlow('10.0.1.10', '192.0.2.1', { port: 443 })],
    })

    expect(findings.map(({ code }) => code)).toEqual(['site.address-unknown', 'site.dependency-outside'])
    expect(findings[0]?.message).toContain('10.0.2.99 tcp 5432 (web)')
  })

  test('to a service of the platform is a warning, because no plan of VMs brings it back', () => {
    const service: NetworkObject = {
      kind: 'service',
      id: 'orders',
      name: 'orders',
      type: 'RDS instance',
      vpcId: null,
      subnetIds: [],
      securityGroupIds: [],
      addresses: [parseAddress('10.0.7.7')],
      dnsName: null,
      port: 5432,
      vmIds: [],
      facts: {},
    }

    const { dependencies, findings } = find({
      network: { objects: [service] },
      flows: [aFlow('10.0.1.10', '10.0.7.7')],
    })

    expect(dependencies).toEqual([])
    expect(findings).toMatchObject([{ code: 'site.dependency-hidden', subject: 'orders', affected: ['web'] }])
  })

  test('of an address that two VMs have is of neither', () => {
    const { dependencies, findings } = find({
      vms: [web, db, vmIn('db-2', '10.0.2.20')],
      flows: [aFlow('10.0.1.10', '10.0.2.20')],
    })

    expect(dependencies).toEqual([])
    expect(findings).toMatchObject([{ code: 'site.address-ambiguous', affected: ['10.0.2.20'] }])
  })
})

describe('security rules', () => {
  const network = (...securityRules: Network['securityRules']): Partial<Network> => ({
    securityGroups: [aGroup('sg-web'), aGroup('sg-db')],
    securityRules,
    rulesKnown: true,
  })

  test('for a group or a few addresses make possible dependencies', () => {
    const rules = network(
      aRule('r1', { kind: 'group', groupId: 'sg-web' }, { groupId: 'sg-db', ports: { from: 5432, to: 5432 } }),
      aRule('r2', '10.0.1.10/32', { groupId: 'sg-db', ports: { from: 8000, to: 8100 } }),
      aRule('r3', { kind: 'group', groupId: 'sg-db' }, { direction: 'egress', protocol: 'any', ports: null }),
    )

    const { dependencies } = find({ network: rules })

    expect(dependencies.map(({ why, ...rest }) => `${brief({ why, ...rest })}: ${why}`)).toEqual([
      'web > db security-rule null possible: let out by a rule of sg-web',
      'web > db security-rule null possible: let in by a rule of sg-db to ports 8000-8100',
      'web > db security-rule 5432 possible: let in by a rule of sg-db',
    ])
  })

  test('for wide blocks, for ICMP, for management and within a group make none', () => {
    const rules = network(
      aRule('r1', '10.0.0.0/16', { groupId: 'sg-db' }),
      aRule('r2', '10.0.1.10/32', { groupId: 'sg-db', protocol: 'icmp', ports: null }),
      aRule('r3', { kind: 'group', groupId: 'sg-db' }, { groupId: 'sg-db' }),
      aRule('r4', '10.0.1.10/32', { groupId: 'sg-db', ports: { from: 22, to: 22 } }),
    )

    const { dependencies, findings } = find({ network: rules })

    expect(dependencies).toEqual([])
    expect(findings).toMatchObject([{ code: 'site.rule-too-wide', affected: ['sg-db'] }])
  })

  test('between large groups become one sentence and no rows', () => {
    const webs = Array.from({ length: 11 }, (_, index) => vmIn(`web-${index}`, `10.0.1.${index + 1}`, 'sg-web'))
    const dbs = Array.from({ length: 10 }, (_, index) => vmIn(`db-${index}`, `10.0.2.${index + 1}`, 'sg-db'))
    const rule = aRule('r1', { kind: 'group', groupId: 'sg-web' }, { groupId: 'sg-db' })

    const { dependencies, findings } = find({ vms: [...webs, ...dbs], network: network(rule) })

    expect(dependencies).toEqual([])
    expect(findings[0]?.message).toContain('11\u00a0VMs to 10\u00a0VMs by sg-db (tcp 443)')
  })
})

describe('load balancers', () => {
  const objects = (over: object = {}): readonly NetworkObject[] => [
    {
      kind: 'load-balancer',
      id: 'lb',
      name: 'orders',
      role: 'application',
      internal: true,
      vpcId: null,
      subnetIds: [],
      securityGroupIds: ['sg-lb'],
      addresses: [parseAddress('10.0.5.5')],
      publicAddresses: [],
      dnsName: null,
      listeners: [{ id: 'l', protocol: 'HTTP', port: 80, poolIds: ['pool'] }],
      ...over,
    },
    {
      kind: 'target-pool',
      id: 'pool',
      name: 'orders',
      vpcId: null,
      protocol: 'HTTP',
      port: 8080,
      targets: [
        { vmId: 'db', nicId: null, address: null, port: null },
        { vmId: null, nicId: 'nic-app', address: null, port: 9090 },
        { vmId: null, nicId: null, address: parseAddress('10.9.9.9'), port: null },
      ],
      healthCheck: null,
    },
  ]
  const app = vmIn('app', '10.0.3.3')

  test('stand for the machines behind them when traffic reaches them', () => {
    const { dependencies } = find({
      vms: [web, db, app],
      network: { objects: objects() },
      flows: [aFlow('10.0.1.10', '10.0.5.5', { port: 80 })],
    })

    expect(dependencies.map(brief)).toEqual([
      'web > app load-balancer 9090 likely',
      'web > db load-balancer 8080 likely',
    ])
    expect(dependencies[0]?.why).toBe('traffic was seen to load balancer orders, one of 2 that can answer')
  })

  test('are possible where only a rule lets a group reach them', () => {
    const rule = aRule('r', { kind: 'group', groupId: 'sg-web' }, { groupId: 'sg-lb', ports: { from: 80, to: 80 } })

    const { dependencies } = find({ vms: [web, db, app], network: { objects: objects(), securityRules: [rule] } })

    expect(dependencies.map(brief)).toEqual([
      'web > app load-balancer 9090 possible',
      'web > db load-balancer 8080 possible',
    ])
  })
})

test('dependencies join two different VMs of the site, are sorted, and come in the same order from any order', () => {
  const ends = ['10.0.1.10', '10.0.2.20', '10.0.3.3', '10.7.7.7']
  const anyFlow = fc
    .record({
      from: fc.option(fc.constantFrom(...ends)),
      to: fc.constantFrom(...ends),
      port: fc.constantFrom(22, 80, 5432),
      vmId: fc.option(fc.constantFrom('web', 'gone')),
    })
    .map(({ from, to, port, vmId }) => aFlow(from, to, { port, client: { address: from, vmId } }))
  const vms = [web, db, vmIn('app', '10.0.3.3')]
  fc.assert(
    fc.property(fc.array(anyFlow), (flows) => {
      const { dependencies } = find({ vms, flows })

      expect(dependencies.every((one) => one.fromVmId !== one.toVmId)).toBe(true)
      const ids = new Set(vms.map(({ id }) => id))
      expect(dependencies.every((one) => ids.has(one.fromVmId) && ids.has(one.toVmId))).toBe(true)
      expect(dependencies).toEqual(dependencies.toSorted(compareDependencies))
      expect(find({ vms, flows: flows.toReversed() }).dependencies).toEqual(dependencies)
    }),
  )
})
