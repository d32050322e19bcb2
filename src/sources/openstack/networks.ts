/** Networks by name, with the block of their subnet where a list of subnets gives one. */
import { readCidr } from '../../model/cidr.ts'
import type { Network } from '../../model/network.ts'
import type { Vm } from '../../model/site.ts'
import type { SourceRequest } from '../../model/source.ts'
import { buildNetwork } from '../named-networks.ts'
import type { Report } from '../report.ts'
import type { Dump } from './dump.ts'
import { compareText } from '../../model/text-order.ts'

export function readNetwork(
  dump: Dump,
  vms: readonly Vm[],
  { request, report }: { request: SourceRequest; report: Report },
): Network {
  const byName = Map.groupBy(
    vms.flatMap(({ nics }) => nics),
    ({ subnetId }) => subnetId ?? '',
  )
  const named = [...byName]
    .filter(([id]) => id !== '')
    .map(([id, nics]) => ({
      id,
      name: id,
      vpcId: 'openstack',
      vpcName: 'openstack',
      addresses: nics.flatMap(({ addresses }) => addresses),
    }))
    .toSorted((a, b) => compareText(a.id, b.id))
  const used = new Set(named.map(({ name }) => name))
  const stated = new Set(request.subnets.map(({ name }) => name))
  const listed = listedBlocks(dump, report).filter(({ name }) => used.has(name) && !stated.has(name))
  return buildNetwork(named, { ...request, subnets: [...request.subnets, ...listed] }, report)
}

/** A network with several IPv4 subnets has no one block; drplan.yaml has to say. */
function listedBlocks({ networks, subnets }: Dump, report: Report): SourceRequest['subnets'] {
  const names = new Map(networks.map(({ id, name }) => [id, name || id]))
  const blocks = subnets.flatMap((subnet) => {
    const owner = subnet.network_id ?? subnet.network ?? ''
    const reading = readCidr(subnet.cidr ?? subnet.subnet ?? '')
    if (reading.ok)
      return reading.value.family === 4
        ? [{ name: names.get(owner) ?? owner, block: subnet.cidr ?? subnet.subnet ?? '' }]
        : []
    report('site.value-invalid', {
      subject: subnet.id,
      message: `The block of subnet "${subnet.id}" cannot be read: ${reading.fault}.`,
      suggestion: 'Write the list again: openstack subnet list -f json',
      affected: [subnet.id],
    })
    return []
  })
  const byName = Map.groupBy(blocks, ({ name }) => name)
  return [...byName.values()].flatMap((own) => (own.length === 1 ? own : []))
}
