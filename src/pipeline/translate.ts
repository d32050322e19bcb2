/** Step 4: the network at the recovery site. Reads the site, the target's limits and network.scan; writes translation.json. */
import { networkMaps } from '../core/network/maps.ts'
import { judgeProof } from '../core/network/proof-findings.ts'
import { proveNetwork } from '../core/network/prove-network.ts'
import { translateNetwork } from '../core/network/translate.ts'
import type { ArtifactOf } from '../model/artifact.ts'
import { verdictWords } from '../model/equivalence.ts'
import type { Immutable } from '../model/immutable.ts'
import type { NetworkTranslation } from '../model/network-translation.ts'
import { count } from '../model/quantity.ts'
import type { Site } from '../model/site.ts'
import type { StepContext } from './context.ts'
import { findLiterals } from './literals.ts'
import type { Monitored } from './monitor.ts'
import { hashValue, refresh, type Refreshed } from './refresh.ts'
import { openScans, scanInputs, type Scan } from './scan.ts'
import { scopeOf, scopeSettings } from './scope.ts'

type Translated = Immutable<ArtifactOf<'translation'>>

export async function translate(context: StepContext, monitored: Monitored): Promise<Refreshed<'translation'>> {
  const { config, target } = context
  const site = monitored.site.stored
  const scans = await openScans(context)
  const inputs = {
    ...scanInputs(scans),
    site: site.hash,
    'drplan.yaml: network': hashValue(config.network),
    'drplan.yaml: scope': hashValue(scopeSettings(config)),
    limits: hashValue(target.networkLimits),
    'drplan.yaml: regions': hashValue([config.site.region, config.target.region]),
    'drplan.yaml: today': hashValue(config.mapping.today),
  }
  const compute = (): Promise<Translated> => translateSite(context, site.content, scans)
  const result = await refresh('translation', context, { inputs, compute })
  const { subnets, addresses, securityRules, packetFilters } = result.stored.content.translation
  const rules = packetFilters.reduce((sum, { entries }) => sum + entries.length, securityRules.length)
  const summary = `${count(subnets.length, 'subnet')}, ${count(addresses.length, 'address', 'addresses')}, ${count(rules, 'rule')}; connections ${verdictWords(result.stored.content.equivalence)}`
  context.report({ step: 'translate', summary, reused: result.reused })
  return result
}

/** The network of a site at the recovery site, and the proof of it. */
export async function translateSite(context: StepContext, site: Site, scans: readonly Scan[]): Promise<Translated> {
  const { config, target } = context
  const { network, region } = site
  const vms = scopeOf(site, config).planned.map(({ vm }) => vm)
  const limits = target.networkLimits
  const regions = { primary: region, recovery: config.target.region }
  const { translation, findings } = translateNetwork({ vms, network, policy: config.network, limits, regions })
  const judged = proveSite(context, { site, translation })
  const drill = config.network.drill
    ? networkMaps({ vms, network, translation, policy: config.network, limits }).findings
    : []
  const found = await findLiterals(scans, site, translation)
  return {
    translation: found.literals ? { ...translation, literals: found.literals } : translation,
    equivalence: judged.equivalence,
    findings: [...findings, ...drill, ...judged.findings, ...found.findings],
  }
}

/** Does this translation let through what the site lets through, as far as these VMs are concerned? */
export function proveSite(
  { config, target }: Pick<StepContext, 'config' | 'target'>,
  { site, translation, vmIds }: Proving,
): ReturnType<typeof judgeProof> {
  const planned = scopeOf(site, config).planned.map(({ vm }) => vm)
  const vms = vmIds ? planned.filter(({ id }) => vmIds.has(id)) : planned
  const placed = vmIds
    ? { ...translation, addresses: translation.addresses.filter(({ vmId }) => vmIds.has(vmId)) }
    : translation
  const proof = proveNetwork({ vms, network: site.network, translation: placed, limits: target.networkLimits })
  return judgeProof(proof, { waivers: config.network.waivers, today: config.mapping.today })
}

interface Proving {
  readonly site: Site
  /** It may have been made for an older state of the site. */
  readonly translation: NetworkTranslation
  /** Absent = all that are planned. */
  readonly vmIds?: ReadonlySet<string>
}
