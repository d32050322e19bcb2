/** Whatever people call their machines and networks: what Terraform is given is safe, unique and within the limits of AWS. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stableKey } from '../../../src/model/key.ts'
import type { Plan } from '../../../src/model/plan.ts'
import type { JsonValue } from '../../../src/model/target.ts'
import { awsTerraformRoots } from '../../../src/targets/aws/terraform.ts'
import { aPlan, aPlannedServer, hostileNames } from '../../builders-plan.ts'
import { awsRules } from '../../support/terraform/aws-rules.ts'

const hostileText = fc.oneof(
  fc.constantFrom(
    ...hostileNames,
    '',
    ' ',
    '../../etc',
    'CON',
    'a/b',
    '\u0000',
    '\uD800',
    'ＡＷＳ',
    'aws:tag',
    'İ',
    '-',
    '%{if true}',
  ),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
)

interface Names {
  readonly vms: readonly { readonly name: string; readonly id: string; readonly application: string }[]
  readonly vpc: string
  readonly subnet: string
  readonly group: string
  readonly description: string
  readonly list: string
}

const names: fc.Arbitrary<Names> = fc.record({
  vms: fc.uniqueArray(fc.record({ name: hostileText, id: hostileText, application: hostileText }), {
    minLength: 1,
    maxLength: 6,
    selector: ({ id }) => id,
  }),
  vpc: hostileText,
  subnet: hostileText,
  group: hostileText,
  description: hostileText,
  list: hostileText,
})

const strategies = ['backup-restore', 'pilot-light', 'warm-standby', 'hot-standby'] as const

function planOf({ vms, vpc, subnet, group, description, list }: Names): Plan {
  const servers = vms.map(({ name, id, application }, index) =>
    aPlannedServer({ id, name, application, strategy: strategies[index % strategies.length] ?? 'pilot-light' }),
  )
  const plan = aPlan({ servers })
  const { network } = plan
  return {
    ...plan,
    network: {
      ...network,
      vpcs: network.vpcs.map((each) => ({ ...each, name: vpc })),
      subnets: network.subnets.map((each) => ({ ...each, name: subnet })),
      securityGroups: network.securityGroups.map((each) => ({ ...each, name: group, description })),
      securityRules: network.securityRules.map((each) => ({ ...each, from: group, description })),
      prefixLists: network.prefixLists.map((each) => (each.managed ? each : { ...each, name: list })),
    },
  }
}

const variablesOf = (plan: Plan) =>
  Object.fromEntries(awsTerraformRoots(plan).map(({ name, variables }) => [name, variables])) as Record<
    'foundation' | 'recovery',
    Record<string, Record<string, Record<string, JsonValue>>>
  >

/** All texts of a value, keys and leaves. */
function texts(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]: [string, JsonValue]) => [key, ...texts(inner)])
}

test('every VM has a key of its own, that is safe in any name of AWS', () => {
  fc.assert(
    fc.property(names, (given) => {
      const { foundation, recovery } = variablesOf(planOf(given))
      const keys = [foundation['servers'], foundation['replicated_servers'], recovery['servers']].flatMap((servers) =>
        Object.keys(servers ?? {}),
      )

      expect(keys).toHaveLength(given.vms.length)
      expect(new Set(keys).size).toBe(keys.length)
      for (const key of keys) expect(key).toMatch(/^[a-z][a-z0-9-]{0,47}$/)
    }),
  )
})

test('tags and descriptions are what AWS takes', () => {
  fc.assert(
    fc.property(names, (given) => {
      const { foundation, recovery } = variablesOf(planOf(given))
      const values = (name: string) => [foundation, recovery].flatMap((root) => Object.values(root[name] ?? {}))
      const named = ['vpcs', 'subnets', 'route_tables', 'prefix_lists', 'network_acls'].flatMap(values)
      const faults = [
        ...[...values('servers'), ...Object.values(foundation['replicated_servers'] ?? {})].flatMap(({ tags }) =>
          awsRules('aws_instance', { tags: tags ?? null }),
        ),
        ...named.flatMap(({ name }) => awsRules('aws_vpc', { tags: { Name: name ?? null } })),
        ...values('security_groups').flatMap(({ description }) =>
          awsRules('aws_security_group', { description: description ?? null }),
        ),
        ...values('security_rules').flatMap(({ description }) =>
          awsRules('aws_vpc_security_group_ingress_rule', {
            description: description ?? null,
            cidr_ipv4: '10.0.0.0/8',
            ip_protocol: '-1',
          }),
        ),
      ]

      expect(faults).toEqual([])
      for (const { name } of [...named, ...values('servers')]) expect(name).not.toBe(undefined)
      for (const { description } of values('security_groups')) expect(description).not.toBe('')
    }),
  )
})

test('what is written is text that Terraform can hold, and reads back as the same', () => {
  fc.assert(
    fc.property(names, (given) => {
      const roots = variablesOf(planOf(given)) as unknown as JsonValue

      expect(texts(roots).filter((text) => !text.isWellFormed())).toEqual([])
      expect(JSON.parse(JSON.stringify(roots))).toEqual(roots)
    }),
  )
})

test('a VM keeps its key whatever its neighbours are called', () => {
  fc.assert(
    fc.property(names, hostileText, (given, other) => {
      const [first] = given.vms
      if (!first) return
      const keyIn = (vms: Names['vms']): string | undefined =>
        planOf({ ...given, vms }).vms.find(({ vmId }) => vmId === first.id)?.key

      expect(keyIn([first])).toBe(stableKey(first.name, first.id))
      expect(keyIn([first, { name: other, id: `${first.id}2`, application: other }])).toBe(keyIn([first]))
    }),
  )
})
