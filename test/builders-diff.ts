/** Two plans that differ in what a test says, compared as `drplan diff` compares them. */
import { compareRecovery } from '../src/core/network/compare-recovery.ts'
import { diffPlans } from '../src/core/diff/diff-plans.ts'
import { parseAddress } from '../src/model/address.ts'
import { parseCidr } from '../src/model/cidr.ts'
import { createFinding, type Finding } from '../src/model/finding.ts'
import type { NetworkTranslation } from '../src/model/network-translation.ts'
import type { PlanDiff } from '../src/model/plan-diff.ts'
import type { ApplicationPromise, Plan } from '../src/model/plan.ts'
import { awsTarget } from '../src/targets/aws/index.ts'
import { aPlan, aPlannedServer, aSecurityRule } from './builders-plan.ts'

const limits = awsTarget.networkLimits

export const compared = (before: Plan, after: Plan): PlanDiff =>
  diffPlans(before, after, {
    flows: compareRecovery({ network: before.network, limits }, { network: after.network, limits }),
    simulation: null,
  })

export const aPromise = (over: Partial<ApplicationPromise> = {}): ApplicationPromise => ({
  application: 'shop',
  tierId: '3',
  vmIds: ['web', 'db'],
  promised: { rtoMinutes: 1440, rpoMinutes: 1440 },
  achieved: { rtoMinutes: 60, rpoMinutes: 30 },
  verdict: 'kept',
  because: 'db',
  ...over,
})

export const aWarning = (subject: string, affected: readonly string[] = [], message = 'said'): Finding => ({
  ...createFinding('plan.terraform-partial', { subject, message, affected }),
  severity: 'warning',
})

const webToDb = aSecurityRule({
  key: 'data-from-web',
  from: 'sgr-2',
  groupKey: 'data',
  ports: { from: 5432, to: 5432 },
  peer: { kind: 'group', groupKey: 'web' },
})

const network: Partial<NetworkTranslation> = {
  blocks: [{ vpcKey: 'shop', from: parseCidr('10.0.0.0/16'), to: parseCidr('10.64.0.0/16'), rule: 'explicit' }],
  securityRules: [
    aSecurityRule({ peer: { kind: 'cidr', cidr: parseCidr('0.0.0.0/0') } }),
    webToDb,
    aSecurityRule({ key: 'web-to-data', direction: 'egress', from: 'sgr-3', protocol: 'any', ports: null }),
  ],
  packetFilters: [],
  balancers: [],
  targetPools: [],
}

/** A web server that everybody may ask by HTTPS, and a database that the web server may ask. */
export const aSmallPlan = (over: Partial<Plan> = {}): Plan => {
  const plan = aPlan({
    servers: [
      aPlannedServer({
        id: 'web',
        addresses: [{ securityGroupKeys: ['web'], to: parseAddress('10.64.1.10') }],
      }),
      aPlannedServer({
        id: 'db',
        addresses: [{ securityGroupKeys: ['data'], from: parseAddress('10.0.1.11'), to: parseAddress('10.64.1.11') }],
      }),
    ],
    network,
  })
  return {
    ...plan,
    waves: [{ number: 1, tierId: '3', vmIds: ['web', 'db'], startMinutes: 10, endMinutes: 60 }],
    promises: [aPromise()],
    mapping: { ...plan.mapping, standbyPerMonth: 100, recoveredPerHour: 2 },
    ...over,
  }
}
