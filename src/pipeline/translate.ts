/** Step 4: the network at the recovery site. Reads the site, the target's limits and network.scan; writes translation.json. */
import { translateNetwork } from '../core/network/translate.ts'
import type { ArtifactOf } from '../model/artifact.ts'
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
  }
  const compute = async (): Promise<Immutable<ArtifactOf<'translation'>>> => {
    const { translation, findings } = translateNetwork({
      vms: scopeOf(site.content, config).planned.map(({ vm }) => vm),
      network: site.content.network,
      policy: config.network,
      limits: target.networkLimits,
    })
    const found = await findLiterals(scans, site.content, translation)
    return {
      translation: found.literals ? { ...translation, literals: found.literals } : translation,
      findings: [...findings, ...found.findings],
    }
  }
  const result = await refresh('translation', context, { inputs, compute })
  const { subnets, addresses, securityRules } = result.stored.content.translation
  const summary = `${count(subnets.length, 'subnet')}, ${count(addresses.length, 'address', 'addresses')}, ${count(securityRules.length, 'rule')}`
  context.report({ step: 'translate', summary, reused: result.reused })
  return result
}
