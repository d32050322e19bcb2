/**
 * The AWS roots in an emulator of AWS, read back by drplan's own source: plan, Terraform, account and inventory say the same.
 * With DRPLAN_TERRAFORM_AWS, a binary of the real provider, that applies them; without, an applier of the tests does.
 */
import {
  AuthorizeSecurityGroupIngressCommand,
  DeleteRouteCommand,
  RevokeSecurityGroupIngressCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { SiteReading } from '../../src/model/source.ts'
import { readStanding } from '../../src/pipeline/standing.ts'
import { readSite } from '../../src/sources/aws/read-site.ts'
import { loadSource } from '../../src/sources/index.ts'
import { loadTarget } from '../../src/targets/index.ts'
import { launchedVms } from '../../src/targets/aws/drs.ts'
import { aPlan } from '../builders-plan.ts'
import { openClients } from '../support/aws-estate.ts'
import { anAwsRequest, withCredentials } from '../support/aws-request.ts'
import { motoPath, startMoto, type Moto } from '../support/moto.ts'
import { makeEmulated, type Emulated } from '../support/terraform/make-emulated.ts'
import type { PlanResource } from '../support/terraform/plan-resources.ts'
import { builtInBoth, isOfReplication, provenGuards } from '../support/terraform/read-back.ts'
import {
  awsProvider,
  keysOf,
  openRealRoots,
  registerImages,
  type RealRoots,
} from '../support/terraform/real-provider.ts'
import { readGuards } from '../support/terraform/read-site-back.ts'
import { emitPlan } from '../support/terraform/templates.ts'
import { hasTerraform } from '../support/terraform/terraform.ts'
import { applyTwoRoots } from '../support/terraform/two-roots.ts'

const moto = motoPath()
const why = moto && hasTerraform ? '' : ' (NOT RUN: it needs terraform, and DRPLAN_MOTO set to a moto_server)'
const region = 'eu-west-1'
const whole = aPlan()

/**
 * Without what the emulator cannot do: it ends with an error for permissions of protocols that have a number and no name, and
 * forgets the types of ICMP in entries of network ACLs. It chooses the addresses of endpoints itself. Gateways that stand there already do not stand in an empty account, and
 * nobody there launches what DRS replicates.
 */
const launched = new Set(launchedVms(whole).map(({ vm }) => vm.vmId))
const plan: Plan = {
  ...whole,
  network: {
    ...whole.network,
    gateways: [],
    remoteGateways: [],
    connections: [],
    endpoints: (whole.network.endpoints ?? []).map((endpoint) => ({ ...endpoint, addresses: [] })),
    routes: whole.network.routes.filter(
      ({ gatewayKey, card }) => gatewayKey === undefined && !launched.has(card?.vmId ?? ''),
    ),
    securityRules: whole.network.securityRules.filter(({ protocol }) => typeof protocol !== 'number'),
    packetFilters: whole.network.packetFilters.map((filter) => ({
      ...filter,
      entries: filter.entries.filter(({ icmp }) => icmp === null),
    })),
  },
}

/** As the source reads rules to lists of the account: one to each block. */
const asRead: Plan['network'] = {
  ...plan.network,
  securityRules: plan.network.securityRules.flatMap((rule) => {
    const { peer } = rule
    const list = plan.network.prefixLists.find(({ key }) => peer.kind === 'prefix-list' && key === peer.listKey)
    if (!list || list.managed) return [rule]
    return list.blocks.map((cidr) => ({ ...rule, peer: { kind: 'cidr' as const, cidr } }))
  }),
}

/** The emulator knows nothing of names across peerings. */
const withoutNames = (fact: string): string =>
  fact.startsWith('peering ') ? fact.split(' ').slice(0, 4).join(' ') : fact

/** As `drplan check` reads the recovery site. */
const checkStanding = (endpoint: string, checked = plan): Promise<readonly Finding[]> =>
  readStanding(
    checked,
    { kind: 'aws', accounts: [], endpoint },
    { loadSource, loadTarget, now: '2026-11-22T00:00:00.000Z' },
  )

const isOfServers = ({ type }: PlanResource): boolean =>
  ['aws_network_interface_attachment', 'aws_launch_template'].includes(type)

describe.skipIf(!moto || !hasTerraform)(`a recovery site in an emulated account${why}`, () => {
  let emulator: Moto
  let compute: EC2Client
  let reading: SiteReading
  let emulated: Emulated
  let standing: readonly Finding[] = []

  beforeAll(async () => {
    withCredentials()
    // What the emulator does not know it will not know at the second attempt either.
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
    emulator = await startMoto(moto ?? '')
    const folder = emitPlan(plan)
    const [foundation, recovery] = await applyTwoRoots(folder)
    rmSync(folder, { recursive: true, force: true })
    const made = (resources: readonly PlanResource[] = []): readonly PlanResource[] =>
      resources.filter(({ address }) => !isOfReplication(address))
    ;({ compute } = openClients({ endpoint: emulator.endpoint, region }))
    emulated = await makeEmulated(made(foundation?.applied), compute)
    standing = await checkStanding(emulator.endpoint)
    const further = recovery?.applied.filter(isOfServers) ?? []
    const recovered = [...builtInBoth([], recovery?.applied ?? []), ...further]
    emulated = await makeEmulated(made(recovered), compute, emulated)
    reading = await readSite(anAwsRequest({ endpoint: emulator.endpoint, regions: [region], historyDays: 1 }))
  }, 300_000)

  afterAll(async () => {
    vi.unstubAllEnvs()
    await emulator.stop()
  })

  test('is found as it was planned: networks, routes, groups, lists, entries and forwarding cards', () => {
    const servers = new Map(plan.vms.flatMap(({ vmId, key }) => (launched.has(vmId) ? [] : [[vmId, key] as const])))
    const planned = provenGuards(asRead, servers).map(withoutNames)

    const found = readGuards(reading, emulated.keys)

    expect(found).toEqual(planned)
  })

  test('is found as it was planned by the check, before anything is recovered', () => {
    expect(standing).toEqual([])
  })

  test('is found to be changed where somebody changed it, and nowhere else', async () => {
    const idOf = (prefix: string, key: string): string =>
      [...emulated.keys].find(([id, own]) => id.startsWith(prefix) && own === key)?.[0] ?? ''
    const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.64.0.0/16' }] }
    const ssh = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }
    const [web, data] = [idOf('sg-', 'web'), idOf('sg-', 'data')]
    await compute.send(new RevokeSecurityGroupIngressCommand({ GroupId: web, IpPermissions: [https] }))
    await compute.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: data, IpPermissions: [ssh] }))
    const RouteTableId = idOf('rtb-', 'shop-private')
    await compute.send(new DeleteRouteCommand({ RouteTableId, DestinationCidrBlock: '10.80.0.0/16' }))

    const found = await checkStanding(emulator.endpoint)

    expect(found.map(({ code, subject, message }) => `${code} ${subject}: ${message.split('. ')[1]}`)).toEqual([
      'standing.differs route table shop-private: Planned, and not there: route to 10.80.0.0/16 by peering (old-shop)',
      'standing.differs security group data: There, and not planned: lets in tcp 22 from 0.0.0.0/0',
      'standing.differs security group web: Planned, and not there: lets in tcp 443 from 10.64.0.0/16',
      'standing.recovered servers of a failover: Either the recovery site serves, and then it has no other to fail over to; or they were left behind, and hold addresses and capacity.',
    ])
  })
})

const whyNotReal = awsProvider ? why : ' (NOT RUN: DRPLAN_TERRAFORM_AWS names no binary of the hashicorp/aws provider)'

describe.skipIf(!moto || !hasTerraform || !awsProvider)(`a recovery site by the real provider${whyNotReal}`, () => {
  let emulator: Moto
  let roots: RealRoots
  const folder = emitPlan(plan)

  beforeAll(async () => {
    withCredentials()
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
    emulator = await startMoto(moto ?? '')
    roots = openRealRoots(awsProvider ?? '', folder, emulator.endpoint)
    const { compute } = openClients({ endpoint: emulator.endpoint, region })
    await registerImages(
      compute,
      plan.vms.map(({ key }) => key),
    )
  }, 300_000)

  afterAll(async () => {
    vi.unstubAllEnvs()
    roots.close()
    rmSync(folder, { recursive: true, force: true })
    await emulator.stop()
  })

  /** Of which the provider makes no more than real-provider.ts aims at. */
  const withoutEndpoints: Plan = { ...plan, network: { ...plan.network, endpoints: [] } }

  const read = (): Promise<SiteReading> =>
    readSite(anAwsRequest({ endpoint: emulator.endpoint, regions: [region], historyDays: 1 }))

  test('is found as it was planned, and leaves nothing when it is destroyed', { timeout: 1_200_000 }, async () => {
    const foundation = await roots.apply('foundation')
    const standing = await checkStanding(emulator.endpoint, withoutEndpoints)
    const handedOver = { TF_VAR_foundation: await roots.output('foundation', 'foundation') }
    const recovery = await roots.apply('recovery', handedOver)
    const keys = keysOf([...foundation, ...recovery].filter(({ address }) => !isOfReplication(address)))
    const servers = new Map(plan.vms.flatMap(({ vmId, key }) => (launched.has(vmId) ? [] : [[vmId, key] as const])))

    expect(standing).toEqual([])
    expect(readGuards(await read(), keys)).toEqual(provenGuards(asRead, servers).map(withoutNames))

    await roots.destroy('recovery', handedOver)
    await roots.destroy('foundation')

    expect(readGuards(await read(), keys)).toEqual([])
    expect((await checkStanding(emulator.endpoint)).map(({ code }) => code)).toEqual(['standing.nothing-applied'])
  })
})
