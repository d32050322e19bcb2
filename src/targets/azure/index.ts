/** Azure as a recovery site. */
import type { Target } from '../../model/target.ts'
import { loadAzureCatalogue } from './catalogue.ts'
import { azureNetworkLimits } from './limits.ts'

export const azureTarget: Target = {
  id: 'azure',
  name: 'Azure',
  loadCatalogue: loadAzureCatalogue,
  networkLimits: azureNetworkLimits,
  terraformRoots: null,
}
