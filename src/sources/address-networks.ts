/**
 * Networks of an inventory that lists addresses and names no network: those that drplan.yaml states under `subnets`,
 * and for the addresses outside them the /24 around each, which is the commonest size and is said to be a guess.
 */
import type { Address } from '../model/address.ts'
import { cidrAround, containsAddress, formatCidr, overlaps, parseCidr, type Cidr } from '../model/cidr.ts'
import { emptyNetwork, type Network } from '../model/network.ts'
import type { Nic } from '../model/site.ts'
import type { SourceRequest } from '../model/source.ts'
import { listed, type Report } from './report.ts'
import { compareText } from '../model/text-order.ts'

const INFERRED_PREFIX = 24
const vpcId = 'site'

interface Known {
  readonly id: string
  readonly block: Cidr
  readonly stated: boolean
}

export interface AddressNetworks {
  /** One adapter for each network that the addresses of a VM lie in; an only MAC address belongs to an only adapter. */
  nicsOf(addresses: readonly Address[], macAddresses: readonly string[]): readonly Nic[]
  /** Everything the adapters asked for so far. Reports what was guessed. */
  network(): Network
}

/** Throws InputError `network.cidr-invalid` for a stated block that is none. */
export function createAddressNetworks(request: SourceRequest, report: Report): AddressNetworks {
  const stated = request.subnets.map(({ name, block }) => ({ id: name, block: parseCidr(block), stated: true }))
  const used = new Map<string, Known>()
  const homeless = new Set<string>()
  const homeOf = (address: Address): string | null => {
    const home = findHome(address, stated)
    if (home === 'blocked') homeless.add(formatCidr(cidrAround(address, INFERRED_PREFIX)))
    if (home === 'blocked' || home === null) return null
    used.set(home.id, home)
    return home.id
  }
  return {
    nicsOf: (addresses, macAddresses) => groupNics(addresses, macAddresses, homeOf),
    network: () => {
      const subnets = [...used.values()].toSorted((a, b) => compareText(a.id, b.id))
      reportGuesses(subnets, { homeless: [...homeless].toSorted(compareText), request, report })
      return networkOf(subnets)
    },
  }
}

/** Null for IPv6, whose networks drplan does not infer; `blocked` where the /24 would overlap a stated block. */
function findHome(address: Address, stated: readonly Known[]): Known | 'blocked' | null {
  const known = stated.find(({ block }) => containsAddress(block, address))
  if (known) return known
  if (address.family === 6) return null
  const block = cidrAround(address, INFERRED_PREFIX)
  if (stated.some((other) => overlaps(other.block, block))) return 'blocked'
  return { id: formatCidr(block), block, stated: false }
}

function groupNics(
  addresses: readonly Address[],
  macAddresses: readonly string[],
  homeOf: (address: Address) => string | null,
): readonly Nic[] {
  const homes = addresses.map((address) => ({ address, home: homeOf(address) }))
  // IPv6 goes with the first adapter, whose subnet may well have both families.
  const first = homes.find(({ home }) => home !== null)?.home ?? null
  const byHome = Map.groupBy(homes, ({ address, home }) => home ?? (address.family === 6 ? first : null))
  const mac = byHome.size === 1 && macAddresses.length === 1 ? (macAddresses[0] ?? null) : null
  return [...byHome].map(([subnetId, own], index) => ({
    id: `nic-${index + 1}`,
    subnetId,
    macAddress: mac,
    addresses: own.map(({ address }) => address),
    securityGroupIds: [],
    hasPublicAddress: false,
  }))
}

const networkOf = (subnets: readonly Known[]): Network =>
  subnets.length === 0
    ? emptyNetwork
    : {
        ...emptyNetwork,
        vpcs: [{ id: vpcId, name: vpcId, blocks: [] }],
        subnets: subnets.map(({ id, block }) => ({
          id,
          name: id,
          vpcId,
          block,
          zone: null,
          gateway: null,
          routeTableId: null,
        })),
      }

interface Guesses {
  readonly homeless: readonly string[]
  readonly request: SourceRequest
  readonly report: Report
}

const howToState = (block: string): string =>
  `State the real ones in drplan.yaml under this source, for example subnets: [{ name: servers, block: ${block} }].`

function reportGuesses(subnets: readonly Known[], { homeless, request, report }: Guesses): void {
  const guessed = subnets.filter(({ stated }) => !stated).map(({ id }) => id)
  if (guessed.length > 0)
    report('site.guessed', {
      subject: 'subnets',
      message: `${request.shownPath} names no networks; addresses were put into the /24 around them: ${listed(guessed)}.`,
      suggestion: howToState(guessed[0] ?? ''),
      affected: guessed,
      about: ['block'],
    })
  if (homeless.length > 0)
    report('network.subnet-unknown', {
      subject: 'addresses beside the stated subnets',
      message: `Addresses lie outside every stated block, and the /24 around them would overlap one: ${listed(homeless)}.`,
      suggestion: howToState(homeless[0] ?? ''),
      affected: homeless,
    })
  const unused = request.subnets.filter(({ name }) => !subnets.some(({ id }) => id === name))
  for (const { name, block } of unused)
    report('site.reference-missing', {
      subject: name,
      message: `drplan.yaml gives network "${name}" the block ${block}, but no VM of ${request.shownPath} has an address in it.`,
      suggestion: 'Correct the block, or remove it.',
      place: request.shownPath,
    })
}
