/** One site out of all the sources, without touching the workspace: `check` reads a fresh site this way too. */
import { InputError } from '../errors.ts'
import { fillFromCatalogue } from '../core/mapping/fill-from-catalogue.ts'
import { compareFindings, createFinding, type Finding } from '../model/finding.ts'
import type { Network } from '../model/network.ts'
import type { Site, Vm } from '../model/site.ts'
import type { SiteReading } from '../model/source.ts'
import type { StepContext } from './context.ts'
import type { OpenSource } from './sources.ts'

/** Throws InputError `source.nothing-readable` when no source gives a VM. */
export async function readSite(sources: readonly OpenSource[], context: StepContext): Promise<Site> {
  const readings: SiteReading[] = []
  for (const { source, request } of sources) if (source.readSite) readings.push(await source.readSite(request))
  const { vms, findings } = distinctVms(readings)
  if (vms.length === 0) {
    throw new InputError('source.nothing-readable', 'No source of drplan.yaml has a VM.', {
      suggestions: ['Check the paths under sources; one of them must be an inventory.'],
    })
  }
  const filled = fillFromCatalogue(vms, context.target.loadCatalogue())
  const { site } = context.config
  return {
    id: site.id,
    region: site.region ?? readings.find(({ region }) => region !== null)?.region ?? null,
    capturedAt: latest(readings) ?? site.capturedAt,
    vms: filled.vms,
    network: joinNetworks(readings.map(({ network }) => network)),
    findings: [...readings.flatMap((reading) => reading.findings), ...findings, ...filled.findings].sort(
      compareFindings,
    ),
  }
}

/** By id; a VM that two sources give is taken from the first, and said. */
function distinctVms(readings: readonly SiteReading[]): { vms: readonly Vm[]; findings: readonly Finding[] } {
  const byId = new Map<string, Vm>()
  const findings: Finding[] = []
  for (const vm of readings.flatMap((reading) => reading.vms)) {
    const first = byId.get(vm.id)
    if (!first) byId.set(vm.id, vm)
    else {
      findings.push(
        createFinding('site.duplicate-vm', {
          subject: vm.id,
          message: `${vm.id} is in two sources (${first.source} as ${first.name}, ${vm.source} as ${vm.name}); the first is used.`,
          suggestion: 'Take the VM out of one of the sources.',
          affected: [vm.id],
        }),
      )
    }
  }
  return { vms: [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1)), findings }
}

const joinNetworks = (networks: readonly Network[]): Network => ({
  vpcs: networks.flatMap(({ vpcs }) => vpcs),
  subnets: networks.flatMap(({ subnets }) => subnets),
  routeTables: networks.flatMap(({ routeTables }) => routeTables),
  routes: networks.flatMap(({ routes }) => routes),
  securityGroups: networks.flatMap(({ securityGroups }) => securityGroups),
  securityRules: networks.flatMap(({ securityRules }) => securityRules),
  dnsRecords: networks.flatMap(({ dnsRecords }) => dnsRecords),
  rulesKnown: networks.some(({ rulesKnown }) => rulesKnown),
})

const latest = (readings: readonly SiteReading[]): string | null =>
  readings
    .flatMap(({ capturedAt }) => capturedAt ?? [])
    .sort()
    .at(-1) ?? null
