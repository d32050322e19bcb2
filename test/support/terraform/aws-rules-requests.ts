/**
 * What AWS refuses of actions and conditions of listeners although the schema allows it (Elastic Load Balancing API,
 * CreateListener and CreateRule; quotas of Application Load Balancers). Unknown values pass.
 */
import { isList, isObject, type Value } from './msgpack.ts'

type Configuration = { readonly [name: string]: Value }
type Fault = readonly [broken: boolean, sentence: string]

const firstOf = (faults: readonly Fault[]): string | null => faults.find(([broken]) => broken)?.[1] ?? null
const blocks = (value: Value | undefined): readonly Configuration[] => (isList(value) ? value.filter(isObject) : [])
const has = (value: Value | undefined): boolean => (value ?? null) !== null
const breaks = (value: Value | undefined, pattern: RegExp): boolean => typeof value === 'string' && !pattern.test(value)

const wayOf: Readonly<Record<string, string>> = { redirect: 'redirect', 'fixed-response': 'fixed_response' }

function actionFault(action: Configuration): string | null {
  const { type } = action
  if (typeof type !== 'string') return null
  const given = ['redirect', 'fixed_response'].filter((name) => blocks(action[name]).length > 0)
  const isForward = has(action['target_group_arn']) || blocks(action['forward']).length > 0
  const ways = [...given, ...(isForward ? ['forward'] : [])]
  return firstOf([
    [ways.length !== 1 || ways[0] !== (wayOf[type] ?? type), `an action ${type} has ${ways.join() || 'nothing'}`],
    [has(action['target_group_arn']) && blocks(action['forward']).length > 0, 'a group is stated twice'],
    ...blocks(action['forward']).flatMap(forwardFaults),
    ...blocks(action['redirect']).flatMap(redirectFaults),
    ...blocks(action['fixed_response']).flatMap(answerFaults),
  ])
}

const forwardFaults = ({ target_group: groups, stickiness }: Configuration): readonly Fault[] => [
  [blocks(groups).length > 5, 'an action has five target groups at most'],
  [blocks(groups).some(({ weight }) => isOutside(weight, 0, 999)), 'a weight is from 0 to 999'],
  [blocks(stickiness).some(({ duration }) => isOutside(duration, 1, 604_800)), 'stickiness lasts up to seven days'],
]

const isOutside = (value: Value | undefined, low: number, high: number): boolean =>
  typeof value === 'number' && (value < low || value > high)

const redirectFaults = ({ status_code: status, protocol, port, host, path }: Configuration): readonly Fault[] => [
  [breaks(status, /^HTTP_30[12]$/), 'the status of a redirect is HTTP_301 or HTTP_302'],
  [breaks(protocol, /^(HTTPS?|#\{protocol\})$/), 'a redirect goes to HTTP or HTTPS'],
  [breaks(port, /^(\d{1,5}|#\{port\})$/), 'a redirect goes to a port'],
  [breaks(path, /^\//), 'the path of a redirect begins with a slash'],
  [!has(protocol) && !has(port) && !has(host) && !has(path), 'a redirect changes nothing, so it never ends'],
]

const answerFaults = ({
  status_code: status,
  content_type: type,
  message_body: body,
}: Configuration): readonly Fault[] => [
  [breaks(status, /^[245]\d\d$/), 'an answer has status 2XX, 4XX or 5XX'],
  [breaks(type, /^(text\/(plain|css|html)|application\/(javascript|json))$/), 'the content type is not allowed'],
  [typeof body === 'string' && body.length > 1024, 'an answer has 1024 characters at most'],
]

/** Of the first action that is wrong. */
export const requestFault = ({ default_action: actions, protocol }: Configuration): string | null =>
  firstOf([
    [
      typeof protocol === 'string' &&
        !protocol.startsWith('HTTP') &&
        blocks(actions).some(({ type }) => type !== 'forward'),
      'only listeners of HTTP redirect and answer',
    ],
  ]) ?? firstFault(blocks(actions).map(actionFault))

const firstFault = (faults: readonly (string | null)[]): string | null => faults.find((fault) => fault !== null) ?? null

const kinds = ['host_header', 'path_pattern', 'http_header', 'http_request_method', 'query_string', 'source_ip']

export function ruleFault({ priority, condition, action }: Configuration): string | null {
  const conditions = blocks(condition)
  const own = conditions.map((one) => kinds.flatMap((kind) => blocks(one[kind]).map((asked) => ({ kind, asked }))))
  const values = own.flat().map(({ kind, asked }) => (kind === 'query_string' ? 1 : countOf(asked)))
  return (
    firstOf([
      [isOutside(priority, 1, 50_000), 'priority is from 1 to 50000'],
      [own.some((asked) => new Set(asked.map(({ kind }) => kind)).size !== 1), 'a condition asks one thing'],
      [values.includes(0), 'a condition has no values'],
      [values.reduce((sum, count) => sum + count, 0) > 5, 'a rule has five values at most'],
    ]) ?? firstFault(blocks(action).map(actionFault))
  )
}

const countOf = ({ values, regex_values: expressions }: Configuration): number =>
  (isList(values) ? values.length : 0) + (isList(expressions) ? expressions.length : 0)
