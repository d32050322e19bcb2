import { expect, it } from 'vitest'
import type { Plan } from '../../../src/model/plan.ts'
import { azureTerraformRoots } from '../../../src/targets/azure/terraform.ts'
import { aMappedDisk } from '../../builders-plan.ts'
import { anAzurePlan, anAzureServer, aPlanFromAzure, aReplicatedServer, reserved } from '../../builders-plan-azure.ts'

const valuesOf = (plan: Plan, root: string) =>
  azureTerraformRoots(plan).find(({ name }) => name === root)!.variables as Record<string, Record<string, object>>

it('reserves each size and zone once, and says of each server where it takes its capacity from', () => {
  const servers = [
    reserved(anAzureServer({ id: 'one', offering: { zone: 1 } })),
    reserved(anAzureServer({ id: 'two', offering: { zone: 1 } })),
    reserved(anAzureServer({ id: 'free' })),
    reserved(anAzureServer({ id: 'fast', disks: [aMappedDisk({ classId: 'PremiumV2_LRS' })] })),
    anAzureServer({ id: 'unreserved' }),
  ]
  const plan = anAzurePlan({ servers })

  expect(valuesOf(plan, 'foundation')['capacity']).toEqual({
    'standard-d2s-v5-1': { size: 'Standard_D2s_v5', zone: '1', servers: 1 },
    'standard-d2s-v5-2': { size: 'Standard_D2s_v5', zone: '2', servers: 2 },
    'standard-d2s-v5-regional': { size: 'Standard_D2s_v5', servers: 1 },
  })
  expect(valuesOf(plan, 'recovery')['servers']).toMatchObject({
    one: { capacity_group_key: 'zonal' },
    free: { capacity_group_key: 'regional' },
    fast: { capacity_group_key: 'zonal' },
  })
  expect(valuesOf(plan, 'recovery')['servers']?.['unreserved']).not.toHaveProperty('capacity_group_key')
})

it('gives what Site Recovery makes its capacity too', () => {
  const plan = aPlanFromAzure([reserved(aReplicatedServer('reports', '10.64.1.30'))])

  const { capacity, replication } = valuesOf(plan, 'foundation')

  expect(Object.keys(capacity ?? {})).toEqual(['standard-d2s-v5-regional'])
  expect(Object.values(replication ?? {})).toMatchObject([{ machines: {} }])
  expect(JSON.stringify(replication)).toContain('"capacity_group_key":"regional"')
})
