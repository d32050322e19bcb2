/** Listeners of load balancers, with the rules that they go by. */
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import { compareText } from '../../../model/text-order.ts'
import { counted, listed, type Report } from '../../report.ts'
import type { Dump, Item } from '../answers.ts'
import { idsOf, unique } from '../items.ts'
import type { AwsAction, AwsListener, AwsListenerRule } from '../schema-balancers.ts'
import { readActions, readRule } from './listener-rules.ts'

type Listener = NetworkObjectOf<'load-balancer'>['listeners'][number]

/** By the ARN of the load balancer, in the order of their ports. */
export function listenersOf(dump: Dump, report: Report): ReadonlyMap<string, readonly Listener[]> {
  const rules = Map.groupBy(
    unique(dump.Rules, ({ RuleArn }) => RuleArn),
    ({ value }) => listenerOf(value.RuleArn),
  )
  const listeners = unique(dump.Listeners, ({ ListenerArn }) => ListenerArn)
  reportRulesMissing(
    listeners.flatMap(({ value }) => (isOfWeb(value) && !rules.has(value.ListenerArn) ? [value.ListenerArn] : [])),
    dump,
    report,
  )
  const byBalancer = Map.groupBy(listeners, ({ value }) => value.LoadBalancerArn ?? balancerOf(value.ListenerArn))
  return new Map(
    [...byBalancer].map(([id, own]) => [
      id,
      own
        .map(({ value }) => listener(value, rules.get(value.ListenerArn) ?? [], report))
        .toSorted((a, b) => (a.port ?? -1) - (b.port ?? -1) || compareText(a.id, b.id)),
    ]),
  )
}

/** Those of application load balancers, which speak nothing else and alone have rules, the default one at least. */
const isOfWeb = ({ Protocol }: AwsListener): boolean => Protocol === 'HTTP' || Protocol === 'HTTPS'

function reportRulesMissing(arns: readonly string[], { source }: Dump, report: Report): void {
  if (arns.length === 0) return
  report('site.reference-missing', {
    subject: 'listener rules',
    message: `Rules of ${counted(arns.length, 'listener')} were not read, so nobody knows where requests go, and the plan leaves them: ${listed(arns)}.`,
    suggestion:
      source === 'aws'
        ? 'Allow elasticloadbalancing:DescribeRules and run it again.'
        : 'Add for each: aws elbv2 describe-rules --listener-arn ARN --output json > rules-NAME.json',
    affected: arns,
  })
}

function listener(value: AwsListener, own: readonly Item<AwsListenerRule>[], report: Report): Listener {
  const { ListenerArn: id, Protocol, Port, DefaultActions, Certificates, MutualAuthentication } = value
  const poolIds = poolsOf([...DefaultActions, ...own.flatMap((rule) => rule.value.Actions)])
  const certificateIds = idsOf(Certificates.map(({ CertificateArn }) => CertificateArn))
  const { Mode } = MutualAuthentication ?? {}
  return {
    id,
    protocol: Protocol ?? 'any',
    port: Port ?? null,
    poolIds,
    ...requestsOf(value, own, report),
    ...(certificateIds.length > 0 ? { certificateIds: [...certificateIds] } : {}),
    ...(typeof Mode === 'string' && Mode !== 'off' ? { asksClients: true } : {}),
  }
}

/** Where its requests go; only that rules may decide it where they were not read. */
function requestsOf(
  value: AwsListener,
  own: readonly Item<AwsListenerRule>[],
  report: Report,
): Pick<Listener, 'conditional' | 'actions' | 'rules'> {
  if (isOfWeb(value) && own.length === 0) return { conditional: true }
  const { DefaultActions } = value
  const rules = own
    .filter((rule) => rule.value.IsDefault !== true)
    .map((rule) => readRule(rule, report))
    .toSorted((a, b) => a.order - b.order || compareText(a.id, b.id))
  const isSimple =
    rules.length === 0 && poolsOf(DefaultActions).length <= 1 && DefaultActions.every(({ Type }) => Type === 'forward')
  return {
    ...(isSimple ? {} : { conditional: true }),
    ...(DefaultActions.length > 0 ? { actions: readActions(DefaultActions) } : {}),
    ...(own.length > 0 ? { rules } : {}),
  }
}

/** Every group that a listener or one of its rules forwards to. */
const poolsOf = (actions: readonly AwsAction[]): string[] => [
  ...idsOf(
    actions.flatMap(({ TargetGroupArn, ForwardConfig }) => [
      TargetGroupArn,
      ...(ForwardConfig?.TargetGroups.map((group) => group.TargetGroupArn) ?? []),
    ]),
  ),
]

/** arn:…:listener-rule/app/NAME/BALANCER/LISTENER/RULE → arn:…:listener/app/NAME/BALANCER/LISTENER */
const listenerOf = (rule: string): string => withoutLast(rule).replace(':listener-rule/', ':listener/')

/** arn:…:listener/app/NAME/BALANCER/LISTENER → arn:…:loadbalancer/app/NAME/BALANCER */
const balancerOf = (listenerArn: string): string => withoutLast(listenerArn).replace(':listener/', ':loadbalancer/')

const withoutLast = (arn: string): string => arn.slice(0, Math.max(0, arn.lastIndexOf('/')))
