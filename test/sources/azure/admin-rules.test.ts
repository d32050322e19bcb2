/** Rules of network managers, by the live source through the real SDK. */
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { objectsOf } from '../../../src/model/network-objects.ts'
import { readSite } from '../../../src/sources/azure/read-site.ts'
import { answerOf, idOf } from '../../support/azure-estate.ts'
import { anAzureRequest, withAzureCredentials } from '../../support/azure-request.ts'
import { armError, startAzureServer, type Answer, type Asked } from '../../support/azure-server.ts'
import { netId, quayAzure } from '../../support/quay-azure.ts'

afterEach(() => vi.unstubAllEnvs())

const action = 'Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules/action'

async function read(resourceGroups: readonly string[] = [], fault: (asked: Asked) => Answer | null = () => null) {
  const server = await startAzureServer((asked) => fault(asked) ?? answerOf(quayAzure, asked))
  onTestFinished(() => server.close())
  withAzureCredentials(server.endpoint)
  const { network, findings } = await readSite(anAzureRequest({ endpoint: server.endpoint, resourceGroups }))
  const filters = objectsOf(network.objects, 'packet-filter').filter(({ goesFirst }) => goesFirst === true)
  return { filters, findings, asked: server.asked.filter((one) => one.action === action) }
}

const vnet = netId('virtualNetworks', 'quay-vnet').toLowerCase()
const central = idOf('Microsoft.Network/networkManagers', 'Over-All', { group: 'Central-RG' }).toLowerCase()

test('each network has the rules of each manager, all pages of them, in the order in which they are read', async () => {
  const { filters, asked } = await read()

  expect(filters.map(({ name }) => name)).toEqual(['Over-All on quay-vnet', 'Guard on quay-vnet'])
  expect(filters[0]).toEqual({
    kind: 'packet-filter',
    id: `${vnet}/securityadminrules${central}`,
    name: 'Over-All on quay-vnet',
    vpcId: vnet,
    subnetIds: [],
    nicIds: [],
    stateful: true,
    isDefault: false,
    goesFirst: true,
    entries: [
      {
        name: 'keep-out/scanners',
        order: 5,
        direction: 'ingress',
        action: 'allow',
        protocol: 'tcp',
        sourcePorts: [],
        ports: [],
        sources: [],
        destinations: [],
      },
      {
        name: 'keep-out/no-remote-desktop',
        order: 10,
        direction: 'ingress',
        action: 'deny',
        protocol: 'tcp',
        sourcePorts: [],
        ports: ['3389', '5900-5999'],
        sources: ['Internet'],
        destinations: [],
      },
      {
        name: 'keep-in/updates',
        order: 20,
        direction: 'egress',
        action: 'always-allow',
        protocol: 'any',
        sourcePorts: [],
        ports: [],
        sources: [],
        destinations: ['192.0.2.0/24', `${central}/networkgroups/mirrors`],
      },
    ],
  })
  const questions = asked.map(({ method, path, body }) => `${method} ${path.split('/').at(-2)} ${body}`)
  expect(new Set(questions)).toEqual(
    new Set(['POST quay-vnet {}', 'POST quay-vnet {"skipToken":"2"}', 'POST yard-vnet {}']),
  )
})

test('a rule that nobody wrote is among them, by the name that the platform gives it', async () => {
  const { filters } = await read()

  expect(filters[1]?.entries).toMatchObject([
    { name: 'AllowOwnTeam', order: 1, direction: 'ingress', action: 'allow', protocol: 'any' },
  ])
})

test('they belong to the resource group of the network, not to that of the manager', async () => {
  const { filters } = await read(['Quay-RG'])

  expect(filters).toHaveLength(2)
})

test('without the permission the rest is there, and a finding names it', async () => {
  const { filters, findings } = await read([], (asked) =>
    asked.action === action ? armError(403, 'AuthorizationFailed: No.') : null,
  )

  expect(filters).toEqual([])
  expect(findings.filter(({ code }) => code === 'source.partial')).toMatchObject([
    { suggestion: expect.stringContaining(action) as string },
  ])
})
