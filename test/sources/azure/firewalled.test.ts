/** Services with firewalls of their own: by the live source, page by page, and from files. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { objectsNotPlanned } from '../../../src/core/scope/objects-not-planned.ts'
import { formatCidr } from '../../../src/model/cidr.ts'
import { objectsOf } from '../../../src/model/network-objects.ts'
import type { SiteReading } from '../../../src/model/source.ts'
import { azureCliSource } from '../../../src/sources/azure/cli.ts'
import { readSite } from '../../../src/sources/azure/read-site.ts'
import { aResource, answerOf, idOf, subscriptionId } from '../../support/azure-estate.ts'
import { anAzureRequest, withAzureCredentials } from '../../support/azure-request.ts'
import { armError, startAzureServer, type Answer, type Asked, type AzureServer } from '../../support/azure-server.ts'
import { quayAzure } from '../../support/quay-azure.ts'
import { quayFirewalled } from '../../support/quay-firewalled.ts'
import { smallAzure } from '../../support/small-azure.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

let server: AzureServer
let reading: SiteReading
let wayward: (asked: Asked) => Answer | null = () => null

beforeAll(async () => {
  server = await startAzureServer((asked) => wayward(asked) ?? answerOf(quayAzure, asked))
  withAzureCredentials(server.endpoint)
  reading = await readSite(anAzureRequest({ endpoint: server.endpoint }))
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await server.close()
})

const last = (id: string): string => id.split('/').at(-1) ?? ''
const isOurs = ({ action }: Asked): boolean =>
  /^Microsoft\.(ContainerRegistry|DBfor\w+|DocumentDB|EventHub|KeyVault|ServiceBus|Sql|Storage|Web)\//.test(action)
const firewalled = ({ network }: SiteReading) =>
  objectsOf(network.objects, 'service').flatMap(({ name, type, facts, admits }) =>
    admits ? [[name, type, admits.subnetIds.map(last), admits.blocks.map(formatCidr), facts] as const] : [],
  )
const asText = (value: unknown): string =>
  JSON.stringify(value, (_, own: unknown) => (typeof own === 'bigint' ? String(own) : own))

async function readAgain(answer: typeof wayward, subscriptions = [subscriptionId]): Promise<SiteReading> {
  wayward = answer
  try {
    return await readSite(anAzureRequest({ endpoint: server.endpoint, subscriptions }))
  } finally {
    wayward = () => null
  }
}

describe('services with firewalls', () => {
  test('have the subnets and addresses that they let in; those that are open to all are not there', () => {
    expect(firewalled(reading)).toEqual([
      [
        'crates',
        'Container registry',
        [],
        ['203.0.113.56/29'],
        { 'default action': 'Deny', bypass: 'AzureServices', 'public access': 'Enabled' },
      ],
      ['cargo', 'MySQL server', [], ['203.0.113.40/32'], { 'public access': 'Enabled' }],
      ['tides', 'PostgreSQL server', [], ['203.0.113.32/31'], { 'public access': 'Enabled', bypass: 'AzureServices' }],
      [
        'stock',
        'Cosmos DB account',
        ['shop'],
        ['198.51.100.0/25'],
        { 'public access': 'Enabled', bypass: 'AzureServices' },
      ],
      [
        'gulls',
        'Event Hubs namespace',
        ['shop'],
        ['203.0.113.48/30'],
        { 'default action': 'Deny', bypass: 'AzureServices', 'public access': 'Enabled' },
      ],
      ['strongbox', 'Key vault', ['back'], ['198.51.100.7/32'], { 'default action': 'Deny', bypass: 'None' }],
      [
        'ferry',
        'Service Bus namespace',
        [],
        ['203.0.113.52/32'],
        { 'default action': 'Deny', 'public access': 'Enabled' },
      ],
      [
        'books',
        'SQL server',
        ['back'],
        ['203.0.113.6/31', '203.0.113.8/29', '203.0.113.16/32', '2001:db8::/120'],
        { 'public access': 'Enabled', bypass: 'AzureServices' },
      ],
      [
        'ledger',
        'Storage account',
        ['free', 'far'],
        ['203.0.113.0/28', '203.0.113.99/32'],
        { 'default action': 'Deny', bypass: 'AzureServices, Metrics', 'public access': 'Enabled' },
      ],
      ['shut', 'Storage account', [], [], { 'public access': 'Disabled' }],
      [
        'counter',
        'Web app',
        ['shop'],
        ['203.0.113.64/28', '203.0.113.80/29', '203.0.113.96/28', '203.0.113.112/32'],
        { 'default action': 'Deny', 'service tags': 'AzureFrontDoor.Backend' },
      ],
      ['nightly', 'Function app', [], ['203.0.113.128/28'], { 'public access': 'Enabled' }],
    ])
  })

  test('have whom they keep out by name', () => {
    const refusing = objectsOf(reading.network.objects, 'service').filter(({ refuses }) => refuses)

    expect(refusing.map(({ name, refuses }) => [name, refuses?.blocks.map(formatCidr)])).toEqual([
      ['counter', ['198.51.100.66/32']],
    ])
  })

  test('of a server in a subnet are not asked for; it is where its subnet is', () => {
    const inner = objectsOf(reading.network.objects, 'service').find(({ name }) => name === 'inner')

    expect(inner).toMatchObject({ type: 'PostgreSQL server', facts: { 'public access': 'Disabled' } })
    expect(inner?.subnetIds.map(last)).toEqual(['back'])
    expect(inner).not.toHaveProperty('admits')
    expect(server.asked.filter(({ path }) => path.includes('flexibleServers/inner/'))).toEqual([])
  })

  test('say which rules are no addresses', () => {
    const invalid = reading.findings.filter(({ code }) => code === 'site.value-invalid')

    expect(invalid.map(({ subject }) => last(subject))).toEqual(['books', 'ledger'])
  })

  test('are left out of the plan, and what they let in is named there', () => {
    const findings = objectsNotPlanned(reading.network, reading.vms)

    expect(findings.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['Cosmos DB accounts', 'Key vaults', 'SQL servers', 'Storage accounts']),
    )
    const finding = findings.find(({ subject }) => subject === 'services with firewalls of their own')
    expect(finding?.affected.map(last)).toEqual(
      'crates cargo tides stock gulls strongbox ferry books ledger counter nightly'.split(' '),
    )
    expect(finding?.message.replaceAll('\u00A0', ' ')).toContain('books: 1 subnet, 4 blocks')
  })

  test('show nothing of what opens them or who administers them', () => {
    expect(asText(quayFirewalled)).toContain('must-not-be-seen')
    expect(asText(reading)).not.toMatch(
      /must-not-be-seen|primaryKey|connectionString|administratorLogin|accessPolicies/i,
    )
  })

  test('are asked for with GET and one version each, and never for keys or secrets', () => {
    const asked = server.asked.filter(isOurs)

    expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(['GET']))
    expect(asked.filter(({ path }) => /key(s|List)$|secret|connectionString|credential/i.test(path))).toEqual([])
    const versions = Map.groupBy(asked, ({ action }) => action.split('/')[0])
    for (const own of versions.values()) expect(new Set(own.map(({ query }) => query.get('api-version'))).size).toBe(1)
    expect(asked.some(({ query }) => query.has('$skiptoken'))).toBe(true)
  })
})

describe('what Azure refuses', () => {
  test.each([
    {
      why: 'a provider that is not registered',
      answer: armError(409, 'MissingSubscriptionRegistration: The subscription is not registered to use it.'),
    },
    { why: 'a permission that is lacking', answer: armError(403, 'AuthorizationFailed: It is not allowed.') },
    { why: 'an answer that is none of Azure', answer: { body: '<html>Log in</html>', type: 'text/html' } },
  ])('costs nothing else: $why', async ({ answer }) => {
    const again = await readAgain((asked) => (isOurs(asked) ? answer : null))

    const partial = again.findings.filter(({ code }) => code === 'source.partial')
    expect(partial).toHaveLength(1)
    expect(partial[0]?.message).toContain(
      [
        'Microsoft.DocumentDB/databaseAccounts/read',
        'Microsoft.EventHub/namespaces/read',
        'Microsoft.DBforMySQL/flexibleServers/read',
        'Microsoft.DBforPostgreSQL/flexibleServers/read',
        'Microsoft.ContainerRegistry/registries/read',
        'Microsoft.Sql/servers/read',
        'Microsoft.ServiceBus/namespaces/read',
        'Microsoft.Storage/storageAccounts/read',
        'Microsoft.KeyVault/vaults/read',
        'Microsoft.Web/sites/read',
      ].join(', '),
    )
    expect(firewalled(again)).toEqual([])
    expect(again.vms).toEqual(reading.vms)
  })

  test('of the rules alone leaves the services, and says which rules', async () => {
    const again = await readAgain(({ action }) =>
      /(firewallRules|networkRuleSets|sites\/config)\/read$/.test(action)
        ? armError(403, 'AuthorizationFailed: It is not allowed.')
        : null,
    )

    expect(again.findings.find(({ code }) => code === 'source.partial')?.message).toContain(
      'Microsoft.Sql/servers/firewallRules/read, Microsoft.DBforMySQL/flexibleServers/firewallRules/read, Microsoft.EventHub/namespaces/networkrulesets/read, Microsoft.ServiceBus/namespaces/networkrulesets/read, Microsoft.DBforPostgreSQL/flexibleServers/firewallRules/read, Microsoft.Web/sites/config/read',
    )
    const tides = objectsOf(again.network.objects, 'service').find(({ name }) => name === 'tides')
    expect(tides).toBeDefined()
    expect(tides).not.toHaveProperty('admits')
  })

  test.each([
    { name: 'throttles once', answer: armError(429, 'TooManyRequests: Later.', { 'retry-after': '0' }) },
    { name: 'is out of order once', answer: armError(500, 'InternalServerError: Later.') },
    { name: 'breaks off once', answer: { body: { value: [{ id: 'x'.repeat(99) }] }, cut: 'reset' } as Answer },
    { name: 'ends too early once', answer: { body: { value: [{ id: 'x'.repeat(99) }] }, cut: 'short' } as Answer },
  ])('is asked for again when it $name', async ({ answer }) => {
    const done = new Set<string>()

    const again = await readAgain((asked) => {
      const key = `${asked.path} ${asked.query.get('$skiptoken')}`
      if (!isOurs(asked) || done.has(key)) return null
      done.add(key)
      return answer
    })

    expect(done.size).toBeGreaterThan(7)
    expect(again).toEqual(reading)
  })

  test('a link to a page somewhere else is not followed, for it would carry the token there', async () => {
    const again = await readAgain(({ action }) =>
      action === 'Microsoft.Storage/storageAccounts/read'
        ? { body: { value: [], nextLink: 'https://elsewhere.example/subscriptions?page=2' } }
        : null,
    )

    expect(again.findings.filter(({ code }) => code === 'source.partial').map(({ subject }) => subject)).toEqual([
      `azure/${subscriptionId}: damaged`,
    ])
  })

  test('a name from an answer leads to no other path', async () => {
    const odd = `${idOf('Microsoft.Sql/servers', 'x')}?y=%2e%2e`

    await readAgain(({ action }) =>
      action === 'Microsoft.Sql/servers/read' ? { body: { value: [{ id: odd, name: 'x' }] } } : null,
    )

    expect(server.asked.some(({ path }) => path.endsWith('/servers/x?y=%2e%2e/firewallRules'))).toBe(true)
  })
})

test('each subscription is asked, and one that refuses costs the other nothing', async () => {
  const other = '22222222-3333-4444-8555-000000000002'
  const vault = (subscription: string, name: string) =>
    aResource(`Microsoft.KeyVault/vaults ${name}`, { publicNetworkAccess: 'Disabled' }, { placement: { subscription } })
  const estate = smallAzure([subscriptionId, other])
  const both = { ...estate, resources: [...estate.resources, vault(subscriptionId, 'one'), vault(other, 'two')] }
  const isRefused = ({ action, subscription }: Asked): boolean =>
    subscription === other && action.startsWith('Microsoft.Storage/')

  const again = await readAgain(
    (asked) => (isRefused(asked) ? armError(403, 'AuthorizationFailed: It is not allowed.') : answerOf(both, asked)),
    [subscriptionId, other],
  )

  expect(firewalled(again).map(([name]) => name)).toEqual(['one', 'two'])
  expect(again.findings.filter(({ code }) => code === 'source.partial').map(({ subject }) => subject)).toEqual([
    `azure/${other}: denied`,
  ])
})

test('files of az hold the same', async () => {
  const folder = await aFolder({
    'vms.json': JSON.stringify([{ id: '/subscriptions/s/vm', name: 'till', hardwareProfile: { vmSize: 'B' } }]),
    'storage.json': JSON.stringify([
      {
        id: idOf('Microsoft.Storage/storageAccounts', 'ledger'),
        name: 'ledger',
        networkRuleSet: {
          defaultAction: 'Deny',
          ipRules: [{ ipAddressOrRange: '203.0.113.0/28', action: 'Allow' }],
          virtualNetworkRules: [{ virtualNetworkResourceId: '/s/subnets/back' }],
        },
      },
    ]),
    'sql.json': JSON.stringify([{ id: idOf('Microsoft.Sql/servers', 'books'), name: 'books' }]),
    'sql-rules.json': JSON.stringify([
      {
        id: idOf('Microsoft.Sql/servers/firewallRules', 'books/one'),
        name: 'one',
        startIpAddress: '203.0.113.9',
        endIpAddress: '203.0.113.9',
      },
    ]),
    'sql-2.json': JSON.stringify([{ id: idOf('Microsoft.Sql/servers', 'unknown'), name: 'unknown' }]),
    'vaults.json': JSON.stringify([{ id: idOf('Microsoft.KeyVault/vaults', 'strongbox'), name: 'strongbox' }]),
  })

  const files = (await azureCliSource.readSite?.(aRequest(folder)))!

  expect(firewalled(files)).toEqual([
    ['books', 'SQL server', [], ['203.0.113.9/32'], {}],
    ['ledger', 'Storage account', ['back'], ['203.0.113.0/28'], { 'default action': 'Deny' }],
  ])
  expect(objectsOf(files.network.objects, 'service').find(({ name }) => name === 'unknown')).not.toHaveProperty(
    'admits',
  )
  expect(files.findings.filter(({ code }) => code === 'site.file-unread')).toEqual([])
})
