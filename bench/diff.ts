/**
 * How long `drplan diff` takes as a whole command: `node bench/diff.ts [VMs]`, by default 10,000 VMs in 200 groups with 2,200
 * rules; once with one VM changed, once with a tenth of them and a rule; at most 5 s each.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseCidr } from '../src/model/cidr.ts'
import type { AddressTranslation, SecurityRuleTranslation } from '../src/model/network-translation.ts'
import type { Plan } from '../src/model/plan.ts'
import { saveArtifact } from '../src/workspace/artifacts.ts'
import { aPlan, aPlannedServer, aSecurityRule } from '../test/builders-plan.ts'

const LIMIT_SECONDS = 5
const GROUPS = 200
const vms = Number(process.argv[2] ?? 10_000)

const address = (index: number, block: bigint): AddressTranslation['to'] => ({
  family: 4,
  value: (10n << 24n) + (block << 16n) + 10n + BigInt(index),
})

const groupOf = (index: number): string => `group-${index % GROUPS}`

function rulesOf(group: number): readonly SecurityRuleTranslation[] {
  return Array.from({ length: 11 }, (_, index) =>
    aSecurityRule({
      key: `rule-${group}-${index}`,
      from: `sgr-${group}-${index}`,
      groupKey: `group-${group}`,
      direction: index === 10 ? 'egress' : 'ingress',
      protocol: index === 10 ? 'any' : 'tcp',
      ports: index === 10 ? null : { from: 1000 + index * 7 + group, to: 1003 + index * 7 + group },
      peer:
        index % 3 === 0 && index < 10
          ? { kind: 'group', groupKey: groupOf(group + index) }
          : { kind: 'cidr', cidr: parseCidr(index === 10 ? '0.0.0.0/0' : `10.64.${(group + index) % 256}.0/24`) },
    }),
  )
}

function estate(): Plan {
  const servers = Array.from({ length: vms }, (_, index) =>
    aPlannedServer({
      id: `vm-${index}`,
      application: `app-${Math.floor(index / 10)}`,
      addresses: [
        {
          nicId: `nic-${index}`,
          subnetKey: 'app-a',
          securityGroupKeys: [groupOf(index)],
          from: address(index, 0n),
          to: address(index, 64n),
        },
      ],
    }),
  )
  const plan = aPlan({ servers })
  const { vpcs, subnets } = plan.network
  return {
    ...plan,
    promises: Array.from({ length: Math.ceil(vms / 10) }, (_, index) => ({
      application: `app-${index}`,
      tierId: '3',
      vmIds: servers.slice(index * 10, index * 10 + 10).map(({ vm }) => vm.vmId),
      promised: { rtoMinutes: 1440, rpoMinutes: 1440 },
      achieved: { rtoMinutes: 60, rpoMinutes: 60 },
      verdict: 'kept',
      because: `vm-${index * 10}`,
    })),
    network: {
      ...plan.network,
      vpcs: vpcs.map((vpc) => ({ ...vpc, blocks: [parseCidr('10.64.0.0/16')] })),
      blocks: [{ vpcKey: 'shop', from: parseCidr('10.0.0.0/16'), to: parseCidr('10.64.0.0/16'), rule: 'explicit' }],
      subnets: subnets
        .filter(({ key }) => key === 'app-a')
        .map((one) => ({ ...one, fromBlock: parseCidr('10.0.0.0/17'), block: parseCidr('10.64.0.0/17') })),
      securityGroups: Array.from({ length: GROUPS }, (_, group) => ({
        key: `group-${group}`,
        from: `sg-${group}`,
        name: `group-${group}`,
        vpcKey: 'shop',
        description: '',
      })),
      securityRules: Array.from({ length: GROUPS }, (_, group) => rulesOf(group)).flat(),
      packetFilters: [],
      balancers: [],
      targetPools: [],
    },
  }
}

const isChanged = (vmId: string, share: number): boolean => Number(vmId.slice(3)) % Math.round(1 / share) === 0

/** Another component, price and (of more than one) address for a share of the VMs, another RTO, and one rule more. */
function changed(plan: Plan, share: number): Plan {
  return {
    ...plan,
    mapping: {
      ...plan.mapping,
      assignments: plan.mapping.assignments.map((one) =>
        isChanged(one.vmId, share)
          ? { ...one, offering: { ...one.offering, componentId: 'm7i.xlarge', standbyPerMonth: 6 } }
          : one,
      ),
    },
    promises: plan.promises.map((one) =>
      one.vmIds.some((id) => isChanged(id, share)) ? { ...one, achieved: { rtoMinutes: 72, rpoMinutes: 60 } } : one,
    ),
    network: {
      ...plan.network,
      securityRules: [
        ...plan.network.securityRules,
        aSecurityRule({ key: 'rule-new', from: 'sgr-new', groupKey: 'group-7', ports: { from: 22, to: 22 } }),
      ],
      addresses: plan.network.addresses.map((one) =>
        share > 0.01 && isChanged(one.vmId, share)
          ? { ...one, to: { family: 4, value: (one.to?.value ?? 0n) + 16_384n } }
          : one,
      ),
    },
  }
}

const folder = mkdtempSync(join(tmpdir(), 'drplan-bench-'))
try {
  const plan = estate()
  const save = async (name: string, content: Plan): Promise<string> => {
    const file = join(folder, name)
    await saveArtifact(file, 'plan', { content, inputs: {}, madeBy: 'bench' })
    return file
  }
  const before = await save('before.json', plan)
  console.log(`${vms} VMs, ${(statSync(before).size / 1e6).toFixed(1)} MB a plan`)
  for (const [name, share] of [
    ['one VM', 1 / vms],
    ['a tenth', 0.1],
  ] as const) {
    const after = await save('after.json', changed(plan, share))
    const start = performance.now()
    const { stdout, status } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, '../bin/dev.js'), 'diff', before, after, '--format', 'markdown'],
      { encoding: 'utf8', maxBuffer: 1 << 28 },
    )
    const seconds = (performance.now() - start) / 1000
    console.log(
      `${name} changed: ${seconds.toFixed(1)} s, ${(seconds / LIMIT_SECONDS).toFixed(2)} of ${LIMIT_SECONDS} s; exit ${status}, ${stdout.length} characters`,
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
