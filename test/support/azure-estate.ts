/**
 * Invented estates in answers of the shapes that Azure Resource Manager sends. A list holds the resources whose type and
 * place its path names, page by page.
 */
import type { Answer, Asked } from './azure-server.ts'

export const subscriptionId = '11111111-2222-4333-8444-000000000001'

export interface Resource {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly location?: string
  readonly properties: Readonly<Record<string, unknown>>
}

interface Placement {
  readonly subscription?: string
  readonly group?: string
  readonly location?: string
}

export const idOf = (
  type: string,
  name: string,
  { subscription = subscriptionId, group = 'Quay-RG' }: Placement = {},
): string => {
  const [namespace = '', ...types] = type.split('/')
  const names = name.split('/')
  const path = types.map((own, index) => `${own}/${names[index]}`).join('/')
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${namespace}/${path}`
}

/** A type and a name that go in step: `Microsoft.Network/privateDnsZones/A quay.internal/web`. */
export function aResource(
  what: string,
  properties: Resource['properties'],
  { placement = {}, ...over }: { placement?: Placement } & Readonly<Record<string, unknown>> = {},
): Resource {
  const [type = '', name = ''] = what.split(' ')
  return {
    id: idOf(type, name, placement),
    name: name.split('/').at(-1) ?? '',
    type,
    location: placement.location ?? 'westeurope',
    properties,
    ...over,
  }
}

export const aSku = (name: string, capabilities: Readonly<Record<string, string | number>>) => ({
  resourceType: 'virtualMachines',
  name,
  locations: ['westeurope'],
  capabilities: Object.entries(capabilities).map(([key, value]) => ({ name: key, value: String(value) })),
})

export interface Estate {
  readonly resources: readonly Resource[]
  readonly skus: readonly object[]
  readonly serviceTags: readonly object[]
  /** What the subscription has and may have in every region; none when left out. */
  readonly usages?: { readonly compute: readonly object[]; readonly network: readonly object[] }
  /** In force, by the name of the virtual network. */
  readonly adminRules?: Readonly<Record<string, readonly object[]>>
  /** Entries of a list; small ones try the pages. */
  readonly pageSize: number
}

const typeOf = (id: string): string => {
  const parts = (id.toLowerCase().split('/providers/')[1] ?? '').split('/')
  return parts.filter((_, index) => index === 0 || index % 2 === 1).join('/')
}

/** By the end of the action. */
const special: readonly (readonly [string, (estate: Estate, asked: Asked) => Answer])[] = [
  ['/metrics/read', (_, asked) => metrics(asked)],
  ['/listNetworkManagerEffectiveSecurityAdminRules/action', adminRules],
  ['/usages/read', usages],
  [
    '/serviceTags/read',
    ({ serviceTags }) => ({ body: { name: 'Public', changeNumber: '1', cloud: 'Public', values: serviceTags } }),
  ],
  ['/skus/read', (estate, asked) => page(estate.skus, estate, asked)],
  ['/virtualNetworkGateways/connections/read', (estate, asked) => page(linksOf(estate, asked), estate, asked)],
]

/** The answer to anything that drplan asks. */
export function answerOf(estate: Estate, asked: Asked): Answer {
  const own = special.find(([end]) => asked.action.endsWith(end))
  if (own) return own[1](estate, asked)
  const isStatus = asked.query.get('statusOnly') === 'true'
  return page(
    listed(estate, asked).map((resource) => (isStatus ? resource : withoutStatus(resource))),
    estate,
    asked,
  )
}

function usages(estate: Estate, asked: Asked): Answer {
  const { compute = [], network = [] } = estate.usages ?? {}
  return page(/compute/i.test(asked.action) ? compute : network, estate, asked)
}

/** Pages by a token in the body; a network without rules has not even a list. */
function adminRules({ adminRules = {}, pageSize }: Estate, { path, body }: Asked): Answer {
  const rules = adminRules[path.split('/').at(-2) ?? '']
  if (!rules) return { body: {} }
  const start = Number((JSON.parse(body) as { skipToken?: string }).skipToken ?? 0)
  const end = start + pageSize
  return { body: { value: rules.slice(start, end), ...(end < rules.length && { skipToken: String(end) }) } }
}

/** The connections of one gateway, in short. */
function linksOf({ resources }: Estate, { path }: Asked): readonly Resource[] {
  const gateway = path.toLowerCase().replace(/\/connections$/, '')
  return resources
    .filter(({ properties }) => {
      const own = properties['virtualNetworkGateway1'] as { id: string } | undefined
      return own?.id.toLowerCase() === gateway
    })
    .map((resource) => {
      const { egressNatRules: _, ...properties } = resource.properties
      return { ...resource, properties }
    })
}

function listed({ resources }: Estate, { path }: Asked): readonly Resource[] {
  const wanted = path.toLowerCase()
  const scope = wanted.split('/providers/')[0] ?? ''
  if (wanted.endsWith('/replicationprotecteditems')) return replicatedIn(resources, wanted)
  const isRecords = /\/(all|recordsets)$/.test(wanted)
  const type = isRecords ? 'microsoft.network/zones/records' : typeOf(wanted)
  const parent = wanted.replace(/\/[^/]*$/, '/')
  const isPart = type.split('/').length > 2
  return resources.filter(({ id }) => {
    const own = id.toLowerCase()
    const isKind = isRecords
      ? /\/(private)?dnszones\/[^/]+\/[a-z]+\/[^/]+$/.test(own) && !own.includes('/virtualnetworklinks/')
      : typeOf(own) === type
    return isKind && own.startsWith(`${scope}/`) && (!isPart || own.startsWith(parent))
  })
}

/** A vault lists what its fabrics have, as if they were its own. */
function replicatedIn(resources: readonly Resource[], path: string): readonly Resource[] {
  const vault = path.replace(/[^/]*$/, '')
  return resources.filter(({ id, type }) => /protectedItems$/i.test(type) && id.toLowerCase().startsWith(vault))
}

/** Only the list of states tells what runs. */
const withoutStatus = (resource: Resource): Resource => {
  const { instanceView: _, ...properties } = resource.properties
  return { ...resource, properties }
}

function page(items: readonly object[], { pageSize }: Estate, { path, query, endpoint }: Asked): Answer {
  const start = Number(query.get('$skiptoken') ?? 0)
  const next = new URLSearchParams(query)
  next.set('$skiptoken', String(start + pageSize))
  const hasMore = start + pageSize < items.length
  return {
    body: {
      value: items.slice(start, start + pageSize),
      ...(hasMore ? { nextLink: `${endpoint}${encodeURI(path)}?${next.toString()}` } : {}),
    },
  }
}

/** One value at every step; nothing for metrics that are not here. */
const values: Readonly<Record<string, number>> = {
  'Percentage CPU': 50,
  'Available Memory Bytes': 2 ** 30,
  'Network In Total': 60_000,
  'Network Out Total': 30_000,
  'Disk Read Bytes': 3_000_000,
  'Disk Write Bytes': 6_000_000,
  'Disk Read Operations/Sec': 2,
  'Disk Write Operations/Sec': 1,
}

const grains: Readonly<Record<string, number>> = { PT5M: 300_000, PT1H: 3_600_000 }

function metrics({ query, body }: Asked): Answer {
  const { resourceids } = JSON.parse(body) as { resourceids: readonly string[] }
  const [start, end] = [Date.parse(query.get('starttime') ?? ''), Date.parse(query.get('endtime') ?? '')]
  const step = grains[query.get('interval') ?? ''] ?? Number.NaN
  const aggregation = query.get('aggregation') ?? ''
  const times = Array.from({ length: Math.ceil((end - start) / step) }, (_, index) => start + index * step)
  const names = (query.get('metricnames') ?? '').split(',')
  return {
    body: {
      values: resourceids.map((resourceid) => ({
        starttime: new Date(start).toISOString(),
        endtime: new Date(end).toISOString(),
        interval: query.get('interval'),
        namespace: query.get('metricnamespace'),
        resourceregion: 'westeurope',
        resourceid,
        value: names.map((name) => ({
          id: `${resourceid}/providers/Microsoft.Insights/metrics/${name}`,
          type: 'Microsoft.Insights/metrics',
          name: { value: name, localizedValue: `${name} (Preview)` },
          unit: 'Count',
          errorCode: 'Success',
          timeseries: [
            {
              metadatavalues: [],
              data: times.map((ms) => ({ timeStamp: new Date(ms).toISOString(), [aggregation]: values[name] })),
            },
          ],
        })),
      })),
    },
  }
}
