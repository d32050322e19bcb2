/** Certificates, which no plan carries over: their keys never leave the primary site. */
import { createFinding, type Finding } from '../../../model/finding.ts'
import { objectsOf } from '../../../model/network-objects.ts'
import type { Network } from '../../../model/network.ts'
import type { BalancerTranslation } from '../../../model/serving-translation.ts'
import { compareText } from '../../../model/text-order.ts'

/** One for each made load balancer that decrypts, with the keys by which Terraform asks for certificates. */
export function certificateFindings(balancers: readonly BalancerTranslation[], network: Network): readonly Finding[] {
  const sources = new Map(objectsOf(network.objects, 'load-balancer').map((balancer) => [balancer.id, balancer]))
  return balancers.flatMap(({ from, name, listeners }) => {
    const sealed = listeners.filter(({ protocol }) => protocol === 'https' || protocol === 'tls')
    if (sealed.length === 0) return []
    const ports = new Set(sealed.map(({ port }) => port))
    const shown = (sources.get(from)?.listeners ?? []).flatMap(({ port, certificateIds = [] }) =>
      port !== null && ports.has(port) ? certificateIds : [],
    )
    const today =
      shown.length === 0 ? '' : ` At the primary site: ${[...new Set(shown)].toSorted(compareText).join(', ')}.`
    return [
      createFinding('network.certificate-needed', {
        subject: name,
        message: `Listeners of ${name} need a certificate of the recovery region: ${sealed.map(({ key }) => key).join(', ')}.${today}`,
        suggestion:
          'Request or import them there with the same names, and give Terraform each in `certificates`, by this key. Further certificates that a listener shows for other names are not read: add them by hand.',
        affected: [from],
      }),
    ]
  })
}
