/** Answers of the APIs and of the command line, recognised by what is in them, merged into one dump. */
import type { z } from 'zod'
import {
  firstOfEach,
  isObject,
  listOf,
  placed,
  readItems,
  reportUnread,
  unknownAnswer,
  type Answer,
  type Fields,
  type Item,
} from '../json-items.ts'
import type { Report } from '../report.ts'
import * as schema from './schema.ts'

export interface Dump {
  readonly servers: readonly Item<schema.Server>[]
  readonly flavors: readonly schema.Flavor[]
  readonly volumes: readonly schema.Volume[]
  readonly images: readonly schema.Image[]
  readonly networks: readonly z.infer<typeof schema.networkSchema>[]
  readonly subnets: readonly z.infer<typeof schema.subnetSchema>[]
}

const kinds = ['servers', 'flavors', 'volumes', 'images', 'networks', 'subnets'] as const
type Kind = (typeof kinds)[number]

/** Throws InputError `source.shape-unknown` when there is no list of servers, not even an empty one. */
export function readDump(answers: readonly Answer[], report: Report): Dump {
  const found: Record<Kind, Item<unknown>[]> = {
    servers: [],
    flavors: [],
    volumes: [],
    images: [],
    networks: [],
    subnets: [],
  }
  const present = new Set<Kind>()
  for (const { file, value } of answers) {
    const lists = listsOf(plainKeys(value))
    for (const [kind, entries] of lists) {
      present.add(kind)
      found[kind].push(...placed(entries, `${file.shown}#${kind}`))
    }
    if (lists.length === 0) reportUnread(file.shown, report)
    if (isObject(value) && kinds.some((kind) => `${kind}_links` in value)) reportPage(file.shown, report)
  }
  if (!present.has('servers'))
    throw unknownAnswer(
      answers[0]?.file.shown ?? '',
      'a list of OpenStack servers',
      'Write it with: openstack server list --long -f json > servers.json',
    )
  const how = { report, suggestion: 'Write it again with -f json, without -c.' }
  const read = <Schema extends z.ZodType>(kind: Kind, of: Schema): readonly z.infer<Schema>[] =>
    readItems(found[kind], of, how).map(({ value }) => value)
  return {
    servers: firstOfEach(readItems(found.servers, schema.serverSchema, how), ({ id }) => id),
    flavors: read('flavors', schema.flavorSchema),
    volumes: read('volumes', schema.volumeSchema),
    images: read('images', schema.imageSchema),
    networks: read('networks', schema.networkSchema),
    subnets: read('subnets', schema.subnetSchema),
  }
}

/** `Availability Zone` of the command line and `OS-EXT-AZ:availability_zone` of the API, in one spelling; network names stay. */
function plainKeys(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return value.map((item) => plainKeys(item, depth))
  if (!isObject(value) || depth > 4) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const plain = key.toLowerCase().replaceAll(' ', '_')
      if (plain === 'metadata' || plain === 'properties') return [plain, item]
      if (plain === 'addresses' && isObject(item))
        return [
          plain,
          Object.fromEntries(Object.entries(item).map(([net, ports]) => [net, plainKeys(ports, depth + 1)])),
        ]
      return [plain, plain === 'networks' && !Array.isArray(item) ? item : plainKeys(item, depth + 1)]
    }),
  )
}

type Lists = readonly (readonly [Kind, readonly unknown[]])[]

function listsOf(value: unknown): Lists {
  if (Array.isArray(value)) return listOfCommand(value)
  if (!isObject(value)) return []
  const wrapped = kinds.flatMap((kind): Lists => {
    const one = value[kind.slice(0, -1)]
    if (isObject(one)) return [[kind, [one]]]
    return Array.isArray(value[kind]) && !('id' in value) ? [[kind, listOf(value[kind])]] : []
  })
  return wrapped.length > 0 ? wrapped : listOfCommand([value])
}

/** The command line prints bare lists; their columns say of what. */
const marks: readonly (readonly [Kind, (entry: Fields) => boolean])[] = [
  ['flavors', (entry) => 'vcpus' in entry && 'ram' in entry],
  ['servers', (entry) => 'flavor' in entry && ('networks' in entry || 'addresses' in entry)],
  ['volumes', (entry) => 'size' in entry && ('attached_to' in entry || 'attachments' in entry)],
  ['subnets', (entry) => ('network' in entry && 'subnet' in entry) || 'cidr' in entry],
  ['images', (entry) => 'disk_format' in entry],
  ['networks', (entry) => 'subnets' in entry],
]

function listOfCommand(entries: readonly unknown[]): Lists {
  const [first] = entries
  if (!isObject(first) || !('id' in first)) return []
  const kind = marks.find(([, isOne]) => isOne(first))?.[0]
  return kind === undefined ? [] : [[kind, entries]]
}

function reportPage(shown: string, report: Report): void {
  report('site.dump-incomplete', {
    subject: shown,
    message: 'The file is one page of a longer answer: it carries a link to the next. What follows may be missing.',
    suggestion: 'Fetch every page, or use: openstack server list --long --limit -1 -f json',
    place: shown,
  })
}
