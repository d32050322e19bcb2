/**
 * What our Terraform promises about security, checked on a plan. Ids are those of checkov (CKV…) and trivy (AWS-…),
 * read in August 2026, so that a reader can look up what each one is about.
 */
import { isRecord, type PlanResource, type PlanValue } from './plan-resources.ts'

export interface PolicyContext {
  readonly resources: readonly PlanResource[]
  /** Keys of the rules, entries and listeners that the plan carried over from the primary site. */
  readonly sourceRules: ReadonlySet<string>
}

/** Addresses of the resources that break a promise. */
type Check = (context: PolicyContext) => readonly string[]

type Values = PlanResource['values']

const blocks = (values: Values, name: string): readonly Values[] => {
  const found = values[name]
  return Array.isArray(found) ? found.filter(isRecord) : []
}

/** Resources of these types for which `holds` is false. */
const each =
  (types: readonly string[], holds: (values: Values, resource: PlanResource) => boolean): Check =>
  ({ resources }) =>
    resources
      .filter(({ type }) => types.includes(type))
      .flatMap((resource) => (holds(resource.values, resource) ? [] : [resource.address]))

/** For every VPC there must be a resource of this type with the VPC's key. */
const perVpc =
  (type: string): Check =>
  ({ resources }) => {
    const keys = new Set(resources.filter((resource) => resource.type === type).map(({ index }) => index))
    return resources.filter((vpc) => vpc.type === 'aws_vpc' && !keys.has(vpc.index)).map(({ address }) => address)
  }

/** Where there is a VPC there must be one of these in the region. */
const onePerRegion =
  (type: string, holds: (values: Values) => boolean): Check =>
  ({ resources }) => {
    const vpc = resources.find((resource) => resource.type === 'aws_vpc')
    const found = resources.some((resource) => resource.type === type && holds(resource.values))
    return vpc && !found ? [`no ${type}`] : []
  }

const metadata = (values: Values): Values => blocks(values, 'metadata_options')[0] ?? {}
/** Of a template in its mappings, of a server its root disk and those made from snapshots. */
const disks = (values: Values): readonly Values[] => [
  ...blocks(values, 'block_device_mappings').flatMap((mapping) => blocks(mapping, 'ebs')),
  ...blocks(values, 'root_block_device'),
  ...blocks(values, 'ebs_block_device'),
]
/** Templates write it as text. */
const isTrue = (value: PlanValue | undefined): boolean => value === true || value === 'true'
const given = (value: PlanValue | undefined): boolean => value !== undefined && value !== null && value !== ''

/** Made by a drill or a failover, and destroyed after a drill. */
const isOfRecovery = ({ tags }: Values): boolean => isRecord(tags) && 'drplan:mode' in tags

const textOf = (value: PlanValue | undefined): string => (typeof value === 'string' ? value : '')

const isWorld = (values: Values): boolean =>
  ['cidr_ipv4', 'cidr_block'].some((name) => values[name] === '0.0.0.0/0') ||
  ['cidr_ipv6', 'ipv6_cidr_block'].some((name) => values[name] === '::/0')
const isOurs = (resource: PlanResource, rules: ReadonlySet<string>): boolean => !rules.has(resource.index ?? '')

/** A rule for the whole world that the primary site does not have. */
const noNewWorldRule =
  (type: string, concerns: (values: Values) => boolean): Check =>
  ({ resources, sourceRules }) =>
    resources
      .filter(
        (rule) => rule.type === type && isWorld(rule.values) && isOurs(rule, sourceRules) && concerns(rule.values),
      )
      .map(({ address }) => address)

const opens =
  (...ports: readonly number[]) =>
  ({ ip_protocol: protocol, from_port: from, to_port: to }: Values): boolean =>
    protocol === '-1' || ports.some((port) => Number(from) <= port && port <= Number(to))

interface Statement {
  readonly Effect: string
  readonly Action: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>
}

const statements = (document: PlanValue | undefined): readonly Statement[] =>
  typeof document === 'string' ? (JSON.parse(document) as { Statement: readonly Statement[] }).Statement : []

const principals = ({ Principal }: Statement): readonly string[] =>
  typeof Principal === 'string' ? [Principal] : Object.values(Principal ?? {}).flat()

const allows = (statement: Statement, what: 'Action' | 'Resource'): boolean =>
  statement.Effect === 'Allow' && [statement[what] ?? []].flat().includes('*')

const machines = ['aws_instance', 'aws_launch_template']
const rules = ['aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule']

export const policy = {
  'CKV_AWS_79 instance metadata only with a token': each(machines, (v) => metadata(v)['http_tokens'] === 'required'),
  'CKV_AWS_341 instance metadata not past the host': each(
    machines,
    (v) => metadata(v)['http_put_response_hop_limit'] === 1,
  ),
  'CKV_AWS_8 disks encrypted': each(machines, (v, { type }) => {
    const isWhole = type === 'aws_launch_template' || blocks(v, 'root_block_device').length === 1
    return isWhole && disks(v).every((disk) => isTrue(disk['encrypted']))
  }),
  'CKV_AWS_189 disks with our key': each(machines, (v) => disks(v).every((disk) => given(disk['kms_key_id']))),
  'CKV_AWS_106 EBS encrypted by default': onePerRegion('aws_ebs_encryption_by_default', (v) => v['enabled'] === true),
  'CKV_AWS_88 no public address on servers': each(['aws_instance'], (v) => v['associate_public_ip_address'] === false),
  'CKV_AWS_130 no public address from subnets': each(['aws_subnet'], (v) => v['map_public_ip_on_launch'] === false),
  'CKV_AWS_126 detailed monitoring': each(['aws_instance'], (v) => v['monitoring'] === true),
  'CKV_AWS_135 EBS-optimised': each(machines, (v) => isTrue(v['ebs_optimized'])),
  'CKV2_AWS_41 servers have a role': each(machines, (v, { type }) =>
    given(type === 'aws_instance' ? v['iam_instance_profile'] : blocks(v, 'iam_instance_profile')[0]?.['name']),
  ),
  'CKV_AWS_23 groups and rules described': each(['aws_security_group', ...rules], (v) => given(v['description'])),
  'CKV_AWS_24 no new world SSH or RDP': noNewWorldRule('aws_vpc_security_group_ingress_rule', opens(22, 3389)),
  'CKV_AWS_260 no new world HTTP': noNewWorldRule('aws_vpc_security_group_ingress_rule', opens(80)),
  'CKV_AWS_382 no new world egress': noNewWorldRule('aws_vpc_security_group_egress_rule', () => true),
  'AWS-0105 no new world entry in network ACLs': noNewWorldRule(
    'aws_network_acl_rule',
    (v) => v['rule_action'] === 'allow',
  ),
  'CKV2_AWS_12 default group adopted': perVpc('aws_default_security_group'),
  'AWS-0173 default group empty': each(['aws_default_security_group'], (v) =>
    ['ingress', 'egress'].every((way) => blocks(v, way).length === 0),
  ),
  'CKV2_AWS_11 flow logs': perVpc('aws_flow_log'),
  'CKV_AWS_7 key rotates': each(['aws_kms_key'], (v) => v['enable_key_rotation'] === true),
  'CKV2_AWS_64 key has a policy': each(['aws_kms_key'], (v) => given(v['policy'])),
  'CKV_AWS_33 key not for everyone': each(
    ['aws_kms_key'],
    (v) => !statements(v['policy']).some((statement) => principals(statement).includes('*')),
  ),
  'CKV_AWS_166 vault with our key': each(['aws_backup_vault'], (v) => given(v['kms_key_arn'])),
  'CKV_AWS_158 logs with our key': each(['aws_cloudwatch_log_group'], (v) => given(v['kms_key_id'])),
  'CKV_AWS_338 logs kept for a year': each(['aws_cloudwatch_log_group'], (v) => Number(v['retention_in_days']) >= 365),
  'CKV_AWS_26 topics encrypted': each(['aws_sns_topic'], (v) => given(v['kms_master_key_id'])),
  'CKV_AWS_169 topics not for everyone': each(
    ['aws_sns_topic_policy'],
    (v) => !statements(v['policy']).some((statement) => principals(statement).includes('*')),
  ),
  'CKV_AWS_62 no role may do everything': each(
    ['aws_iam_role_policy'],
    (v) => !statements(v['policy']).some((statement) => allows(statement, 'Action') || allows(statement, 'Resource')),
  ),
  'CKV_AWS_60 roles trust services only': each(['aws_iam_role'], (v) =>
    statements(v['assume_role_policy']).every((statement) =>
      principals(statement).every((name) => name.endsWith('.amazonaws.com')),
    ),
  ),
  'CKV_AWS_2 no listener less encrypted than at the primary site': ({ resources, sourceRules }) =>
    resources
      .filter(({ type, index, values }) => {
        const isPlain = type === 'aws_lb_listener' && values['protocol'] === 'HTTP'
        return isPlain && !sourceRules.has(index ?? '')
      })
      .map(({ address }) => address),
  'CKV_AWS_103 listeners take TLS 1.2 and later': each(
    ['aws_lb_listener'],
    (v) =>
      (v['protocol'] !== 'HTTPS' && v['protocol'] !== 'TLS') ||
      /^ELBSecurityPolicy-(TLS13-1-2|TLS13-1-3|TLS-1-2|FS-1-2)/.test(textOf(v['ssl_policy'])),
  ),
  'CKV_AWS_131 odd headers dropped': each(
    ['aws_lb'],
    (v) => v['load_balancer_type'] !== 'application' || v['drop_invalid_header_fields'] === true,
  ),
  'CKV_AWS_150 standing balancers not deleted by mistake': each(
    ['aws_lb'],
    (v) => v['enable_deletion_protection'] === true || isOfRecovery(v),
  ),
  'CKV_AWS_91 access logs where there is a bucket': each(['aws_lb'], (v) =>
    blocks(v, 'access_logs').every((log) => log['enabled'] === true),
  ),
  'AWS-0344 images of named owners': each(['aws_ami'], (v) => Array.isArray(v['owners']) && v['owners'].length > 0),
} as const satisfies Record<string, Check>

export type CheckId = keyof typeof policy

/** One sentence for every broken promise. */
export const breaches = (context: PolicyContext): readonly string[] =>
  Object.entries(policy).flatMap(([id, check]) => check(context).map((address) => `${id}: ${address}`))
