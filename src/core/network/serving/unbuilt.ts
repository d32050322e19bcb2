/** What is left for people, said once for each reason. */
import { createFinding, type Finding } from '../../../model/finding.ts'
import { listed } from '../../../model/listed.ts'
import { compareText } from '../../../model/text-order.ts'

const advice = {
  'load balancer': 'Create them at the recovery site; drplan plans the VMs behind them.',
  'gateway load balancer':
    'Build the appliances, their load balancer with its target group, the service that offers it, an endpoint of it in each network, and the routes through the endpoints by hand, before a failover.',
  'endpoint of appliances':
    'Build the load balancer of the appliances first, then the endpoint and the routes that lead to it, by hand: until then traffic takes its way without the appliances, or none.',
  listener: 'Add them to the load balancers of the recovery site, with the rules and certificates they need.',
  'listener rule':
    'Where their requests can be told from others, they are answered with 503, so that no later rule takes them. Build what they need at the recovery site, with a rule of your own before each.',
  'share of requests': 'The other pools of the rule take their requests: see that they can, or plan VMs of these too.',
  'target pool':
    'Register what answers behind them at the recovery site; targets by address have other addresses there.',
  target: 'Decide what takes their place behind the load balancer, or plan their VMs too.',
  address: 'The platform gives these others: whoever knows them by number must learn the new ones.',
  endpoint: 'Create the endpoints of the same services, whose names carry the region, in the recovery VPCs.',
  'DNS zone': 'Make it in the recovery region for the networks there, or plan a network that sees it.',
  'DNS record': 'Write them by hand, and decide what they must say during a recovery.',
} as const

export interface Unbuilt {
  readonly noun: keyof typeof advice
  readonly id: string
  /** As a person knows it. */
  readonly label: string
  /** Ends the sentence "not built, because …". */
  readonly why: string
}

const irregular: Readonly<Record<string, string>> = {
  address: 'addresses',
  'endpoint of appliances': 'endpoints of appliances',
  'share of requests': 'shares of requests',
}

const plural = (noun: string, count: number): string => (count === 1 ? noun : (irregular[noun] ?? `${noun}s`))

/** One finding for each sort and reason, in the order of their texts. */
export function unbuiltFindings(unbuilt: readonly Unbuilt[]): readonly Finding[] {
  const groups = Map.groupBy(unbuilt, ({ noun, why }) => `${noun} ${why}`)
  return [...groups]
    .toSorted(([a], [b]) => compareText(a, b))
    .flatMap(([, own]) => {
      const [first] = own
      if (!first) return []
      const labels = [...new Set(own.map(({ label }) => label))].toSorted(compareText)
      return [
        createFinding('network.not-built', {
          subject: plural(first.noun, 2),
          message: `${labels.length} ${plural(first.noun, labels.length)} not built, because ${first.why}: ${listed(labels)}.`,
          suggestion: advice[first.noun],
          affected: [...new Set(own.map(({ id }) => id))].toSorted(compareText),
        }),
      ]
    })
}
