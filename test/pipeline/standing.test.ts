/** The product's own way to the recovery site: settings, the real sources and SDKs, against a stand-in of Azure. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished, test, vi } from 'vitest'
import { openContext } from '../../src/pipeline/open.ts'
import { leafInputs } from '../../src/pipeline/plan.ts'
import { readStanding } from '../../src/pipeline/standing.ts'
import { loadSource } from '../../src/sources/index.ts'
import { loadTarget } from '../../src/targets/index.ts'
import type { Plan } from '../../src/model/plan.ts'

import { anAzurePlan } from '../builders-plan-azure.ts'
import { answerOf, subscriptionId, type Estate } from '../support/azure-estate.ts'
import { startAzureServer, type Asked } from '../support/azure-server.ts'
import { withAzureCredentials } from '../support/azure-request.ts'
import { azureStanding } from '../support/azure-standing.ts'

const whole = anAzurePlan()
const plan: Plan = { ...whole, network: { ...whole.network, gateways: [], remoteGateways: [], connections: [] } }
const context = { loadSource, loadTarget, now: '2026-11-22T00:00:00.000Z' }

afterEach(() => vi.unstubAllEnvs())

async function check(estate: Estate, refuses: (asked: Asked) => boolean = () => false) {
  const server = await startAzureServer((asked) =>
    refuses(asked)
      ? { status: 403, body: { error: { code: 'AuthorizationFailed', message: 'no' } } }
      : answerOf(estate, asked),
  )
  onTestFinished(server.close)
  withAzureCredentials(server.endpoint)
  return readStanding(plan, { kind: 'azure', subscriptions: [subscriptionId], endpoint: server.endpoint }, context)
}

const shown = (findings: Awaited<ReturnType<typeof check>>): readonly string[] =>
  findings.map(({ code, subject, message }) => {
    const said = code === 'standing.differs' ? `: ${message.split('. ')[1]}` : ''
    return `${code.replace('standing.', '')} ${subject}${said}`
  })

type Properties = Readonly<Record<string, unknown>>
type Part = { readonly name: string; readonly properties: Properties }

/** Of the resource that a name ends with. */
const changed = (estate: Estate, end: string, change: (properties: Properties) => Properties): Estate => ({
  ...estate,
  resources: estate.resources.map((one) =>
    one.id.endsWith(`/${end}`) ? { ...one, properties: change(one.properties) } : one,
  ),
})

const without = (estate: Estate, end: string): Estate => ({
  ...estate,
  resources: estate.resources.filter(({ id }) => !id.endsWith(`/${end}`)),
})

/** One of the parts that a resource lists. */
const part =
  (list: string, name: string, change: (properties: Properties) => Properties | null) =>
  (properties: Properties): Properties => ({
    ...properties,
    [list]: (properties[list] as readonly Part[]).flatMap((one) => {
      if (one.name !== name) return [one]
      const properties = change(one.properties)
      return properties === null ? [] : [{ ...one, properties }]
    }),
  })

const gone = (): null => null

const mutations: readonly (readonly [what: string, change: (estate: Estate) => Estate, found: string])[] = [
  ['a subnet is missing', (estate) => changed(estate, 'shop', part('subnets', 'spare', gone)), 'missing subnet spare'],
  [
    'a subnet has another block',
    (estate) =>
      changed(
        estate,
        'shop',
        part('subnets', 'spare', (own) => ({ ...own, addressPrefix: '10.65.4.0/24' })),
      ),
    'differs subnet spare: Block: 10.65.4.0/24, planned: 10.65.0.0/24',
  ],
  [
    'a subnet has no list',
    (estate) =>
      changed(
        estate,
        'shop',
        part('subnets', 'spare', (own) => ({ ...own, networkSecurityGroup: undefined })),
      ),
    'differs subnet spare: Packet filter: none, planned: app-b-guard',
  ],
  [
    'a subnet has no table',
    (estate) =>
      changed(
        estate,
        'shop',
        part('subnets', 'app-b', (own) => ({ ...own, routeTable: undefined })),
      ),
    'differs subnet app-b: Route table: none, planned: shop-private',
  ],
  [
    'a route is missing',
    (estate) => changed(estate, 'shop-private', part('routes', 'private-default', gone)),
    'differs route table shop-private: Planned, and not there: route to 0.0.0.0/0 by the internet-gateway',
  ],
  [
    'a route leads nowhere',
    (estate) =>
      changed(
        estate,
        'shop-private',
        part('routes', 'private-default', (own) => ({ ...own, nextHopType: 'None' })),
      ),
    'differs route table shop-private: Planned, and not there: route to 0.0.0.0/0 by the internet-gateway; there, and not planned: route to 0.0.0.0/0 by the blackhole',
  ],
  [
    'a rule is missing',
    (estate) => changed(estate, 'web-cards', part('securityRules', 'inbound-100', gone)),
    'differs packet filter web-cards: Planned, and not there: inbound entry 100: allow tcp 443 from Internet to any',
  ],
  [
    'a rule lets more in',
    (estate) =>
      changed(
        estate,
        'web-cards',
        part('securityRules', 'inbound-100', (own) => ({ ...own, destinationPortRanges: ['22', '443'] })),
      ),
    'differs packet filter web-cards: Planned, and not there: inbound entry 100: allow tcp 443 from Internet to any; there, and not planned: inbound entry 100: allow tcp 22, 443 from Internet to any',
  ],
  [
    'a rule that goes first is missing',
    (estate) => ({ ...estate, adminRules: { shop: (estate.adminRules?.['shop'] ?? []).slice(1) } }),
    'differs filter that goes first in shop: Planned, and not there: inbound entry 1: deny tcp 3389 from Internet to any',
  ],
  ['a NAT gateway is missing', (estate) => without(estate, 'nat-shop'), 'missing gateway nat of shop'],
  [
    'a peering lets nothing pass',
    (estate) =>
      changed(
        estate,
        'old',
        part('virtualNetworkPeerings', 'old-shop', (own) => ({ ...own, allowVirtualNetworkAccess: false })),
      ),
    'differs peering old-shop: Traffic: off, planned: on',
  ],
  [
    'a server has another size',
    (estate) => changed(estate, 'orders-db', (own) => ({ ...own, hardwareProfile: { vmSize: 'Standard_D8s_v5' } })),
    'differs server orders-db: Size: Standard_D8s_v5, planned: Standard_D2s_v5',
  ],
  [
    'a card is behind no list',
    (estate) => changed(estate, 'orders-db-0', (own) => ({ ...own, networkSecurityGroup: undefined })),
    'differs server orders-db: Card 0 packet filter: none, planned: web-cards',
  ],
  ['a server does not stand', (estate) => without(estate, 'orders-db'), 'missing server orders-db'],
]

describe('a recovery site on Azure', () => {
  it('is as planned', async () => {
    expect(shown(await check(azureStanding(plan)))).toEqual([])
  })

  // What changes the same thing is three apart: so each reading is of several changes, and each of them is one finding.
  it.each([0, 1, 2])('is told of each change, and of nothing else, beginning with number %d', async (first) => {
    const own = mutations.filter((__, index) => index % 3 === first)
    const estate = own.reduce((sum, [, change]) => change(sum), azureStanding(plan))

    const found = shown(await check(estate))

    expect(found.toSorted()).toEqual(own.map(([, , finding]) => finding).toSorted())
  })

  it('is not told of what may not be read', async () => {
    const found = await check(azureStanding(plan), ({ action }) => action.includes('networkSecurityGroups'))

    expect(shown(found)).toEqual(['unread packet filters'])
  })

  it('is asked for its subscription', async () => {
    const found = readStanding(plan, undefined, context)

    await expect(found).rejects.toThrow('nothing else says which account of azure')
  })

  it('is not looked for on another platform', async () => {
    const found = readStanding(plan, { kind: 'aws', accounts: [] }, context)

    await expect(found).rejects.toThrow('check.recovery is of aws, and the plan is for azure.')
  })
})

test('how the recovery site is reached is no part of the plan, which is not stale when it changes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'drplan-standing-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const settings =
    'schema: drplan/config@1\nsite: { id: quay }\nsources: [{ kind: inventory, path: . }]\ntarget: { platform: aws, region: eu-central-1 }\n'
  const inputsWith = async (text: string) => {
    const configFile = join(folder, 'drplan.yaml')
    await writeFile(configFile, settings + text)
    const folders = { workspace: join(folder, '.drplan'), out: join(folder, 'out') }
    const opened = await openContext({
      ...context,
      configFile,
      folders,
      madeBy: 'drplan test',
      threads: 0,
      report: () => {},
    })
    return leafInputs({ inputs: {} }, opened)
  }

  const without = await inputsWith('')
  const stated = await inputsWith('check: { recovery: { kind: aws, profile: recovery } }\n')

  expect(stated).toEqual(without)
})
