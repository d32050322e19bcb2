/** Addresses of the primary site in files and user data, with what they would have to become. Nothing is edited. */
import { literalFindings } from '../core/literals/findings.ts'
import { meaningsOf } from '../core/literals/meaning.ts'
import { proposeLiterals, type Addressing, type LiteralPlace } from '../core/literals/propose.ts'
import { imagesOf } from '../core/network/images.ts'
import type { LiteralTranslation } from '../model/address-literal.ts'
import { formatAddress } from '../model/address.ts'
import type { Finding } from '../model/finding.ts'
import { objectsOf } from '../model/network-objects.ts'
import type { NetworkTranslation } from '../model/network-translation.ts'
import type { Site } from '../model/site.ts'
import { readScans, type Scan } from './scan.ts'

export interface LiteralsFound {
  /** Null when nothing was looked through. */
  readonly literals: readonly LiteralTranslation[] | null
  readonly findings: readonly Finding[]
}

export async function findLiterals(
  scans: readonly Scan[],
  site: Site,
  translation: NetworkTranslation,
): Promise<LiteralsFound> {
  const started = startPlaces(site)
  if (started === null && scans.length === 0) return { literals: null, findings: [] }
  const scanned = await readScans(scans, site)
  const literals = proposeLiterals([...(started ?? []), ...scanned.places], addressingOf(site, translation))
  return { literals, findings: [...literalFindings(literals), ...scanned.findings] }
}

/** What machines run at their start; null when no source read that. */
function startPlaces({ vms, network }: Site): readonly LiteralPlace[] | null {
  const vpcs = new Map(network.subnets.map(({ id, vpcId }) => [id, vpcId]))
  const vpcOf = (subnetIds: readonly (string | null)[]): string | null =>
    subnetIds.map((id) => vpcs.get(id ?? '')).find((vpcId) => vpcId !== undefined) ?? null
  const ofVms = vms.flatMap(({ id, name, nics, literals }): readonly LiteralPlace[] =>
    literals
      ? [{ place: `user data of ${name}`, vmId: id, vpcId: vpcOf(nics.map(({ subnetId }) => subnetId)), literals }]
      : [],
  )
  const ofTemplates = objectsOf(network.objects, 'template').flatMap(({ name, subnetIds, versions }) =>
    versions.flatMap(({ number, literals }): readonly LiteralPlace[] =>
      literals
        ? [{ place: `launch template ${name} version ${number}`, vmId: null, vpcId: vpcOf(subnetIds), literals }]
        : [],
    ),
  )
  const all = [...ofVms, ...ofTemplates]
  return all.length === 0 ? null : all
}

function addressingOf({ vms, network }: Site, translation: NetworkTranslation): Addressing {
  const places = new Map(
    translation.addresses.flatMap(({ vmId, from, to }) =>
      from ? [[`${vmId} ${formatAddress(from)}`, to] as const] : [],
    ),
  )
  return {
    meaningOf: meaningsOf(vms, network),
    imageOf: imagesOf(translation),
    moved: translation.moved.map(({ from }) => from),
    placeOf: (vmId, address) => places.get(`${vmId} ${formatAddress(address)}`),
  }
}
