/**
 * What the clusters of the primary site can lose by themselves: for failures that are no disaster, and for failback, when
 * the hosts must take everything again. By the memory that VMs are given, as if none were overcommitted.
 */
import { createFinding, type Finding } from '../../model/finding.ts'
import { listed } from '../../model/listed.ts'
import type { SiteHost, Vm } from '../../model/site.ts'
import { compareText } from '../../model/text-order.ts'
import { canLoseHosts, type HostLoss, type LoadedHost } from './can-lose-hosts.ts'

/** Every choice of so many hosts is looked at. */
const MOST_LOST = 2

/** One for each cluster of two hosts or more, of which one serves. */
export function clusterReserves(hosts: readonly SiteHost[], vms: readonly Vm[]): readonly Finding[] {
  const running = vms.filter(({ kind, power }) => kind !== 'template' && power !== 'off' && power !== 'suspended')
  const clusters = Map.groupBy(
    hosts.filter(({ cluster }) => cluster !== null),
    ({ datacenter, cluster }) => JSON.stringify([datacenter, cluster]),
  )
  return [...clusters]
    .toSorted(([a], [b]) => compareText(a, b))
    .filter(([, own]) => own.length > 1 && own.some(({ maintenance }) => !maintenance))
    .map(([, own]) => reserveOf(own, running))
}

function reserveOf(own: readonly SiteHost[], running: readonly Vm[]): Finding {
  const [first] = own
  const around = { cluster: first?.cluster ?? '', hosts: own }
  const members = running.filter(({ placement }) => isIn(placement, own, first))
  const unknown = unknownOf(own, members)
  if (unknown.length > 0) return untold(around, `of ${listed(unknown)} host or memory is not known`)
  const serving = own.filter(({ maintenance }) => !maintenance).map((host) => loaded(host, members))
  const losses = Array.from({ length: Math.min(MOST_LOST, serving.length - 1) }, (_, index) =>
    canLoseHosts(serving, index + 1),
  )
  return findingOf(around, losses)
}

const isIn = ({ datacenter, cluster, host }: Vm['placement'], own: readonly SiteHost[], first?: SiteHost): boolean =>
  (datacenter === null || !first || first.datacenter === null || datacenter === first.datacenter) &&
  (host === null ? cluster === first?.cluster : own.some(({ name }) => name === host))

function unknownOf(own: readonly SiteHost[], members: readonly Vm[]): readonly string[] {
  return [
    ...own.filter(({ memoryGiB, maintenance }) => memoryGiB === null && !maintenance).map(({ name }) => name),
    ...members
      .filter(({ memoryGiB, placement }) => memoryGiB === null || placement.host === null)
      .map(({ name }) => name),
  ].sort(compareText)
}

const loaded = ({ name, memoryGiB, threads }: SiteHost, members: readonly Vm[]): LoadedHost => ({
  name,
  memoryGiB: memoryGiB ?? 0,
  threads,
  vms: members
    .filter(({ placement }) => placement.host === name)
    .map(({ id, vcpus, memoryGiB: size }) => ({ id, vcpus, memoryGiB: size ?? 0 })),
})

interface Cluster {
  readonly cluster: string
  readonly hosts: readonly SiteHost[]
}

const basis = 'by the memory that running VMs are given, without overcommitment and without what the hypervisor takes'

function findingOf({ cluster, hosts }: Cluster, losses: readonly HostLoss[]): Finding {
  const failed = losses.findIndex(({ verdict }) => verdict !== 'yes')
  const can = failed === -1 ? losses.length : failed
  const idle = hosts.filter(({ maintenance }) => maintenance).length
  const own = `its ${hosts.length - idle} hosts`
  const said = can > 0 ? `Any ${can} of ${own} may fail` : noneOf(own, losses[0])
  const aside = idle > 0 ? ` Hosts in maintenance are not counted: ${idle}.` : ''
  return createFinding(can === 0 ? 'site.cluster-no-reserve' : 'site.cluster-reserve', {
    subject: `cluster ${cluster}`,
    message: `${said} (${basis}).${obstacleOf(losses[failed])}${aside}`,
    suggestion: can === 0 ? 'Add a host, or decide which VMs may stay down when one fails.' : null,
  })
}

const noneOf = (own: string, loss: HostLoss | undefined): string =>
  loss?.verdict === 'cannot-tell'
    ? `It could not be told whether any one of ${own} may fail`
    : `Not each of ${own} may fail`

function obstacleOf(loss: HostLoss | undefined): string {
  if (!loss || loss.verdict === 'yes') return ''
  const lost = `${loss.lost.length > 1 ? 'hosts' : 'host'} ${listed(loss.lost)}`
  if (loss.verdict === 'cannot-tell') return ` No placement was found without ${lost}, nor a proof that there is none.`
  return loss.shortGiB > 0
    ? ` Without ${lost} it is short by ${Math.ceil(loss.shortGiB * 10) / 10} GiB.`
    : ` Without ${lost} there is memory enough, but not where the VMs fit, unless others are moved.`
}

const untold = ({ cluster, hosts }: Cluster, why: string): Finding =>
  createFinding('site.cluster-no-reserve', {
    subject: `cluster ${cluster}`,
    message: `Whether it can lose one of its ${hosts.length} hosts cannot be told: ${why}.`,
    suggestion: 'Export all columns of vInfo and vHost.',
  })
