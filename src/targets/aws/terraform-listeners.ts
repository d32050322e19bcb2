/** Listeners, and rules that say where a request goes, as values of variables. */
import { formatCidr } from '../../model/cidr.ts'
import { lastAction, type MadeAction, type WritableCondition } from '../../model/listener-rules.ts'
import type { BalancerTranslation } from '../../model/serving-translation.ts'
import type { JsonValue } from '../../model/target.ts'

type Listener = BalancerTranslation['listeners'][number]

export const protocols = {
  http: 'HTTP',
  https: 'HTTPS',
  tcp: 'TCP',
  tls: 'TLS',
  udp: 'UDP',
  'tcp-udp': 'TCP_UDP',
} as const

export const listenerValues = (balancers: readonly BalancerTranslation[]) =>
  Object.fromEntries(
    balancers.flatMap((balancer) =>
      balancer.listeners.map((listener) => [
        listener.key,
        {
          balancer_key: balancer.key,
          protocol: protocols[listener.protocol],
          port: listener.port,
          ...lastValues(listener),
        },
      ]),
    ),
  )

const lastValues = (listener: Listener) =>
  listener.poolKey !== undefined && !listener.action
    ? { target_pool_key: listener.poolKey }
    : { action: actionValue(lastAction(listener)) }

export const ruleValues = (balancers: readonly BalancerTranslation[]) =>
  Object.fromEntries(
    balancers.flatMap(({ listeners }) =>
      listeners.flatMap(({ key: listenerKey, rules = [] }) => {
        const priorities = prioritiesOf(rules.map(({ order }) => order))
        return rules.map(({ key, conditions, action }, index) => [
          key,
          {
            listener_key: listenerKey,
            priority: priorities[index] ?? index + 1,
            conditions: conditions.map(conditionValue),
            action: actionValue(action),
          },
        ])
      }),
    ),
  )

/** Elastic Load Balancing API, CreateRule. */
const HIGHEST_PRIORITY = 50_000

/** The numbers of the primary site, moved up only where one rule became several: adding a rule there changes no other. */
export function prioritiesOf(orders: readonly number[]): readonly number[] {
  const priorities: number[] = []
  for (const order of orders) priorities.push(Math.max(order, (priorities.at(-1) ?? 0) + 1))
  return (priorities.at(-1) ?? 0) > HIGHEST_PRIORITY ? orders.map((_, index) => index + 1) : priorities
}

/** One of its fields is there. */
function actionValue(action: MadeAction): { readonly [name: string]: JsonValue } {
  if (action.kind === 'redirect') return { redirect: redirectValue(action) }
  if (action.kind === 'forward') {
    const pools = Object.fromEntries(action.pools.map(({ poolKey, weight }) => [poolKey, weight]))
    const { stickySeconds } = action
    return { forward: { target_pools: pools, ...(stickySeconds === null ? {} : { sticky_seconds: stickySeconds }) } }
  }
  const { status, contentType, body } = action.kind === 'answer' ? action : REFUSAL
  return { answer: { status_code: String(status), content_type: contentType ?? PLAIN, ...stated({ body }) } }
}

const PLAIN = 'text/plain'
const REFUSAL = { status: 503, contentType: PLAIN, body: 'Not available at the recovery site.' } as const

const redirectValue = ({ protocol, port, host, path, query, status }: Extract<MadeAction, { kind: 'redirect' }>) => ({
  status_code: `HTTP_${status}`,
  ...stated({
    protocol: protocol === null ? null : protocols[protocol],
    port: port === null ? null : String(port),
    host,
    path,
    query,
  }),
})

/** What is null is left to AWS, which then keeps that part of the request. */
const stated = (fields: Readonly<Record<string, string | null>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))

/** One field is there. */
function conditionValue(condition: WritableCondition): { readonly [name: string]: JsonValue } {
  if (condition.kind === 'method') return { methods: [...condition.values] }
  if (condition.kind === 'source') return { source_blocks: condition.blocks.map(formatCidr) }
  if (condition.kind === 'query')
    return { query: condition.pairs.map(({ key, value }) => ({ ...stated({ key }), value })) }
  if (condition.kind === 'header') return { header: { name: condition.name, ...textValues(condition) } }
  return { [condition.kind]: textValues(condition) }
}

const textValues = ({
  values,
  expressions = [],
}: {
  readonly values: readonly string[]
  readonly expressions?: readonly string[] | undefined
}) => ({
  values: [...values],
  ...(expressions.length > 0 ? { expressions: [...expressions] } : {}),
})
