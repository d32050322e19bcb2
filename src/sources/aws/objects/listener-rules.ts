/** Conditions and actions of listeners (Elastic Load Balancing API, RuleCondition and Action) in neutral words. */
import type { ListenerAction, ListenerCondition, ListenerRule } from '../../../model/listener-rules.ts'
import type { Report } from '../../report.ts'
import type { Item } from '../answers.ts'
import { blocksOf } from '../items.ts'
import type { AwsAction, AwsCondition, AwsListenerRule } from '../schema-balancers.ts'

export function readRule({ value, place }: Item<AwsListenerRule>, report: Report): ListenerRule {
  return {
    id: value.RuleArn,
    order: Number.parseInt(value.Priority ?? '', 10) || 0,
    conditions: value.Conditions.map((condition) => readCondition(condition, { place, report })),
    actions: readActions(value.Actions),
    ...(value.Transforms.length > 0 ? { rewrites: true } : {}),
  }
}

type Reading = Parameters<typeof blocksOf>[1]
type Texts = Pick<AwsCondition, 'Values' | 'RegexValues'>

/** What a configuration says wins over the older fields of the condition itself, which repeat it. */
function readCondition(condition: AwsCondition, reading: Reading): ListenerCondition {
  const read = Object.hasOwn(fields, condition.Field ?? '') ? fields[condition.Field ?? ''] : undefined
  return read ? read(condition, reading) : { kind: 'other', type: condition.Field ?? 'unknown' }
}

const fields: Readonly<Record<string, (condition: AwsCondition, reading: Reading) => ListenerCondition>> = {
  'host-header': (condition) => ({ kind: 'host', ...textsOf(condition.HostHeaderConfig, condition) }),
  'path-pattern': (condition) => ({ kind: 'path', ...textsOf(condition.PathPatternConfig, condition) }),
  'http-header': ({ HttpHeaderConfig: header, ...condition }) => ({
    kind: 'header',
    name: header?.HttpHeaderName ?? '',
    ...textsOf(header, condition),
  }),
  'http-request-method': (condition) => ({
    kind: 'method',
    values: textsOf(condition.HttpRequestMethodConfig, condition).values,
  }),
  'query-string': ({ QueryStringConfig }) => ({
    kind: 'query',
    pairs: (QueryStringConfig?.Values ?? []).map(({ Key, Value }) => ({ key: Key || null, value: Value ?? '' })),
  }),
  'source-ip': (condition, reading) => ({
    kind: 'source',
    blocks: [...blocksOf(textsOf(condition.SourceIpConfig, condition).values, reading)],
  }),
}

function textsOf(own: Texts | null | undefined, older: Texts): { values: string[]; expressions?: string[] } {
  const filled = own && own.Values.length + own.RegexValues.length > 0 ? own : older
  const { Values, RegexValues } = filled
  return { values: [...Values], ...(RegexValues.length > 0 ? { expressions: [...RegexValues] } : {}) }
}

/** In the order in which they are done. */
export const readActions = (actions: readonly AwsAction[]): ListenerAction[] =>
  actions.toSorted((a, b) => (a.Order ?? 0) - (b.Order ?? 0)).map(readAction)

const asking = /^(authenticate-|jwt-validation$)/

function readAction(action: AwsAction): ListenerAction {
  const { Type, RedirectConfig, FixedResponseConfig } = action
  if (Type === 'forward') return readForward(action)
  if (Type === 'redirect') return readRedirect(RedirectConfig ?? {})
  if (Type === 'fixed-response') {
    const { StatusCode, ContentType, MessageBody } = FixedResponseConfig ?? {}
    const status = numberIn(StatusCode)
    return { kind: 'answer', status, contentType: ContentType || null, body: MessageBody || null }
  }
  const type = Type ?? 'unknown'
  return { kind: asking.test(type) ? 'authenticate' : 'other', type }
}

/** One group may stand in both places. */
function readForward({ TargetGroupArn, ForwardConfig }: AwsAction): ListenerAction {
  const named = ForwardConfig?.TargetGroups.flatMap(({ TargetGroupArn: arn, Weight }) =>
    arn ? [{ poolId: arn, weight: Weight ?? null }] : [],
  )
  const single = TargetGroupArn ? [{ poolId: TargetGroupArn, weight: null }] : []
  const sticky = ForwardConfig?.TargetGroupStickinessConfig
  return {
    kind: 'forward',
    shares: named && named.length > 0 ? named : single,
    stickySeconds: sticky?.Enabled === true ? (sticky.DurationSeconds ?? null) : null,
  }
}

/** Elastic Load Balancing API, RedirectActionConfig: what a field says when it keeps that part of the request. */
const kept = {
  Protocol: '#{protocol}',
  Port: '#{port}',
  Host: '#{host}',
  Path: '/#{path}',
  Query: '#{query}',
} as const

function readRedirect(redirect: NonNullable<AwsAction['RedirectConfig']>): ListenerAction {
  const changed = (field: keyof typeof kept): string | null => {
    const value = redirect[field] ?? null
    return value === kept[field] ? null : value
  }
  return {
    kind: 'redirect',
    protocol: changed('Protocol'),
    host: changed('Host'),
    port: changed('Port'),
    path: changed('Path'),
    query: changed('Query'),
    status: numberIn(redirect.StatusCode),
  }
}

/** `404`, `HTTP_301`; 0 where there is none, which nobody makes. */
const numberIn = (text: string | null | undefined): number => Number(/(\d{3})$/.exec(text ?? '')?.[1] ?? 0)
