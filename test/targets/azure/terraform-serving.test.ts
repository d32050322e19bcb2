import { expect, it } from 'vitest'
import { probeRules } from '../../../src/targets/azure/terraform-probes.ts'
import { securityRules } from '../../../src/targets/azure/terraform-security.ts'
import { probeOf } from '../../../src/targets/azure/terraform-serving.ts'
import { azureTerraformRoots } from '../../../src/targets/azure/terraform.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { anAzurePlan, anOrderedEntry, anOrderedFilter } from '../../builders-plan-azure.ts'

const valuesOf = (plan: Plan, root: string) =>
  azureTerraformRoots(plan).find(({ name }) => name === root)!.variables as Record<string, Record<string, object>>

const listener = { key: 'l', protocol: 'tcp', port: 80, poolKey: 'p', targetPort: 8080 } as const

it('asks as the primary site does, and whether a port answers where nobody says how', () => {
  expect(probeOf(listener, { protocol: 'https', port: null, path: '/up' })).toEqual({
    protocol: 'Https',
    port: 8080,
    path: '/up',
  })
  expect(probeOf(listener, { protocol: 'tcp', port: 99, path: null })).toEqual({ protocol: 'Tcp', port: 99 })
  expect(probeOf(listener, null)).toEqual({ protocol: 'Tcp', port: 8080 })
  expect(probeOf({ ...listener, protocol: 'udp' }, null)).toBe(null)
})

it('puts a balancer where a server behind it stands, and others where they are made', () => {
  const plan = anAzurePlan()

  const [standing, made] = ['foundation', 'recovery'].map((root) => valuesOf(plan, root))

  expect(Object.keys(standing?.['balancers'] ?? {})).toEqual(['orders-lb', 'open-lb'])
  expect(made?.['balancers']).toEqual({ 'wiki-lb': { label: 'wiki', subnet_key: 'app-b', address: '10.64.2.254' } })
  expect(Object.keys(made?.['pool_targets'] ?? {})).toEqual([
    'orders-lb/orders/a-windows-server-with-a-long-name/0/1',
    'wiki-lb/wiki/wiki/0/0',
    expect.stringMatching(/^open-lb\/open\/.*\/0\/0$/),
  ])
})

it('gives a front the last address that nobody has', () => {
  const plan = anAzurePlan()
  const [first] = plan.network.addresses
  const addresses = [{ ...first!, subnetKey: 'app-b', to: { family: 4 as const, value: 0x0a_40_02_fen } }]

  const values = valuesOf({ ...plan, network: { ...plan.network, addresses } }, 'recovery')

  expect(values['balancers']?.['wiki-lb']).toMatchObject({ address: '10.64.2.253' })
})

it('lets probes in before a denial of everything only, at a priority that is free', () => {
  const { network } = anAzurePlan()
  const guard = (...entries: readonly ReturnType<typeof anOrderedEntry>[]) => {
    const packetFilters = [anOrderedFilter({ key: 'g', cards: [{ vmId: 'shop-web', nicIndex: 0 }], entries })]
    return probeRules({ ...network, packetFilters }, securityRules(packetFilters))
  }
  const tcp = { protocol: 'tcp', ports: [{ from: 1, to: 1 }] } as const

  expect(guard(anOrderedEntry(299, tcp), anOrderedEntry(300, { action: 'deny' }))).toMatchObject({
    'g-ingress-298': { access: 'Allow', destination_ports: ['8080', '8443'], source: { tag: 'AzureLoadBalancer' } },
  })
  expect(guard(anOrderedEntry(300, tcp))).toEqual({})
  expect(guard(anOrderedEntry(100, { action: 'deny' }))).toEqual({})
})
