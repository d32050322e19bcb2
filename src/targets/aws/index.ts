/** AWS as a recovery site. */
import type { Target } from '../../model/target.ts'
import { loadAwsCatalogue } from './catalogue.ts'
import { awsQuotas, awsRecoveryService } from './quotas.ts'
import { awsCompatibility } from './compatibility.ts'
import { awsNetworkLimits } from './limits.ts'
import { awsFailbackRoot } from './terraform-failback.ts'
import { awsNeededActions } from './needed-actions.ts'
import { awsNeededPolicy } from './needed-policy.ts'
import { decideByPolicies } from './policy-decision.ts'
import { awsRunbookParts } from './runbook-parts.ts'
import { awsStandingSite } from './standing.ts'
import { awsTerraformFindings } from './terraform-findings.ts'
import { awsRegionSwitch } from './terraform-switch.ts'
import { awsTerraformRoots } from './terraform.ts'

export const awsTarget: Target = {
  id: 'aws',
  name: 'AWS',
  loadCatalogue: loadAwsCatalogue,
  networkLimits: awsNetworkLimits,
  quotasOf: () => awsQuotas,
  recoveryService: awsRecoveryService,
  // Every region of the catalogue has three zones or more; a subnet is in one of them (Amazon VPC user guide, 2023-06).
  zones: { perRegion: 3, ofSubnets: true },
  compatibility: awsCompatibility,
  terraformRoots: awsTerraformRoots,
  failbackRoot: awsFailbackRoot,
  terraformFindings: awsTerraformFindings,
  regionSwitch: awsRegionSwitch,
  standingSite: awsStandingSite,
  runbookParts: awsRunbookParts,
  neededActions: awsNeededActions,
  neededDocument: awsNeededPolicy,
  decideActions: decideByPolicies,
}
