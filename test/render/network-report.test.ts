import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseAddress } from '../../src/model/address.ts'
import { parseCidr } from '../../src/model/cidr.ts'
import type { EquivalenceDifference } from '../../src/model/equivalence.ts'
import type { Plan } from '../../src/model/plan.ts'
import { renderNetworkReport } from '../../src/render/reports/network.ts'
import { anEquivalence } from '../builders-network.ts'
import { aPlan, aSecurityRule } from '../builders-plan.ts'

const template = readFileSync(new URL('../../templates/report/network.md', import.meta.url), 'utf8')
const report = (over: Partial<Plan> = {}): string => renderNetworkReport({ ...aPlan(), ...over }, template).contents

const opened: EquivalenceDifference = {
  name: 'app | web / ingress',
  place: 'app',
  direction: 'ingress',
  kind: 'newly-allowed',
  family: 4,
  packet: {
    protocol: 6,
    source: parseAddress('203.0.113.10'),
    sourcePort: 50_000,
    destination: parseAddress('10.0.1.5'),
    port: 22,
  },
  image: { source: parseAddress('203.0.113.10'), destination: parseAddress('10.64.1.5') },
  before: { outcome: 'deny', by: 'security groups: no rule' },
  after: { outcome: 'allow', by: 'security groups: <b>web-ssh</b>' },
  conditions: [],
  waiver: null,
}

it('a thousand rules that follow their blocks are a page, and one line for each way', () => {
  const { network } = aPlan()
  const securityRules = Array.from({ length: 1000 }, (_, index) =>
    aSecurityRule({
      key: `rule-${index}`,
      from: `sgr-${index}`,
      groupKey: `group-${index % 50}`,
      peer: { kind: 'cidr', cidr: parseCidr(`10.${64 + (index % 2)}.${index % 250}.0/24`) },
    }),
  )

  const text = report({ network: { ...network, securityRules, packetFilters: [] } })

  expect(text).toContain('| 10.0.0.0/16 → 10.64.0.0/16 | 500 | 25 |')
  expect(text).toContain('| 10.1.0.0/16 → 10.65.0.0/16 | 500 | 25 |')
  expect(text.split('\n').length).toBeLessThan(80)
})

it('what is opened is a row with the packet at both sites, the rule, and who answers for it', () => {
  const text = report({ equivalence: anEquivalence({ verdict: 'different', accepted: false, differences: [opened] }) })

  expect(text).toContain('**Not the same: some connections pass at one site only.**')
  expect(text).toMatch(/\| opened \| tcp 203\.0\.113\.10:50000 → 10\.0\.1\.5:22, at the recovery site .* \| nobody \|/)
  expect(text).not.toContain('<b>')
})

it('what somebody answers for says who and until when', () => {
  const waiver = { difference: 'app*', owner: 'network team', reason: 'probe', until: '2027-01-01' }
  const differences = [{ ...opened, waiver }]

  const text = report({ equivalence: anEquivalence({ verdict: 'different', accepted: true, differences }) })

  expect(text).toContain('somebody answers for each of them')
  expect(text).toContain('network team, until 2027-01-01')
})

it('what is missing for a proof is named', () => {
  const equivalence = anEquivalence({ verdict: 'undetermined', accepted: false, missing: ['group sg-9'] })

  expect(report({ equivalence })).toContain('Missing: group sg-9.')
})
