/** Both roots through the real terraform, with the stand-in provider: no plugin, no network, no account. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchOutput, versionName } from '../../src/targets/aws/drs.ts'
import { orchestrators } from '../../src/orchestrators/index.ts'
import { networkAclEntries } from '../../src/targets/aws/terraform-filters.ts'
import { aPlan, defaultPlannedServers, hostileNames } from '../builders-plan.ts'
import { checkovFailures, hasCheckov, unexcused } from '../support/terraform/checkov.ts'
import { planResources, type PlanJson, type PlanResource, type PlanValue } from '../support/terraform/plan-resources.ts'
import { switchMutations } from '../support/terraform/switch-mutations.ts'
import { exportedSwitch, switchedPlan, switchVariables } from '../support/terraform/switch-plan.ts'
import { switchPlanInWords } from '../support/terraform/read-back-switch.ts'
import { breaches, policy, type CheckId } from '../support/terraform/policy.ts'
import { faultsOfInput } from '../support/aws-operations.ts'
import { emitPlan, launchedInstances, templatesFolder } from '../support/terraform/templates.ts'
import {
  hasTerraform,
  runTerraform,
  startStandIn,
  type StandIn,
  type TerraformRun,
} from '../support/terraform/terraform.ts'

const why = hasTerraform ? '' : ' (NOT RUN: there is no terraform on the PATH)'
const whyUnchecked = hasCheckov ? '' : ' (NOT RUN: there is no checkov; DRPLAN_CHECKOV may name it)'
const plan = aPlan()
const sourceRules = new Set([
  ...plan.network.securityRules.map(({ key }) => key),
  ...Object.keys(networkAclEntries(plan.network)),
  ...(plan.network.balancers ?? []).flatMap(({ listeners }) => listeners.map(({ key }) => key)),
])

interface LaunchVersion {
  readonly LaunchTemplateData: {
    readonly NetworkInterfaces: readonly {
      DeviceIndex: number
      PrivateIpAddresses?: unknown
      Groups?: readonly string[]
    }[]
    readonly TagSpecifications: readonly { ResourceType: string; Tags: readonly object[] }[]
  }
}

let standIn: StandIn
let folder = ''
/** What recovery/ is given of foundation/, as its README says. */
let handedOver: Record<string, string> = {}

const run = (root: string, args: readonly string[]): Promise<TerraformRun> =>
  runTerraform(args, { cwd: join(folder, root), standIn, environment: root === 'recovery' ? handedOver : {} })

/** Runs and fails the test with what terraform said, unless it ended well. */
async function succeed(root: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(root, args)
  expect(`${code}\n${stderr}`).toBe('0\n')
  return stdout
}

async function planOf(root: string, args: readonly string[] = []): Promise<PlanJson> {
  await succeed(root, ['plan', '-input=false', '-out=plan.bin', ...args])
  return JSON.parse(await succeed(root, ['show', '-json', 'plan.bin'])) as PlanJson
}

describe.skipIf(!hasTerraform)(`terraform${why}`, () => {
  let foundation: PlanJson
  let recovery: PlanJson

  beforeAll(async () => {
    standIn = await startStandIn()
    folder = emitPlan(plan)
    writeFileSync(
      join(folder, 'foundation/region-switch.auto.tfvars.json'),
      JSON.stringify(switchVariables(switchedPlan).variables),
    )
    await succeed('foundation', ['init', '-input=false'])
    foundation = await planOf('foundation')
    await succeed('foundation', ['apply', '-input=false', 'plan.bin'])
    handedOver = { TF_VAR_foundation: await succeed('foundation', ['output', '-json', 'foundation']) }
    await succeed('recovery', ['init', '-input=false'])
    recovery = await planOf('recovery', ['-var=mode=failover'])
  })

  afterAll(() => {
    standIn.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('finds every template formatted', async () => {
    const formatted = await runTerraform(['fmt', '-check', '-recursive'], { cwd: templatesFolder })

    expect(formatted).toMatchObject({ code: 0, stdout: '' })
  })

  test.each(['foundation', 'recovery'])('validates %s without a warning', async (root) => {
    const verdict = JSON.parse(await succeed(root, ['validate', '-json'])) as object

    expect(verdict).toMatchObject({ valid: true, error_count: 0, warning_count: 0 })
  })

  test('makes everything in foundation once: the next plan is empty', async () => {
    const { code } = await run('foundation', ['plan', '-input=false', '-detailed-exitcode'])

    expect(code).toBe(0)
  })

  test('makes everything in recovery once, and a drill becomes a failover without a new server', async () => {
    await succeed('recovery', ['apply', '-input=false', '-auto-approve', '-var=mode=drill'])
    const again = await run('recovery', ['plan', '-input=false', '-detailed-exitcode', '-var=mode=drill'])
    const failover = await planOf('recovery', ['-var=mode=failover'])

    const changes = changesOf(failover)
    const made = changes.filter(({ change }) => change.actions.includes('create')).map(({ address }) => address)

    expect(again.code).toBe(0)
    expect(changes.flatMap(({ change }) => change.actions)).not.toContain('delete')
    // Names change hands only in a failover, and only then do servers join balancers that stand all the time.
    expect(made.filter((address) => !address.startsWith('module.dns.'))).toEqual([
      'aws_lb_target_group_attachment.this["orders-pool/reports-10.64.1.20-5433"]',
    ])
    expect(made.length).toBeGreaterThan(3)
  })

  test('destroys a drill without a trace', async () => {
    await succeed('recovery', ['apply', '-input=false', '-auto-approve', '-var=mode=drill'])

    await succeed('recovery', ['destroy', '-input=false', '-auto-approve', '-var=mode=drill'])

    expect(await succeed('recovery', ['state', 'list'])).toBe('')
  })

  test('refuses to destroy the key and the vault', async () => {
    const { code, stderr } = await run('foundation', ['plan', '-destroy', '-input=false', '-no-color'])

    expect(code).toBe(1)
    expect(stderr).toContain('Instance cannot be destroyed')
  })

  test('keeps every address, subnet and group of the plan', () => {
    const servers = managed(recovery, 'aws_instance')
    const reports = servers.find(({ index }) => index === 'reports')
    const [secondCard] = managed(recovery, 'aws_network_interface')

    expect(reports?.values).toMatchObject({ private_ip: '10.64.1.20', secondary_private_ips: ['10.64.1.21'] })
    expect(secondCard?.values).toMatchObject({ private_ip_list: ['10.64.0.20'] })
    expect(secondCard?.values['security_groups']).toHaveLength(2)
  })

  test('puts each server where its strategy wants it', () => {
    const keys = (json: PlanJson): readonly string[] => managed(json, 'aws_instance').map(({ index }) => index ?? '')
    const all = defaultPlannedServers.map(({ vm }) => vm.key).filter((key) => key !== 'ledger')

    expect(keys(foundation)).toEqual(['edge', 'orders-db', 'shop-web'])
    expect([...keys(foundation), ...keys(recovery)].sort()).toEqual([...all].sort())
  })

  test('joins what DRS has launched to target groups and routes, and makes no server of it', () => {
    const id = launchedInstances(['ledger'])['ledger']
    const targets = managed(recovery, 'aws_lb_target_group_attachment').filter(({ values }) => values['port'] === 8082)
    const [card] = planResources(recovery).filter(
      ({ type, mode, index }) => type === 'aws_network_interface' && mode === 'data' && index === 'ledger/1',
    )

    expect(targets.map(({ values }) => values['target_id'])).toEqual([id])
    expect(card?.values['filter']).toEqual([
      { name: 'attachment.device-index', values: ['1'] },
      { name: 'attachment.instance-id', values: [id] },
    ])
    expect(managed(recovery, 'aws_route').map(({ index }) => index)).toContain('by-launched')
  })

  test.each(['drill', 'failover'] as const)('says what a %s launches a server with', async (mode) => {
    const printed = await succeed('foundation', ['output', '-raw', launchOutput('ledger', mode)])

    const { LaunchTemplateData: data, ...version } = JSON.parse(printed) as LaunchVersion

    expect(version).toEqual({ SourceVersion: '$Latest', VersionDescription: versionName(mode, 'test-site') })
    expect(data).toMatchObject({ InstanceType: 'm7i.large' })
    expect(
      data.NetworkInterfaces.map((card) => [card.DeviceIndex, card.PrivateIpAddresses, card.Groups?.length]),
    ).toEqual([
      [
        0,
        [
          { Primary: true, PrivateIpAddress: '10.64.1.40' },
          { Primary: false, PrivateIpAddress: '10.64.1.41' },
        ],
        1,
      ],
      [1, [{ Primary: true, PrivateIpAddress: '10.64.0.40' }], mode === 'drill' ? 1 : undefined],
    ])
    expect(data.TagSpecifications.map(({ ResourceType }) => ResourceType)).toEqual(['instance', 'volume'])
    expect(data.TagSpecifications[0]?.Tags).toEqual(
      expect.arrayContaining([
        { Key: 'drplan:mode', Value: mode },
        { Key: 'drplan:site', Value: 'test-site' },
        { Key: 'drplan:vm', Value: 'ledger' },
      ]),
    )
    expect(faultsOfInput('ec2', 'create-launch-template-version', JSON.parse(printed))).toEqual([])
  })

  test('makes the plan of Region switch that is exported: the same steps, functions, limits and order', () => {
    const [planned, ...others] = managed(foundation, 'aws_arcregionswitch_plan')
    const { document, members } = exportedSwitch(switchedPlan)
    const read = (of: object) => orchestrators.arc.read(JSON.stringify(of), members)

    const built = switchPlanInWords(planned!)

    expect(others).toEqual([])
    expect(built).toEqual(document)
    expect(read(built)).toEqual(read(document))
    expect(read(built).plans[0]!.stages.length).toBeGreaterThan(6)
    expect(
      managed(foundation, 'aws_iam_role')
        .filter(({ address }) => address.includes('region_switch'))
        .map(({ index }) => index),
    ).toEqual(['switch'])
  })

  test.each(switchMutations)('would notice a plan of Region switch in which %s', (_, mutate) => {
    const [planned] = managed(foundation, 'aws_arcregionswitch_plan')
    const values = structuredClone(planned!.values)

    mutate(values)

    expect(switchPlanInWords({ ...planned!, values })).not.toEqual(exportedSwitch(switchedPlan).document)
  })

  test('refuses an instance that DRS does not launch, and an id that is none', async () => {
    const refusal = async (value: object): Promise<string> => {
      const variable = `-var=recovered_instances=${JSON.stringify(value)}`
      const { stderr } = await run('recovery', ['plan', '-input=false', '-no-color', variable])
      return stderr.replaceAll(/\s+/g, ' ')
    }

    expect(await refusal({ wiki: 'i-0123456789abcdef0' })).toContain('DRS does not launch: wiki.')
    expect(await refusal({ ledger: 'ledger' })).toContain('The id of an instance looks like')
  })

  test('backs the primary site up in its own region, and copies every backup to the vault here', () => {
    const primary = planResources(foundation).filter(({ address }) => address.startsWith('module.primary_backup.'))
    const tags = primary.filter(({ type }) => type === 'aws_ec2_tag').map(({ values }) => values)
    const plans = primary.find(({ type }) => type === 'aws_backup_plan')
    const key = defaultPlannedServers.find(({ vm }) => vm.name === 'archive')?.vm.key

    expect(tags).toEqual([
      expect.objectContaining({ resource_id: 'i-0f00d0f00d0f00d00', key: 'drplan:backup', value: 'every-24h' }),
      expect.objectContaining({ resource_id: 'i-0f00d0f00d0f00d00', key: 'drplan:vm', value: key }),
    ])
    expect(plans?.values['rule']).toMatchObject([{ copy_action: [{ lifecycle: [{ delete_after: 35 }] }] }])
  })

  test('shares one template between servers that are launched alike', () => {
    const templates = managed(recovery, 'aws_launch_template')
    const servers = managed(recovery, 'aws_instance')
    const ids = new Set(templates.map(({ index }) => index))

    expect(templates.length).toBeLessThan(servers.length)
    expect(ids.size).toBe(templates.length)
  })

  test('grows a warm standby in place, and nothing else', async () => {
    const grown = await planOf('foundation', ['-var=mode=recovered'])

    const changed = changesOf(grown).filter(({ change }) => change.actions.join() !== 'no-op')

    expect(changed.map(({ address }) => address)).toEqual(['module.standby.aws_instance.this["shop-web"]'])
    expect(changed[0]?.change.actions).toEqual(['update'])
    expect(changed[0]?.change).toMatchObject({
      before: { instance_type: 'm7i.large' },
      after: { instance_type: 'm7i.xlarge' },
    })
  })

  test('closes drill servers off, and does not back them up', async () => {
    const drill = await planOf('recovery', ['-var=mode=drill'])

    const wiki = managed(drill, 'aws_instance').find(({ index }) => index === 'wiki')
    const groups = managed(drill, 'aws_security_group')
    const rules = managed(drill, 'aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule')

    expect(wiki?.values['tags']).toMatchObject({ 'drplan:mode': 'drill' })
    expect(wiki?.values['tags']).not.toHaveProperty('drplan:backup')
    expect(groups.map(({ index }) => index)).toEqual(['old', 'shop'])
    expect(rules).toEqual([])
  })

  test('hands hostile names through as text, never as something to interpret', () => {
    const names = Object.values(recovery.variables.servers.value).map(({ name }) => name)
    const applications = managed(recovery, 'aws_instance').map(({ values }) => tagOf(values, 'drplan:application'))
    const rule = managed(foundation, 'aws_vpc_security_group_egress_rule').find(({ index }) => index === 'web-hostile')

    expect(names).toEqual(expect.arrayContaining(hostileNames))
    expect(applications).toContain('_file_/etc/passwd_')
    // oxlint-disable-next-line no-template-curly-in-string
    expect(rule?.values['description']).toBe('sgr-1 ${path.root} _ _quoted_')
  })

  test('gives names back unchanged once applied', async () => {
    await succeed('recovery', ['apply', '-input=false', '-auto-approve', '-var=mode=drill'])

    const servers = JSON.parse(await succeed('recovery', ['output', '-json', 'servers'])) as Record<
      string,
      { name: string }
    >

    expect(Object.values(servers).map(({ name }) => name)).toEqual(expect.arrayContaining(hostileNames))
  })

  test('keeps every security promise', () => {
    const found = [foundation, recovery].flatMap((json) => breaches({ resources: planResources(json), sourceRules }))

    expect(found).toEqual([])
  })

  test.skipIf(!hasCheckov)(`gives checkov nothing to object to, but for what is excused${whyUnchecked}`, () => {
    const { failures } = checkovFailures([foundation, recovery].map((json) => JSON.stringify(json)))

    expect(unexcused(failures, { target: 'aws', sourceRules })).toEqual([])
  })

  test.each(Object.keys(policy) as CheckId[])('would notice if this were broken: %s', (id) => {
    const resources = [foundation, recovery].flatMap(planResources)

    const broken = spoil(resources, spoilers[id])

    expect(policy[id]({ resources, sourceRules })).toEqual([])
    expect(policy[id]({ resources: broken, sourceRules })).not.toEqual([])
  })
})

/** Breaks one promise: overwrites values of the first resource of a type, takes such resources away, or adds one. */
interface Spoiler {
  readonly type: string
  readonly set?: Readonly<Record<string, PlanValue>>
  readonly add?: Readonly<Record<string, PlanValue>>
}

const oneDisk = (ebs: Record<string, PlanValue>) => ({ block_device_mappings: [{ ebs: [ebs] }] })
const document = (statement: Record<string, PlanValue>): string => JSON.stringify({ Statement: [statement] })
const ingress = 'aws_vpc_security_group_ingress_rule'

const spoilers: Record<CheckId, Spoiler> = {
  'CKV_AWS_79 instance metadata only with a token': {
    type: 'aws_instance',
    set: { metadata_options: [{ http_tokens: 'optional' }] },
  },
  'CKV_AWS_341 instance metadata not past the host': {
    type: 'aws_launch_template',
    set: { metadata_options: [{ http_put_response_hop_limit: 2 }] },
  },
  'CKV_AWS_8 disks encrypted': { type: 'aws_instance', set: { root_block_device: [{ encrypted: false }] } },
  'CKV_AWS_189 disks with our key': {
    type: 'aws_launch_template',
    set: oneDisk({ encrypted: 'true', kms_key_id: null }),
  },
  'CKV_AWS_106 EBS encrypted by default': { type: 'aws_ebs_encryption_by_default' },
  'CKV_AWS_88 no public address on servers': { type: 'aws_instance', set: { associate_public_ip_address: true } },
  'CKV_AWS_130 no public address from subnets': { type: 'aws_subnet', set: { map_public_ip_on_launch: true } },
  'CKV_AWS_126 detailed monitoring': { type: 'aws_instance', set: { monitoring: false } },
  'CKV_AWS_135 EBS-optimised': { type: 'aws_launch_template', set: { ebs_optimized: 'false' } },
  'CKV2_AWS_41 servers have a role': { type: 'aws_launch_template', set: { iam_instance_profile: [] } },
  'CKV_AWS_23 groups and rules described': { type: ingress, set: { description: '' } },
  'CKV_AWS_24 no new world SSH or RDP': {
    type: ingress,
    add: { cidr_ipv4: '0.0.0.0/0', ip_protocol: 'tcp', from_port: 20, to_port: 30 },
  },
  'CKV_AWS_260 no new world HTTP': { type: ingress, add: { cidr_ipv6: '::/0', ip_protocol: '-1' } },
  'CKV_AWS_382 no new world egress': {
    type: 'aws_vpc_security_group_egress_rule',
    add: { cidr_ipv4: '0.0.0.0/0', ip_protocol: '-1' },
  },
  'AWS-0105 no new world entry in network ACLs': {
    type: 'aws_network_acl_rule',
    add: { cidr_block: '0.0.0.0/0', rule_action: 'allow' },
  },
  'CKV2_AWS_12 default group adopted': { type: 'aws_default_security_group' },
  'AWS-0173 default group empty': { type: 'aws_default_security_group', set: { ingress: [{ protocol: '-1' }] } },
  'CKV2_AWS_11 flow logs': { type: 'aws_flow_log' },
  'CKV_AWS_7 key rotates': { type: 'aws_kms_key', set: { enable_key_rotation: false } },
  'CKV2_AWS_64 key has a policy': { type: 'aws_kms_key', set: { policy: null } },
  'CKV_AWS_33 key not for everyone': { type: 'aws_kms_key', set: { policy: document({ Principal: { AWS: '*' } }) } },
  'CKV_AWS_166 vault with our key': { type: 'aws_backup_vault', set: { kms_key_arn: null } },
  'CKV_AWS_158 logs with our key': { type: 'aws_cloudwatch_log_group', set: { kms_key_id: null } },
  'CKV_AWS_338 logs kept for a year': { type: 'aws_cloudwatch_log_group', set: { retention_in_days: 90 } },
  'CKV_AWS_26 topics encrypted': { type: 'aws_sns_topic', set: { kms_master_key_id: null } },
  'CKV_AWS_169 topics not for everyone': {
    type: 'aws_sns_topic_policy',
    set: { policy: document({ Principal: { AWS: '*' } }) },
  },
  'CKV_AWS_62 no role may do everything': {
    type: 'aws_iam_role_policy',
    set: { policy: document({ Effect: 'Allow', Action: '*', Resource: '*' }) },
  },
  'CKV_AWS_60 roles trust services only': {
    type: 'aws_iam_role',
    set: { assume_role_policy: document({ Principal: { AWS: 'arn:aws:iam::444455556666:root' } }) },
  },
  'CKV_AWS_2 no listener less encrypted than at the primary site': {
    type: 'aws_lb_listener',
    add: { protocol: 'HTTP' },
  },
  'CKV_AWS_103 listeners take TLS 1.2 and later': {
    type: 'aws_lb_listener',
    add: { protocol: 'HTTPS', ssl_policy: 'ELBSecurityPolicy-2016-08' },
  },
  'CKV_AWS_131 odd headers dropped': { type: 'aws_lb', add: { load_balancer_type: 'application' } },
  'CKV_AWS_150 standing balancers not deleted by mistake': {
    type: 'aws_lb',
    add: { enable_deletion_protection: false },
  },
  'CKV_AWS_91 access logs where there is a bucket': { type: 'aws_lb', set: { access_logs: [{ enabled: false }] } },
  'AWS-0344 images of named owners': { type: 'aws_ami', set: { owners: null } },
}

function spoil(resources: readonly PlanResource[], { type, set, add }: Spoiler): readonly PlanResource[] {
  const victim = resources.find((resource) => resource.type === type)!
  if (add) return [...resources, { ...victim, index: 'new', values: { ...add } }]
  if (!set) return resources.filter((resource) => resource !== victim)
  return resources.map((resource) =>
    resource === victim ? { ...victim, values: { ...victim.values, ...set } } : resource,
  )
}

const managed = (json: PlanJson, ...types: readonly string[]): readonly PlanResource[] =>
  planResources(json).filter(({ mode, type }) => mode === 'managed' && types.includes(type))

const tagOf = (values: PlanResource['values'], name: string): PlanValue | undefined =>
  (values['tags'] as Record<string, PlanValue>)[name]

interface ChangeWithActions {
  readonly address: string
  readonly change: { readonly actions: readonly string[]; readonly before: PlanValue; readonly after: PlanValue }
}

const changesOf = (json: PlanJson): readonly ChangeWithActions[] =>
  ((json.resource_changes ?? []) as unknown as readonly (ChangeWithActions & { mode: string })[]).filter(
    ({ mode }) => mode === 'managed',
  )
