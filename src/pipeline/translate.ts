/** Step 4: the network at the recovery site. Reads the site, the target's limits and network.scan; writes translation.json. */
import { networkMaps } from '../core/network/maps.ts'
import { judgeProof } from '../core/network/proof-findings.ts'
import { proveNetwork } from '../core/network/prove-network.ts'
import { translateNetwork } from '../core/network/translate.ts'
import type { ArtifactOf } from '../model/artifact.ts'
import { verdictWords } from '../model/equivalence.ts'
import type { Immutable } from '../model/immutable.ts'
import { count } from '../model/quantity.ts'
import type { StepContext } from './context.ts'
import { findLiterals } from './literals.ts'
import type { Monitored } from './monitor.ts'
import { hashValue, refresh, type Refreshed } from './refresh.ts'
import { openScans, scanInputs } from './scan.ts'
import { scopeOf, scopeSettings } from './scope.ts'

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
  const compute = async (): Promise<Immutable<ArtifactOf<'translation'>>> => {
    const { network, region } = site.content
    const vms = scopeOf(site.content, config).planned.map(({ vm }) => vm)
    const limits = target.networkLimits
    const regions = { primary: region, recovery: config.target.region }
    const { translation, findings } = translateNetwork({ vms, network, policy: config.network, limits, regions })
    const proof = proveNetwork({ vms, network, translation, limits })
    const judged = judgeProof(proof, { waivers: config.network.waivers, today: config.mapping.today })
    const drill = config.network.drill
      ? networkMaps({ vms, network, translation, policy: config.network, limits }).findings
      : []
    const found = await findLiterals(scans, site.content, translation)
    return {
      translation: found.literals ? { ...translation, literals: found.literals } : translation,
      equivalence: judged.equivalence,
      findings: [...findings, ...drill, ...judged.findings, ...found.findings],
    }
  }
  const result = await refresh('translation', context, { inputs, compute })
  const { subnets, addresses, securityRules, packetFilters } = result.stored.content.translation
  const rules = packetFilters.reduce((sum, { entries }) => sum + entries.length, securityRules.length)
  const summary = `${count(subnets.length, 'subnet')}, ${count(addresses.length, 'address', 'addresses')}, ${count(rules, 'rule')}; connections ${verdictWords(result.stored.content.equivalence)}`
  context.report({ step: 'translate', summary, reused: result.reused })
  return result
}
