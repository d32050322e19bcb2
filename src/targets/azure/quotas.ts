/**
 * What an Azure subscription has a limited amount of in one region. vCPUs are counted in all and by family, under the
 * names that the usage API of Microsoft.Compute has. What new subscriptions have: "Azure subscription and service
 * limits, quotas, and constraints", Microsoft Learn, 2025: 20 vCPUs in all and in each series, other figures by kind of
 * offer; of series with GPUs it states none.
 */
import type { Catalogue } from '../../model/dr-component.ts'
import type { Quota } from '../../model/shared-limit.ts'
import type { Limit } from '../../model/limit.ts'
import type { RecoveryService } from '../../model/target.ts'
import { compareText } from '../../model/text-order.ts'

const asOf = '2025'
const source = 'Azure subscription and service limits'
const NEW_VCPUS = 20

const totalVcpus: Quota = {
  id: 'cores',
  name: 'Total Regional vCPUs',
  of: 'vcpus',
  covers: () => true,
  initially: NEW_VCPUS,
  source,
  asOf,
}

const networkInterfaces: Quota = {
  id: 'NetworkInterfaces',
  name: 'Network interfaces',
  of: 'network-interfaces',
  covers: () => true,
  initially: 65_536,
  source,
  asOf,
}

/** The catalogue keeps sizes with fewer vCPU than their parent apart; the quota of the family counts them too. */
const quotaFamilyOf = (family: string): string => family.replace(/, constrained$/, '')

const hasGpu = (family: string): boolean => /^standard ?N/i.test(family)

const familyVcpus = (family: string): Quota => ({
  id: family,
  name: `${family} vCPUs`,
  of: 'vcpus',
  covers: (what) => 'component' in what && quotaFamilyOf(what.component.family) === family,
  initially: hasGpu(family) ? null : NEW_VCPUS,
  source,
  asOf,
})

/** Total, then by family in the order of names. */
export function azureQuotasOf({ components }: Catalogue): readonly Quota[] {
  const families = new Set(components.map(({ family }) => quotaFamilyOf(family)))
  return [totalVcpus, ...[...families].sort(compareText).map(familyVcpus), networkInterfaces]
}

/** An older edition of the limits above said 50 servers, and the page of recovery plans was not at hand. */
const inPlan = (value: number): Limit => ({ value, source: 'general knowledge of Site Recovery, not looked up', asOf })

/** Recovery plans run beside each other; how many at a time is not stated. */
export const azureRecoveryService: RecoveryService = {
  name: 'Site Recovery',
  parts: 'recovery plans',
  vmsInPart: inPlan(100),
  groupsInPart: inPlan(7),
  partsAtOnce: null,
  vmsAtOnce: null,
}
