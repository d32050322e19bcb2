/**
 * Which networks a policy goes by (IAM User Guide, "AWS global condition context keys" and "IAM JSON policy elements:
 * Condition operators"). Only these and how they are compared are taken: not the document, not whom it speaks of, nor what
 * they may do.
 */
import { isObject } from '../json-items.ts'

/** As they are written. */
interface NamedNetworks {
  readonly blocks: readonly string[]
  readonly vpcIds: readonly string[]
  readonly endpointIds: readonly string[]
}

export interface PolicyNetworks {
  readonly admits: NamedNetworks
  readonly refuses: NamedNetworks
  /** Such as `Deny NotIpAddress aws:SourceIp`; each once, sorted. */
  readonly conditions: readonly string[]
}

type Field = keyof NamedNetworks

/** Keys are the same whatever their case. */
const keys: readonly (readonly [key: string, Field])[] = [
  ['aws:EC2InstanceSourcePrivateIPv4', 'blocks'],
  ['aws:EC2InstanceSourceVPC', 'vpcIds'],
  ['aws:SourceIp', 'blocks'],
  ['aws:SourceVpc', 'vpcIds'],
  ['aws:SourceVpcArn', 'vpcIds'],
  ['aws:SourceVpce', 'endpointIds'],
  ['aws:VpcSourceIp', 'blocks'],
]
const keyOf = new Map(keys.map(([key, field]) => [key.toLowerCase(), { key, field }]))

/** Other operators do not compare with networks, as `Null`, whose value says only whether there is a key. */
const comparing =
  /^(?:For(?:AllValues|AnyValue):)?(?:(Not)?IpAddress|(?:String|Arn)(Not)?(?:Equals(?:IgnoreCase)?|Like))(?:IfExists)?$/i

interface Condition {
  readonly said: string
  readonly isAdmission: boolean
  readonly field: Field
  readonly values: readonly string[]
}

/** Null when it names no network; `document` is what its JSON says. */
export function networksIn(document: unknown): PolicyNetworks | null {
  const conditions = isObject(document) ? listIn(document['Statement']).flatMap(conditionsOf) : []
  if (conditions.length === 0) return null
  return {
    admits: namedBy(conditions.filter(({ isAdmission }) => isAdmission)),
    refuses: namedBy(conditions.filter(({ isAdmission }) => !isAdmission)),
    conditions: [...new Set(conditions.map(({ said }) => said))].toSorted(),
  }
}

/** One or several of anything. */
const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

/** To deny those who are not named is to admit those who are. */
function conditionsOf(statement: unknown): readonly Condition[] {
  if (!isObject(statement) || !isObject(statement['Condition'])) return []
  const { Effect: effect, Condition: condition } = statement
  if (effect !== 'Allow' && effect !== 'Deny') return []
  return Object.entries(condition).flatMap(([operator, compared]: [string, unknown]) => {
    const match = comparing.exec(operator)
    if (!match || !isObject(compared)) return []
    const isNegated = (match[1] ?? match[2]) !== undefined
    return Object.entries(compared).flatMap(([written, values]: [string, unknown]) => {
      const { key, field } = keyOf.get(written.toLowerCase()) ?? {}
      if (key === undefined || field === undefined) return []
      const said = `${effect} ${operator} ${key}`
      return [{ said, isAdmission: (effect === 'Deny') === isNegated, field, values: textsIn(values, field) }]
    })
  })
}

/** What is no id is a pattern of ids, and what has a variable in it names nobody by itself. */
const textsIn = (values: unknown, field: Field): readonly string[] =>
  listIn(values)
    .filter((value) => typeof value === 'string')
    .flatMap((text) => (field === 'blocks' ? (text.includes('${') ? [] : [text]) : (idIn[field].exec(text)?.[0] ?? [])))

const idIn = { vpcIds: /\bvpc-[0-9a-z]+$/, endpointIds: /\bvpce-[0-9a-z]+$/ } as const

function namedBy(conditions: readonly Condition[]): NamedNetworks {
  const ofField = (wanted: Field): readonly string[] => [
    ...new Set(conditions.flatMap(({ field, values }) => (field === wanted ? values : []))),
  ]
  return { blocks: ofField('blocks'), vpcIds: ofField('vpcIds'), endpointIds: ofField('endpointIds') }
}

/** The CLI writes it as JSON in a text, or has it unpacked; IAM itself sends it URL-encoded. Null when it is neither. */
export function documentOf(sent: unknown): unknown {
  if (typeof sent !== 'string') return sent
  try {
    return JSON.parse(sent.startsWith('%') ? decodeURIComponent(sent) : sent)
  } catch {
    return null
  }
}
