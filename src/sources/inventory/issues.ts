/** What zod found wrong, as sentences that say where and, for a misspelt key, what was meant. */
import type { z } from 'zod'
import { nearest } from '../../model/nearest.ts'

/** Every key that the format knows, for "did you mean". */
const knownKeys = `schema capturedAt region vms network id name kind power vcpus memoryGiB architecture firmware os
  family sourceType disks capacityGiB usedGiB sourceClass iops throughputMiBps attachment boot nics subnetId macAddress
  addresses securityGroupIds hasPublicAddress accelerators model count placement datacenter cluster host zone
  application protectionGroup tier dependsOn tags vpcs subnets routeTables routes securityGroups securityRules
  dnsRecords rulesKnown blocks block vpcId gateway routeTableId main tableId destination prefixListId hop
  description groupId direction protocol ports from to peer cidr type ttlSeconds values`.split(/\s+/)

export interface Fault {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

export const faultsOf = (error: z.ZodError): readonly Fault[] =>
  error.issues.map((issue) => ({ path: issue.path, message: `${showPath(issue.path)}${sentence(issue)}` }))

const showPath = (path: readonly PropertyKey[]): string => (path.length === 0 ? '' : `${path.map(String).join('.')}: `)

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'unrecognized_keys') return issue.message
  return issue.keys
    .map((key) => {
      const meant = nearest(key, knownKeys)
      return `unknown key "${key}"${meant === null ? '' : `; did you mean "${meant}"?`}`
    })
    .join('; ')
}
