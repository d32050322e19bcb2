/**
 * The AWS roots in an emulator of AWS, read back by drplan's own source: plan, Terraform, account and inventory say the same.
 * With DRPLAN_TERRAFORM_AWS, a binary of the real provider, that applies them; without, an applier of the tests does.
 */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Plan } from '../../src/model/plan.ts'
import type { SiteReading } from '../../src/model/source.ts'
import { readSite } from '../../src/sources/aws/read-site.ts'
import { launchedVms } from '../../src/targets/aws/drs.ts'
import { aPlan } from '../builders-plan.ts'
import { openClients } from '../support/aws-estate.ts'
import { anAwsRequest, withCredentials } from '../support/aws-request.ts'
import { motoPath, startMoto, type Moto } from '../support/moto.ts'
import { makeEmulated } from '../support/terraform/make-emulated.ts'
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
import { tryTwoRoots } from '../support/terraform/two-roots.ts'

const moto = motoPath()
const why = moto && hasTerraform ? '' : ' (NOT RUN: it needs terraform, and DRPLAN_MOTO set to a moto_server)'
const region = 'eu-west-1'
const whole = aPlan()

/**
 * Without what the emulator cannot do: it ends with an error for permissions of protocols that have a number and no name, and
 * forgets the types of ICMP in entries of network ACLs. Gateways that stand there already do not stand in an empty account, and
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

describe.skipIf(!moto || !hasTerraform)(`a recovery site in an emulated account${why}`, () => {
  let emulator: Moto
  let reading: SiteReading
  let keys: ReadonlyMap<string, string> = new Map()
  let built: readonly PlanResource[] = []

  beforeAll(async () => {
    withCredentials()
    // What the emulator does not know it will not know at the second attempt either.
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
    emulator = await startMoto(moto ?? '')
    const folder = emitPlan(plan)
    const [foundation, recovery] = await tryTwoRoots(folder)
    rmSync(folder, { recursive: true, force: true })
    const further = recovery?.applied.filter(({ type }) => type === 'aws_network_interface_attachment') ?? []
    built = [...builtInBoth(foundation?.applied ?? [], recovery?.applied ?? []), ...further].filter(
      ({ address }) => !isOfReplication(address),
    )
    const { compute } = openClients({ endpoint: emulator.endpoint, region })
    ;({ keys } = await makeEmulated(built, compute))
    reading = await readSite(anAwsRequest({ endpoint: emulator.endpoint, regions: [region], historyDays: 1 }))
  }, 300_000)

  afterAll(async () => {
    vi.unstubAllEnvs()
    await emulator.stop()
  })

  test('is found as it was planned: networks, routes, groups, lists, entries and forwarding cards', () => {
    const servers = new Map(plan.vms.flatMap(({ vmId, key }) => (launched.has(vmId) ? [] : [[vmId, key] as const])))
    const planned = provenGuards(asRead, servers).map(withoutNames)

    const found = readGuards(reading, keys)

    expect(found).toEqual(planned)
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

  const read = (): Promise<SiteReading> =>
    readSite(anAwsRequest({ endpoint: emulator.endpoint, regions: [region], historyDays: 1 }))

  test('is found as it was planned, and leaves nothing when it is destroyed', { timeout: 1_200_000 }, async () => {
    const foundation = await roots.apply('foundation')
    const handedOver = { TF_VAR_foundation: await roots.output('foundation', 'foundation') }
    const recovery = await roots.apply('recovery', handedOver)
    const keys = keysOf([...foundation, ...recovery].filter(({ address }) => !isOfReplication(address)))
    const servers = new Map(plan.vms.flatMap(({ vmId, key }) => (launched.has(vmId) ? [] : [[vmId, key] as const])))

    expect(readGuards(await read(), keys)).toEqual(provenGuards(asRead, servers).map(withoutNames))

    await roots.destroy('recovery', handedOver)
    await roots.destroy('foundation')

    expect(readGuards(await read(), keys)).toEqual([])
  })
})
