import { describe, expect, it } from 'vitest'
import { parseAddress } from '../../../src/model/address.ts'
import { parseCidr } from '../../../src/model/cidr.ts'
import type { NetworkTranslation } from '../../../src/model/network-translation.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { azureTerraformFindings } from '../../../src/targets/azure/terraform-findings.ts'
import { azureTerraformRoots } from '../../../src/targets/azure/terraform.ts'
import { anAzurePlan, anAzureServer, anOrderedEntry, anOrderedFilter, group } from '../../builders-plan-azure.ts'

const valuesOf = (plan: Plan, root: string) =>
  azureTerraformRoots(plan).find(({ name }) => name === root)!.variables as Record<string, Record<string, object>>

const aRoute = (hop: string, over: object = {}) =>
  ({
    key: 'r',
    from: 'r-1',
    tableKey: 'shop-private',
    destination: parseCidr('0.0.0.0/0'),
    hop,
    rule: 'kept',
    ...over,
  }) as NetworkTranslation['routes'][number]

describe('routes', () => {
  it.each([
    ['internet-gateway', {}, { next_hop_type: 'Internet' }],
    ['nat-gateway', {}, { next_hop_type: 'Internet' }],
    ['blackhole', {}, { next_hop_type: 'None' }],
    [
      'appliance',
      { address: parseAddress('10.64.1.10') },
      { next_hop_type: 'VirtualAppliance', next_hop_address: '10.64.1.10' },
    ],
  ])('lead by %s to the hop of Azure', (hop, over, value) => {
    const { routes } = valuesOf(anAzurePlan({ network: { routes: [aRoute(hop, over)] } }), 'foundation')

    expect(routes).toEqual({ r: { route_table_key: 'shop-private', destination: '0.0.0.0/0', ...value } })
  })

  it.each([
    ['a hop that Azure has no word for', aRoute('peering')],
    ['an appliance that nobody knows', aRoute('appliance')],
    ['a destination of IPv6', aRoute('blackhole', { destination: parseCidr('::/0') })],
  ])('to %s are left out', (_, route) => {
    expect(valuesOf(anAzurePlan({ network: { routes: [route] } }), 'foundation')['routes']).toEqual({})
  })

  it('by a NAT gateway put its subnets behind one', () => {
    const network = { routes: [aRoute('nat-gateway')] }

    expect(valuesOf(anAzurePlan({ network }), 'foundation')['nat_gateways']).toEqual({
      shop: { subnet_keys: ['app-a', 'app-b', 'spare'] },
    })
  })

  it('to an appliance make its card forward', () => {
    const network = { routes: [aRoute('appliance', { address: parseAddress('10.64.1.10') })] }

    const { servers } = valuesOf(anAzurePlan({ network }), 'foundation')

    expect(servers?.['orders-db']).toMatchObject({ interfaces: { '0': { forwards: true } } })
    expect(servers?.['shop-web']).toMatchObject({ interfaces: { '0': { forwards: false } } })
  })
})

it('calls subnets by their keys, but for those that Azure looks for by name', () => {
  const subnets = anAzurePlan().network.subnets.filter((one) => one.name !== 'GatewaySubnet')
  const named = subnets.map((subnet) => (subnet.key === 'spare' ? { ...subnet, name: 'GatewaySubnet' } : subnet))

  const values = valuesOf(anAzurePlan({ network: { subnets: named } }), 'foundation')['subnets']

  expect(values?.['spare']).toMatchObject({ resource_name: 'GatewaySubnet' })
  expect(values?.['app-a']).toMatchObject({ resource_name: 'app-a' })
})

it('puts servers into the zone of the plan, counted from 1, and others into none', () => {
  const servers = [anAzureServer({ id: 'placed', offering: { zone: 2 } }), anAzureServer({ id: 'free' })]

  const values = valuesOf(anAzurePlan({ servers }), 'recovery')['servers']

  expect(values?.['placed']).toMatchObject({ zone: '3' })
  expect(values?.['free']).not.toHaveProperty('zone')
})

describe('findings', () => {
  it('name the VMs that Site Recovery makes, and backups that Azure cannot take', () => {
    const found = azureTerraformFindings(anAzurePlan())

    expect(found).toMatchObject([
      { code: 'plan.terraform-partial', affected: ['reports'] },
      { code: 'plan.backup-too-rare', subject: 'wiki', affected: ['wiki'] },
      { code: 'plan.terraform-partial', subject: 'load balancers', affected: ['reports'] },
    ])
  })

  it('say nothing of a plan that Terraform can make', () => {
    const servers = [anAzureServer({ id: 'one', backupIntervalMinutes: 240 })]

    expect(azureTerraformFindings(anAzurePlan({ servers }))).toEqual([])
  })

  it('name routes and first rules that have no word', () => {
    const packetFilters = [
      anOrderedFilter({ goesFirst: true, entries: [anOrderedEntry(1, { action: 'deny', sources: [group('web')] })] }),
    ]
    const plan = anAzurePlan({ servers: [], network: { routes: [aRoute('appliance')], packetFilters } })

    expect(azureTerraformFindings(plan).map(({ code }) => code)).toEqual([
      'network.rule-untranslated',
      'network.route-untranslated',
    ])
    expect(valuesOf(plan, 'foundation')['admin_rules']).toEqual({})
  })
})
