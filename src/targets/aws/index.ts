/** AWS as a recovery site. */
import type { Target } from '../../model/target.ts'
import { loadAwsCatalogue } from './catalogue.ts'
import { awsCompatibility } from './compatibility.ts'
import { awsNetworkLimits } from './limits.ts'
import { awsTerraformRoots } from './terraform.ts'

export const awsTarget: Target = {
  id: 'aws',
  name: 'AWS',
  loadCatalogue: loadAwsCatalogue,
  networkLimits: awsNetworkLimits,
  compatibility: awsCompatibility,
  terraformRoots: awsTerraformRoots,
}
