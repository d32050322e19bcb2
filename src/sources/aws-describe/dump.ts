/** Files of any name, recognised by their top-level keys, merged into one dump. */
import type { z } from 'zod'
import { InputError } from '../../errors.ts'
import { readText, type InputFile } from '../files.ts'
import { parseJson } from '../json-text.ts'
import type { Report } from '../report.ts'
import * as schema from './schema.ts'

/** One thing as it was sent, and where it stood. */
export interface Item<Value> {
  readonly value: Value
  readonly place: string
}

/** Top-level key of the answer -> what one entry is. `Entries` (of a prefix list) has no noun and is only recognised. */
const kinds = {
  Reservations: schema.instanceSchema,
  Volumes: schema.volumeSchema,
  InstanceTypes: schema.instanceTypeSchema,
  NetworkInterfaces: schema.nicSchema,
  Vpcs: schema.vpcSchema,
  Subnets: schema.subnetSchema,
  SecurityGroups: schema.groupSchema,
  SecurityGroupRules: schema.ruleSchema,
  RouteTables: schema.routeTableSchema,
  ResourceRecordSets: schema.recordSchema,
  ManagedPrefixLists: schema.prefixListSchema,
  PrefixLists: schema.prefixListSchema,
  InternetGateways: schema.otherSchema,
  NatGateways: schema.otherSchema,
  LoadBalancers: schema.otherSchema,
  LoadBalancerDescriptions: schema.otherSchema,
  DBInstances: schema.otherSchema,
} as const satisfies Record<string, z.ZodType>

type Kind = keyof typeof kinds
export type Dump = { readonly [Name in Kind]: readonly Item<z.infer<(typeof kinds)[Name]>>[] } & {
  /** Which kinds were dumped at all, even if empty. */
  readonly present: ReadonlySet<Kind>
}
const kindNames = Object.keys(kinds) as Kind[]

/** Throws InputError `source.file-damaged`, or `source.shape-unknown` when no file is a dump. */
export async function readDump(files: readonly InputFile[], report: Report): Promise<Dump> {
  const items = Object.fromEntries(kindNames.map((kind) => [kind, [] as Item<unknown>[]])) as Record<
    Kind,
    Item<unknown>[]
  >
  const present = new Set<Kind>()
  const strangers: string[] = []
  for (const file of files) {
    const answer = parseJson(await readText(file), file.shown)
    const found = kindNames.filter((kind) => isObject(answer) && Array.isArray(answer[kind]))
    if (found.length === 0 && !(isObject(answer) && Array.isArray(answer['Entries']))) strangers.push(file.shown)
    if (!isObject(answer)) continue
    reportPage(answer, file, report)
    for (const kind of found) {
      present.add(kind)
      items[kind].push(...readItems({ kind, answer, file, report }))
    }
  }
  if (present.size === 0) throw unknownShape(files)
  for (const shown of strangers) reportStranger(shown, report)
  return { ...(items as Omit<Dump, 'present'>), present }
}

type Answer = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Answer => typeof value === 'object' && value !== null

interface Reading {
  readonly kind: Kind
  readonly answer: Answer
  readonly file: InputFile
  readonly report: Report
}

/** Entries that do not have the shape of their kind are reported and left out; the others stay. */
function readItems({ kind, answer, file, report }: Reading): readonly Item<unknown>[] {
  return entriesOf(kind, answer, file).flatMap(({ value, place }) => {
    const parsed = kinds[kind].safeParse(value)
    if (parsed.success) return [{ value: parsed.data, place }]
    const why = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
    report('site.row-unreadable', {
      subject: place,
      message: `The entry is not what AWS sends: ${why}. It is left out.`,
      suggestion: 'Dump it again with the AWS CLI, without --query.',
      place,
    })
    return []
  })
}

function entriesOf(kind: Kind, answer: Answer, file: InputFile): readonly Item<unknown>[] {
  const entries = answer[kind] as readonly unknown[]
  const at = entries.map((value, index) => ({ value, place: `${file.shown}#${kind}[${index}]` }))
  if (kind !== 'Reservations') return at
  return at.flatMap(({ value, place }) => {
    const instances: unknown = isObject(value) ? value['Instances'] : undefined
    return (Array.isArray(instances) ? instances : []).map((instance: unknown, index) => ({
      value: instance,
      place: `${place}.Instances[${index}]`,
    }))
  })
}

/** A token left over means that the answer goes on in a page that is not in the file. */
function reportPage(answer: Answer, file: InputFile, report: Report): void {
  const key = ['NextToken', 'NextMarker', 'Marker', 'NextRecordName'].find((name) => Boolean(answer[name]))
  if (key === undefined) return
  report('site.dump-incomplete', {
    subject: file.shown,
    message: `The file is one page of a longer answer: it carries ${key}. What follows may be in another file, or missing.`,
    suggestion: 'Dump it again without --max-items and --no-paginate, so that the CLI fetches every page.',
    place: file.shown,
  })
}

function reportStranger(shown: string, report: Report): void {
  report('site.file-unread', {
    subject: shown,
    message: 'The file holds none of the answers that drplan reads.',
    suggestion: 'Remove it from the folder if it is something else.',
    place: shown,
  })
}

function unknownShape(files: readonly InputFile[]): InputError {
  const shown = files[0]?.shown ?? ''
  return new InputError('source.shape-unknown', `${shown} is not the answer of an aws describe command.`, {
    place: { file: shown },
    suggestions: ['Write it with: aws ec2 describe-instances --output json > instances.json (without --query).'],
  })
}
