/** Azure as a recovery site. */
import type { Target } from '../../model/target.ts'
import { loadAzureCatalogue } from './catalogue.ts'
import { azureCompatibility } from './compatibility.ts'
import { azureNetworkLimits } from './limits.ts'
import { azureTerraformFindings } from './terraform-findings.ts'
import { azureFailbackRoot } from './terraform-failback.ts'
import { azureTerraformRoots } from './terraform.ts'
import { azureQuotasOf, azureRecoveryService } from './quotas.ts'
import { azureNeededActions } from './needed-actions.ts'
import { azureNeededRole } from './needed-role.ts'
import { decideByRoles } from './role-decision.ts'
import { azureRunbookParts } from './runbook-parts.ts'
import { azureStandingSite } from './standing.ts'

export const azureTarget: Target = {
  id: 'azure',
  name: 'Azure',
  loadCatalogue: loadAzureCatalogue,
  networkLimits: azureNetworkLimits,
  compatibility: azureCompatibility,
  quotasOf: azureQuotasOf,
  recoveryService: azureRecoveryService,
  // The regions of the catalogue have three each; a subnet spans them (Azure reliability guide, 2025).
  zones: { perRegion: 3, ofSubnets: false },
  terraformRoots: azureTerraformRoots,
  failbackRoot: azureFailbackRoot,
  terraformFindings: azureTerraformFindings,
  regionSwitch: null,
  standingSite: azureStandingSite,
  runbookParts: azureRunbookParts,
  neededActions: azureNeededActions,
  neededDocument: azureNeededRole,
  decideActions: decideByRoles,
}
