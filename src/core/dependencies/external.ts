/**
 * What VMs use that is neither a VM nor anything else of the site: name service, directories, time, licence servers.
 * Recovery plans forget exactly these, so the services that whole sites lean on are a warning of their own.
 */
import { readAddress } from '../../model/address.ts'
import { containsAddress } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { Network } from '../../model/network.ts'
import { count } from '../../model/quantity.ts'
import { serviceOf } from '../../model/service-ports.ts'
import { compareText } from '../../model/text-order.ts'
import type { ObjectUse, ResolvedFlows, Use } from './from-flows.ts'
import type { VmNames } from './resolving.ts'

const MOST_ADDRESSES = 5
const MOST_OTHERS = 10

interface Endpoint {
  readonly address: string
  readonly service: string
  readonly users: ReadonlySet<string>
}

export function externalFindings(
  { external: uses, toObjects }: Pick<ResolvedFlows, 'external' | 'toObjects'>,
  { names, subnets }: { readonly names: VmNames; readonly subnets: Network['subnets'] },
): readonly Finding[] {
  const isInside = insideOf(subnets)
  const [inside, outside] = [uses.filter(isInside), uses.filter((use) => !isInside(use))]
  const needed = outside.filter(({ flow }) => serviceOf(flow.port)?.role === 'needed')
  const others = outside.filter(({ flow }) => serviceOf(flow.port)?.role !== 'needed')
  const byService = Map.groupBy(needed, ({ flow }) => serviceOf(flow.port)?.name ?? '')
  const hidden = [...byService]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([service, own]) => hiddenFinding(service, own, names))
  return [
    ...(inside.length > 0 ? [unknownFinding(inside, names)] : []),
    ...hidden,
    ...serviceFindings(toObjects, names),
    ...(others.length > 0 ? [outsideFinding(others, names)] : []),
  ]
}

/** Is the server's address in a subnet of the site? Each address is looked up once. */
function insideOf(subnets: Network['subnets']): (use: Use) => boolean {
  const blocks = subnets.flatMap(({ block }) => block ?? [])
  const known = new Map<string, boolean>()
  return ({ flow }) => {
    const text = flow.server.address ?? ''
    const seen = known.get(text)
    if (seen !== undefined) return seen
    const reading = readAddress(text)
    const isInside = reading.ok && blocks.some((block) => containsAddress(block, reading.value))
    known.set(text, isInside)
    return isInside
  }
}

function unknownFinding(uses: readonly Use[], names: VmNames): Finding {
  const endpoints = endpointsOf(uses, serviceKey)
  return createFinding('site.address-unknown', {
    subject: count(new Set(endpoints.map(({ address }) => address)).size, 'address', 'addresses'),
    message: `VMs use addresses in the subnets of the site that nothing in the inventory has: ${few(
      endpoints.map((endpoint) => endpointText(endpoint, names)),
      MOST_OTHERS,
    )}.`,
    suggestion:
      'A machine may be missing in the inventory, or a virtual address of a cluster; what is not there is not planned.',
    affected: usersOf(uses),
  })
}

function hiddenFinding(service: string, uses: readonly Use[], names: VmNames): Finding {
  const endpoints = endpointsOf(uses, ({ flow }) => flow.server.address ?? '')
  const users = usersOf(uses)
  return createFinding('site.dependency-hidden', {
    subject: service,
    message: `${count(users.length, 'VM uses', 'VMs use')} ${service} outside of the site, at ${few(
      endpoints.map(({ address }) => address),
      MOST_ADDRESSES,
    )} (${few(
      users.map((id) => names.get(id) ?? id),
      MOST_ADDRESSES,
    )}).`,
    suggestion: 'Make sure that the recovery site reaches it when the primary site is gone, or has one of its own.',
    affected: users,
  })
}

/** A database or a file system of the platform is in the site, but it is no VM, so nothing of the plan brings it back. */
function serviceFindings(uses: readonly ObjectUse[], names: VmNames): readonly Finding[] {
  const services = uses.filter(({ object }) => object.kind === 'service' || object.kind === 'endpoint')
  return [...Map.groupBy(services, ({ object }) => object)].map(([object, own]) => {
    const users = usersOf(own)
    const what = object.kind === 'service' ? object.type : object.kind === 'endpoint' ? object.service : ''
    return createFinding('site.dependency-hidden', {
      subject: object.name,
      message: `${count(users.length, 'VM uses', 'VMs use')} ${object.name} (${what}), which is no VM and so is not in the plan (${few(
        users.map((id) => names.get(id) ?? id),
        MOST_ADDRESSES,
      )}).`,
      suggestion: 'Plan its recovery by the means of the platform, and have it back before these VMs start.',
      affected: users,
    })
  })
}

function outsideFinding(uses: readonly Use[], names: VmNames): Finding {
  const endpoints = endpointsOf(uses, serviceKey)
  const users = usersOf(uses)
  const shown = endpoints.map((endpoint) => endpointText(endpoint, names))
  return createFinding('site.dependency-outside', {
    subject: count(endpoints.length, 'service'),
    message: `${count(users.length, 'VM uses', 'VMs use')} ${count(endpoints.length, 'other service')} outside of the site: ${few(shown, MOST_OTHERS)}.`,
    suggestion:
      'The recovery site must reach those that the applications need; partners may have to let its addresses in.',
    affected: users,
  })
}

const serviceKey = ({ flow }: Use): string => `${flow.server.address ?? ''} ${flow.protocol} ${flow.port ?? ''}`

function endpointText({ service, users }: Endpoint, names: VmNames): string {
  const first = [...users].sort()[0] ?? ''
  return `${service} (${users.size === 1 ? (names.get(first) ?? first) : count(users.size, 'VM')})`
}

/** Those that most VMs use first. */
function endpointsOf(uses: readonly Use[], keyOf: (use: Use) => string): readonly Endpoint[] {
  return [...Map.groupBy(uses, keyOf)]
    .map(([service, own]) => ({
      address: own[0]?.flow.server.address ?? '',
      service,
      users: new Set(own.map(({ fromVmId }) => fromVmId)),
    }))
    .toSorted((a, b) => b.users.size - a.users.size || compareText(a.service, b.service))
}

const usersOf = (uses: readonly Use[]): readonly string[] => [...new Set(uses.map(({ fromVmId }) => fromVmId))].sort()

const few = (texts: readonly string[], most: number): string =>
  texts.slice(0, most).join(', ') + (texts.length > most ? ` and ${texts.length - most} more` : '')
