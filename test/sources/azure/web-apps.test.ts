/** Namespaces, servers and apps in files of az: what each lets in. All names and addresses are invented. */
import { describe, expect, test } from 'vitest'
import { formatCidr } from '../../../src/model/cidr.ts'
import { objectsOf } from '../../../src/model/network-objects.ts'
import { azureCliSource } from '../../../src/sources/azure/cli.ts'
import { idOf } from '../../support/azure-estate.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

const vms = [{ id: '/subscriptions/s/vm', name: 'till', hardwareProfile: { vmSize: 'B' } }]

async function read(files: Readonly<Record<string, readonly object[] | object>>) {
  const texts = Object.entries({ vms, ...files }).map(([name, own]) => [`${name}.json`, JSON.stringify(own)] as const)
  const reading = await azureCliSource.readSite?.(aRequest(await aFolder(Object.fromEntries(texts))))
  const { network, findings } = reading!
  return { services: objectsOf(network.objects, 'service'), findings }
}

const app = (over: object = {}) => ({
  id: idOf('Microsoft.Web/sites', 'counter'),
  name: 'counter',
  kind: 'app',
  ...over,
})
const anybody = { ipAddress: 'Any', action: 'Allow', priority: 2_147_483_647 }
const configuration = (main: readonly object[], over: object = {}) => ({
  id: idOf('Microsoft.Web/sites', 'counter'),
  name: 'counter',
  ipSecurityRestrictions: main,
  scmIpSecurityRestrictions: [anybody],
  scmIpSecurityRestrictionsUseMain: false,
  ...over,
})
const blocksOf = ({ services }: Awaited<ReturnType<typeof read>>) =>
  services.map(({ admits, refuses }) => [admits, refuses].map((names) => names?.blocks.map(formatCidr)))

describe('an app', () => {
  test.each([
    { what: 'has rules', rules: [{ ipAddress: '203.0.113.0/28', action: 'Allow' }], admits: ['203.0.113.0/28'] },
    {
      what: 'has several blocks in a rule',
      rules: [{ ipAddress: '203.0.113.0/28,203.0.113.16' }],
      admits: ['203.0.113.0/28', '203.0.113.16/32'],
    },
    {
      what: 'has a mask',
      rules: [{ ipAddress: '203.0.113.0', subnetMask: '255.255.255.0' }],
      admits: ['203.0.113.0/24'],
    },
    {
      what: 'keeps out one and lets in all others',
      rules: [{ ipAddress: '203.0.113.9', action: 'Deny' }, anybody],
      admits: [],
      refuses: ['203.0.113.9/32'],
    },
    { what: 'lets in nobody', rules: [{ ipAddress: 'Any', action: 'Deny' }], admits: [] },
  ])('that $what is there with them', async ({ rules, admits, refuses }) => {
    const reading = await read({ apps: [app()], configuration: configuration(rules) })

    expect(blocksOf(reading)).toEqual([[admits, refuses]])
    expect(reading.findings.filter(({ code }) => /file-unread|invalid|unreadable/.test(code))).toEqual([])
  })

  test('with a mask that is none, or an address that is none, says so', async () => {
    const rules = [
      { ipAddress: '203.0.113.0', subnetMask: '255.0.255.0' },
      { ipAddress: 'somewhere' },
      { ipAddress: '203.0.113.5' },
    ]

    const reading = await read({ apps: [app()], configuration: configuration(rules) })

    expect(blocksOf(reading)).toEqual([[['203.0.113.5/32'], undefined]])
    expect(reading.findings.filter(({ code }) => code === 'site.value-invalid')).toHaveLength(2)
  })

  test('goes by its default action where no rule says it', async () => {
    const closed = configuration([], { ipSecurityRestrictionsDefaultAction: 'Deny' })

    expect(blocksOf(await read({ apps: [app()], configuration: closed }))).toEqual([[[], undefined]])
  })

  test.each([
    ['that lets in everybody', { apps: [app()], configuration: configuration([anybody]) }],
    ['whose configuration is not there', { apps: [app({ siteConfig: { ipSecurityRestrictions: null } })] }],
  ])('%s is left out', async (_, files) => {
    expect((await read(files)).services).toEqual([])
  })

  test('that is closed to the internet is there without its configuration', async () => {
    const { services } = await read({ apps: [app({ publicNetworkAccess: 'Disabled', kind: 'functionapp' })] })

    expect(services).toMatchObject([{ name: 'counter', type: 'Function app' }])
  })
})

test('namespaces, registries and database servers of files have what they let in', async () => {
  const named = (type: string, name: string, over: object = {}) => ({
    id: idOf(type, name),
    name: name.split('/').at(-1),
    ...over,
  })
  const rules = {
    defaultAction: 'Deny',
    ipRules: [{ ipMask: '203.0.113.7', action: 'Allow' }],
    virtualNetworkRules: [],
  }
  const range = { startIpAddress: '203.0.113.8', endIpAddress: '203.0.113.15' }

  const { services, findings } = await read({
    hubs: [named('Microsoft.EventHub/namespaces', 'gulls')],
    'hub-rules': [named('Microsoft.EventHub/namespaces/networkrulesets', 'gulls/default', rules)],
    buses: [named('Microsoft.ServiceBus/namespaces', 'ferry')],
    'bus-rules': named('Microsoft.ServiceBus/namespaces/networkrulesets', 'ferry/default', rules),
    registries: [named('Microsoft.ContainerRegistry/registries', 'crates', { networkRuleSet: rules })],
    mysql: [named('Microsoft.DBforMySQL/flexibleServers', 'cargo')],
    'mysql-rules': [named('Microsoft.DBforMySQL/flexibleServers/firewallRules', 'cargo/one', range)],
    postgres: [named('Microsoft.DBforPostgreSQL/flexibleServers', 'tides')],
    'postgres-rules': [named('Microsoft.DBforPostgreSQL/flexibleServers/firewallRules', 'tides/one', range)],
  })

  expect(services.map(({ name, admits }) => [name, admits?.blocks.map(formatCidr)])).toEqual([
    ['crates', ['203.0.113.7/32']],
    ['cargo', ['203.0.113.8/29']],
    ['tides', ['203.0.113.8/29']],
    ['gulls', ['203.0.113.7/32']],
    ['ferry', ['203.0.113.7/32']],
  ])
  expect(findings.filter(({ code }) => code === 'site.file-unread')).toEqual([])
})
