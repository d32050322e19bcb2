/** Where requests go, as texts: from what terraform has made, and from the translation. */
import { formatCidr } from '../../../src/model/cidr.ts'
import type { MadeAction, WritableCondition } from '../../../src/model/listener-rules.ts'
import type { NetworkTranslation } from '../../../src/model/network-translation.ts'
import type { PlanResource, PlanValue } from './plan-resources.ts'
import { all, inOrder, line, rows, text, type KeyOf } from './service-lines.ts'

type Listener = NonNullable<NetworkTranslation['balancers']>[number]['listeners'][number]
type Values = PlanResource['values']

export const builtActions = (actions: PlanValue | undefined, keyOf: KeyOf): string =>
  rows(actions)
    .map((action) => builtAction(action, keyOf))
    .join(' then ')

function builtAction(action: Values, keyOf: KeyOf): string {
  const { type, target_group_arn: arn } = action
  const poolOf = (value: PlanValue | undefined): string => keyOf('aws_lb_target_group', 'arn', value)
  const single = text(arn) === 'none' || arn === '' ? [] : [line(poolOf(arn), 1)]
  const forwards = rows(action['forward'])
  const shares = forwards.flatMap(({ target_group: groups }) =>
    rows(groups).map(({ arn: group, weight }) => line(poolOf(group), weight)),
  )
  const stays = forwards.flatMap(({ stickiness }) =>
    rows(stickiness).map(({ enabled, duration }) => line(enabled, duration)),
  )
  const redirects = rows(action['redirect']).map(({ status_code: status, protocol, port, host, path, query }) =>
    line(status, protocol, port, host, path, query),
  )
  const answers = rows(action['fixed_response']).map(
    ({ status_code: status, content_type: sort, message_body: body }) => line(status, sort, body),
  )
  return line(type, inOrder([...single, ...shares]), inOrder(stays), inOrder(redirects), inOrder(answers))
}

/** Named by the block and, in it, the argument; a condition asks all that its blocks say. */
export const builtConditions = (conditions: PlanValue | undefined): string =>
  inOrder(
    rows(conditions).map((condition) =>
      inOrder(
        Object.entries(condition).flatMap(([block, values]) =>
          rows(values).map((asked) =>
            line(
              block,
              asked['http_header_name'],
              asked['key'],
              asked['value'],
              listOf(asked['values']),
              listOf(asked['regex_values']),
            ),
          ),
        ),
      ),
    ),
  )

const listOf = (values: PlanValue | undefined): string => inOrder(all(values).map(text))

export const plannedLast = ({ poolKey, action }: Listener): string =>
  poolKey === undefined ? plannedAction(action) : `forward [${poolKey} 1] [] [] []`

function plannedAction(action: MadeAction | undefined): string {
  switch (action?.kind) {
    case 'forward': {
      const [pool, ...more] = action.pools
      const shares =
        more.length === 0 ? [`${pool?.poolKey} 1`] : action.pools.map(({ poolKey, weight }) => `${poolKey} ${weight}`)
      const stays = action.stickySeconds === null ? [] : [`true ${action.stickySeconds}`]
      return line('forward', inOrder(shares), inOrder(stays), '[] []')
    }
    case 'redirect': {
      const { status, protocol, port, host, path, query } = action
      const scheme = protocol?.toUpperCase()
      return line('redirect [] []', inOrder([line(`HTTP_${status}`, scheme, port, host, path, query)]), '[]')
    }
    case 'answer': {
      const { status, contentType, body } = action
      return line('fixed-response [] [] []', inOrder([line(status, contentType ?? 'text/plain', body)]))
    }
    default:
      return line('fixed-response [] [] []', inOrder([line(503, 'text/plain', 'Not available at the recovery site.')]))
  }
}

/** The numbers of the primary site; where one repeats, the next one. */
export function plannedRules({ key, rules = [] }: Listener): readonly string[] {
  let last = 0
  return rules.map(({ order, conditions, action }) => {
    last = order > last ? order : last + 1
    return line(
      'rule',
      key,
      last,
      inOrder(conditions.map((one) => inOrder(plannedCondition(one)))),
      plannedAction(action),
    )
  })
}

function plannedCondition(condition: WritableCondition): readonly string[] {
  if (condition.kind === 'query')
    return condition.pairs.map(({ key, value }) => line('query_string none', key, value, '[] []'))
  const values = condition.kind === 'source' ? condition.blocks.map(formatCidr) : condition.values
  const expressions = 'expressions' in condition ? (condition.expressions ?? []) : []
  const name = condition.kind === 'header' ? condition.name : 'none'
  return [line(blockNames[condition.kind], name, 'none none', inOrder(values), inOrder(expressions))]
}

const blockNames = {
  host: 'host_header',
  path: 'path_pattern',
  header: 'http_header',
  method: 'http_request_method',
  source: 'source_ip',
} as const
