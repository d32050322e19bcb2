/** Answers of `az … list` and of the REST API, recognised by type or by what is in them, merged into one dump. */
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
  readonly vms: readonly Item<schema.AzureVm>[]
  readonly disks: readonly Item<schema.AzureDisk>[]
  readonly nics: readonly Item<schema.AzureNicAnswer>[]
  readonly vnets: readonly Item<schema.AzureVnet>[]
  readonly groups: readonly Item<schema.AzureGroupAnswer>[]
  readonly sizes: readonly Item<schema.AzureSize>[]
}

type Kind = keyof Dump

/** A field that only this kind of resource has; `az vm list-sizes` gives entries without a type. */
const marks: readonly (readonly [Kind, (entry: Fields) => boolean])[] = [
  ['vms', (entry) => 'hardwareprofile' in entry],
  ['sizes', (entry) => 'numberofcores' in entry && 'memoryinmb' in entry],
  ['nics', (entry) => 'ipconfigurations' in entry && /networkinterfaces/i.test(String(entry['id']))],
  ['vnets', (entry) => 'addressspace' in entry],
  ['groups', (entry) => 'securityrules' in entry],
  ['disks', (entry) => 'disksizegb' in entry && 'creationdata' in entry],
]

const DEEPEST = 16

/** `properties` are lifted beside the rest, as `az` shows them, and keys put into lower case: `diskSizeGB`, `diskSizeGb`. */
function plain(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1))
  if (!isObject(value) || depth > DEEPEST) return isObject(value) ? {} : value
  const { properties, ...rest } = value
  const lifted = isObject(properties) ? { ...properties, ...rest } : value
  return Object.fromEntries(
    Object.entries(lifted).map(([key, item]) => [
      key.toLowerCase(),
      /^tags$/i.test(key) ? item : plain(item, depth + 1),
    ]),
  )
}

/** Throws InputError `source.shape-unknown` when no file has a VM. */
export function readDump(answers: readonly Answer[], report: Report): Dump {
  const found = new Map<Kind, Item<unknown>[]>()
  for (const { file, value } of answers) {
    const sorted = entriesOf(plain(value), file.shown).flatMap((item) => {
      const kind = isObject(item.value) ? marks.find(([, isOne]) => isOne(item.value as Fields))?.[0] : undefined
      return kind === undefined ? [] : [{ kind, item }]
    })
    for (const { kind, item } of sorted) found.set(kind, [...(found.get(kind) ?? []), item])
    if (sorted.length === 0) reportUnread(file.shown, report)
    if (isObject(value) && typeof value['nextLink'] === 'string') reportPage(file.shown, report)
  }
  if (!found.has('vms'))
    throw unknownAnswer(
      answers[0]?.file.shown ?? '',
      'an answer of Azure with VMs in it',
      'Write it with: az vm list -d -o json > vms.json',
    )
  const how = { report, suggestion: 'Write it again with az … list -o json, without --query.' }
  const idOf = ({ id }: { id: string }): string => id.toLowerCase()
  const of = (kind: Kind): readonly Item<unknown>[] => found.get(kind) ?? []
  return {
    vms: firstOfEach(readItems(of('vms'), schema.vmSchema, how), idOf),
    disks: firstOfEach(readItems(of('disks'), schema.diskSchema, how), idOf),
    nics: firstOfEach(readItems(of('nics'), schema.nicSchema, how), idOf),
    vnets: firstOfEach(readItems(of('vnets'), schema.vnetSchema, how), idOf),
    groups: firstOfEach(readItems(of('groups'), schema.groupSchema, how), idOf),
    sizes: readItems(of('sizes'), schema.sizeSchema, how),
  }
}

function entriesOf(value: unknown, shown: string): readonly Item<unknown>[] {
  if (Array.isArray(value)) return placed(value, shown)
  if (isObject(value) && Array.isArray(value['value'])) return placed(listOf(value['value']), `${shown}#value`)
  return [{ value, place: shown }]
}

function reportPage(shown: string, report: Report): void {
  report('site.dump-incomplete', {
    subject: shown,
    message: 'The file is one page of a longer answer: it carries a nextLink. What follows may be missing.',
    suggestion: 'Use az … list, which fetches every page.',
    place: shown,
  })
}
