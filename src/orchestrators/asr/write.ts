/**
 * Recovery plans of Azure Site Recovery as a template of Azure Resource Manager
 * (Microsoft.RecoveryServices/vaults/replicationRecoveryPlans, API 2024-10-01): a shutdown and a failover group, as
 * Site Recovery wants them in this order, then one boot group a wave.
 */
import { gateAct, type OrderToExport } from '../../model/order-export.ts'
import type { OrderGroups } from '../../model/recovery-order.ts'
import { partName } from '../../model/recovery-parts.ts'
import type { RunbookStep } from '../../model/runbook.ts'
import type { JsonValue } from '../../model/target.ts'
import { jsonFile, type ExportDocument } from '../document.ts'

export const renderAsr = (order: OrderToExport): ExportDocument => ({
  main: jsonFile('asr-recovery-plan.json', {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: {
      vaultName: { type: 'string' },
      primaryFabricId: { type: 'string' },
      recoveryFabricId: { type: 'string' },
      replicatedItems: {
        type: 'object',
        metadata: { description: 'By key of the VM: {id, virtualMachineId} of its replicated item.' },
      },
    },
    resources: order.replicated.map(({ groups }, index) => planOf(groups, index, order.gates)),
  }),
  beside: [],
})

function planOf(groups: OrderGroups, index: number, gates: readonly RunbookStep[]): JsonValue {
  const previous = index > 0 ? [manual(`${partName(index - 1)} has ended`, 'Run it first, and wait for its end.')] : []
  return {
    type: 'Microsoft.RecoveryServices/vaults/replicationRecoveryPlans',
    apiVersion: '2024-10-01',
    name: `[concat(parameters('vaultName'), '/${partName(index)}')]`,
    properties: {
      primaryFabricId: "[parameters('primaryFabricId')]",
      recoveryFabricId: "[parameters('recoveryFabricId')]",
      failoverDeploymentModel: 'ResourceManager',
      groups: [
        {
          ...group('Shutdown', []),
          startGroupActions: [
            ...gates.map(({ id, title, who }) => manual(gateAct(id), `${title} (${who})`)),
            ...previous,
          ],
        },
        group('Failover', []),
        ...groups.map((keys) => group('Boot', keys)),
      ],
    },
  }
}

const group = (groupType: string, keys: readonly string[]): { readonly [name: string]: JsonValue } => ({
  groupType,
  replicationProtectedItems: keys.map((key) => ({
    id: `[parameters('replicatedItems')['${key}'].id]`,
    virtualMachineId: `[parameters('replicatedItems')['${key}'].virtualMachineId]`,
  })),
  startGroupActions: [],
  endGroupActions: [],
})

/** A text is an expression only where it begins with a bracket; these begin with words of drplan. */
const manual = (actionName: string, description: string): JsonValue => ({
  actionName,
  failoverTypes: ['UnplannedFailover', 'PlannedFailover'],
  failoverDirections: ['PrimaryToRecovery'],
  customDetails: { instanceType: 'ManualActionDetails', description },
})
