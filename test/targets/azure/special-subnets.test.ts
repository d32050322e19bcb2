import { describe, expect, it } from 'vitest'
import { azureTerraformFindings } from '../../../src/targets/azure/terraform-findings.ts'
import { azureTerraformRoots } from '../../../src/targets/azure/terraform.ts'
import { anAzurePlan, anOrderedFilter } from '../../builders-plan-azure.ts'

/** The subnet `spare`, with a default route by the NAT gateway and a group, under this name. */
function planWith(name: string) {
  const subnets = anAzurePlan().network.subnets.filter((one) => one.name !== 'GatewaySubnet')
  const packetFilters = [anOrderedFilter({ subnetKeys: ['spare'] })]
  return anAzurePlan({
    servers: [],
    network: { packetFilters, subnets: subnets.map((one) => (one.key === 'spare' ? { ...one, name } : one)) },
  })
}

describe('a subnet of a service', () => {
  it.each([
    { name: 'GatewaySubnet', group: false, table: false, nat: false },
    { name: 'AzureBastionSubnet', group: true, table: false, nat: false },
    { name: 'AzureFirewallSubnet', group: false, table: true, nat: true },
    { name: 'RouteServerSubnet', group: false, table: false, nat: false },
    { name: 'spare', group: true, table: true, nat: true },
  ])('$name has a group: $group, a table: $table, a NAT gateway: $nat', ({ name, group, table, nat }) => {
    const plan = planWith(name)

    const { variables } = azureTerraformRoots(plan)[0] ?? { variables: {} }

    const {
      subnets,
      network_security_groups: groups,
      nat_gateways: gateways,
    } = variables as unknown as {
      subnets: Record<string, object>
      network_security_groups: Record<string, { subnet_keys: readonly string[] }>
      nat_gateways: Record<string, { subnet_keys: readonly string[] }>
    }
    expect(groups['web-cards']?.subnet_keys.includes('spare')).toBe(group)
    expect('route_table_key' in (subnets['spare'] ?? {})).toBe(table)
    expect(gateways['shop']?.subnet_keys.includes('spare')).toBe(nat)
  })

  it('that is left without them is a finding', () => {
    const codes = (name: string) => azureTerraformFindings(planWith(name)).map(({ code }) => code)

    expect(codes('GatewaySubnet')).toEqual(['network.route-untranslated', 'network.rule-untranslated'])
    expect(codes('spare')).toEqual([])
  })
})
