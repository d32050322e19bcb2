/** The needed actions as a custom role, as `az role definition create` takes it. */
import type { NeededAction } from '../../model/needed-action.ts'
import type { JsonValue } from '../../model/target.ts'

/** The scope has to be filled in: the plan does not know the subscription. */
export const azureNeededRole = (needed: readonly NeededAction[]): JsonValue => ({
  Name: 'drplan: carries out the plan',
  IsCustom: true,
  Description: 'What the Terraform and the runbooks of the plan need at the recovery site, and nothing else.',
  Actions: needed.map(({ action }) => action),
  NotActions: [],
  // Terraform makes keys and reads the state of the backups with the rights on data that Key Vault has apart.
  DataActions: needed.some(({ action }) => action === 'Microsoft.KeyVault/vaults/write')
    ? [
        'create/action',
        'delete',
        'getrotationpolicy/action',
        'purge/action',
        'read',
        'recover/action',
        'setrotationpolicy/action',
        'update/action',
      ].map((verb) => `Microsoft.KeyVault/vaults/keys/${verb}`)
    : [],
  NotDataActions: [],
  AssignableScopes: ['/subscriptions/SUBSCRIPTION'],
})
