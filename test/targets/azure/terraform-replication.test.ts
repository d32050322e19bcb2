import { describe, expect, it } from 'vitest'
import { armId } from '../../../src/targets/azure/arm-id.ts'
import { azureTerraformFindings } from '../../../src/targets/azure/terraform-findings.ts'
import { recoveryPlans } from '../../../src/targets/azure/terraform-replication.ts'
import { azureTerraformRoots } from '../../../src/targets/azure/terraform.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { anArmId, anAzureServer, aPlanFromAzure, aReplicatedServer } from '../../builders-plan-azure.ts'

const replicationOf = (plan: Plan) => azureTerraformRoots(plan)[0]?.variables['replication']

describe('replication from another region of Azure', () => {
  it('says of a machine what the provider asks, with ids as Resource Manager writes them', () => {
    const server = aReplicatedServer('reports', '10.64.1.30')

    const values = replicationOf(aPlanFromAzure([server]))

    const group = '/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/shop/providers'
    expect(values).toMatchObject({
      northeurope: {
        networks: { shop: `${group}/Microsoft.Network/virtualNetworks/shop` },
        source_subnet_ids: [`${group}/Microsoft.Network/virtualNetworks/shop/subnets/app-a`],
        machines: {
          [server.vm.key]: {
            source_vm_id: `${group}/Microsoft.Compute/virtualMachines/reports`,
            size: 'Standard_D2s_v5',
            vpc_key: 'shop',
            disks: { os: { source_id: `${group}/Microsoft.Compute/disks/reports-os`, type: 'Premium_LRS' } },
            interfaces: { '0': { subnet_key: 'app-a', address: '10.64.1.30' } },
          },
        },
        recovery_plans: { 'wave-001-01': { groups: [[server.vm.key]] } },
      },
    })
    expect(azureTerraformFindings(aPlanFromAzure([server]))).toEqual([])
  })

  it('leaves out machines whose ids are of another source, and says so', () => {
    const stranger = anAzureServer({ id: 'vm-1', strategy: 'pilot-light' })
    const diskless = { ...aReplicatedServer('one', '10.64.1.31') }
    const plan = aPlanFromAzure([
      stranger,
      { ...diskless, assignment: { ...diskless.assignment, disks: [] } },
      aReplicatedServer('two', '10.64.1.32'),
    ])

    const found = azureTerraformFindings(plan)

    expect(JSON.stringify(replicationOf(plan))).not.toContain('vm-1')
    expect(found.map(({ code, message }) => `${code} ${message.split(': ')[1]}`).toSorted()).toEqual([
      'plan.terraform-partial its id is not one of Azure.',
      'plan.terraform-partial the ids of its disks are not known.',
    ])
  })

  it('says which cards have addresses that the provider does not set', () => {
    const server = aReplicatedServer('reports', '10.64.1.30')
    const [first] = server.addresses
    const plan = aPlanFromAzure([{ ...server, addresses: first ? [first, { ...first, addressIndex: 1 }] : [] }])

    expect(azureTerraformFindings(plan)).toMatchObject([
      { code: 'plan.terraform-partial', subject: 'further addresses', affected: [server.vm.vmId] },
    ])
  })

  it('is none where the primary site is elsewhere', () => {
    const plan = aPlanFromAzure([aReplicatedServer('reports', '10.64.1.30')])

    expect(replicationOf({ ...plan, site: { ...plan.site, region: 'eu-west-1' } })).toEqual({})
  })
})

describe('recovery plans', () => {
  it('are of one wave and one network each, in the order of waves', () => {
    const machines = [
      { key: 'web', wave: 2, vpcKey: 'shop' },
      { key: 'db', wave: 1, vpcKey: 'shop' },
      { key: 'old', wave: 1, vpcKey: 'old' },
    ]

    expect(recoveryPlans(machines)).toEqual([
      { key: 'wave-001-01', wave: 1, vpcKey: 'old', keys: ['old'] },
      { key: 'wave-001-02', wave: 1, vpcKey: 'shop', keys: ['db'] },
      { key: 'wave-002-01', wave: 2, vpcKey: 'shop', keys: ['web'] },
    ])
  })

  it('hold a hundred machines each, and lose none', () => {
    const machines = Array.from({ length: 250 }, (_, index) => ({
      key: `vm-${index}`,
      wave: 1 + (index % 2),
      vpcKey: 'shop',
    }))

    const plans = recoveryPlans(machines).map(({ keys }) => keys)

    expect(plans.map((keys) => keys.length)).toEqual([100, 25, 100, 25])
    expect(plans.flat().toSorted()).toEqual(machines.map(({ key }) => key).toSorted())
  })
})

it.each([
  ['disks', anArmId('compute/virtualmachines', 'a')],
  ['virtualNetworks', `${anArmId('network/virtualnetworks', 'a')}/subnets/b`],
  ['virtualMachines', 'i-0123456789abcdef0'],
  ['virtualMachines', null],
] as const)('an id of %s is not %s', (type, id) => {
  expect(armId(type, id)).toBeNull()
})
