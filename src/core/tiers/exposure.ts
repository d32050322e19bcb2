/** Which VMs the internet reaches, and how that is known. */
import type { Cidr } from '../../model/cidr.ts'
import type { Network, SecurityRule } from '../../model/network.ts'
import { objectsOf } from '../../model/network-objects.ts'
import type { Site, Vm } from '../../model/site.ts'

/** A sentence for each VM that is exposed: the surest sign of it. */
export function exposureOf({ vms, network }: Pick<Site, 'vms' | 'network'>): (vm: Vm) => string | null {
  const owners = publicOwners(network)
  const balanced = behindPublicBalancers({ vms, network })
  const open = openGroups(network.securityRules)
  return (vm) => {
    if (vm.nics.some(({ hasPublicAddress, id }) => hasPublicAddress || owners.has(id)) || owners.has(vm.id))
      return 'It has a public address.'
    const balancer = balanced.get(vm.id)
    if (balancer !== undefined) return `It answers behind the public load balancer ${balancer}.`
    const service = vm.nics.flatMap(({ securityGroupIds }) => securityGroupIds.flatMap((id) => open.get(id) ?? []))[0]
    return service === undefined ? null : `A security rule lets the whole internet reach it (${service}).`
  }
}

const publicOwners = (network: Network): ReadonlySet<string> =>
  new Set(objectsOf(network.objects, 'public-address').flatMap(({ ownerId }) => ownerId ?? []))

/** The name of a balancer that is not internal, by the id of each VM behind it. */
function behindPublicBalancers({ vms, network }: Pick<Site, 'vms' | 'network'>): ReadonlyMap<string, string> {
  const ofNic = new Map(vms.flatMap(({ id, nics }) => nics.map((nic) => [nic.id, id] as const)))
  const pools = new Map(objectsOf(network.objects, 'target-pool').map((pool) => [pool.id, pool]))
  const found = new Map<string, string>()
  for (const { internal, name, listeners } of objectsOf(network.objects, 'load-balancer')) {
    if (internal) continue
    const targets = listeners.flatMap(({ poolIds }) => poolIds.flatMap((id) => pools.get(id)?.targets ?? []))
    for (const { vmId, nicId } of targets) {
      const id = vmId ?? ofNic.get(nicId ?? '')
      if (id !== undefined && !found.has(id)) found.set(id, name)
    }
  }
  return found
}

/** Ports that people, not customers, come in by: SSH, RDP, WinRM. */
const ADMINISTRATION: ReadonlySet<number> = new Set([22, 3389, 5985, 5986])

/** The first service that each security group opens to everybody, in the order of the rules' ids. */
function openGroups(rules: readonly SecurityRule[]): ReadonlyMap<string, string> {
  const open = new Map<string, string>()
  const serving = rules
    .filter(({ direction, peer }) => direction === 'ingress' && peer.kind === 'cidr' && isEverybody(peer.cidr))
    .filter(({ protocol, ports }) => !isIcmp(protocol) && !isAdministration(ports))
    .toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  for (const { groupId, protocol, ports } of serving)
    if (!open.has(groupId)) open.set(groupId, serviceOf(protocol, ports))
  return open
}

const isEverybody = ({ prefixLength }: Cidr): boolean => prefixLength === 0

const isIcmp = (protocol: SecurityRule['protocol']): boolean => protocol === 'icmp' || protocol === 'icmpv6'

const isAdministration = (ports: SecurityRule['ports']): boolean =>
  ports !== null && ports.from === ports.to && ADMINISTRATION.has(ports.from)

function serviceOf(protocol: SecurityRule['protocol'], ports: SecurityRule['ports']): string {
  if (ports === null) return protocol === 'any' ? 'everything' : String(protocol)
  return `${protocol} ${ports.from === ports.to ? ports.from : `${ports.from} to ${ports.to}`}`
}
