/**
 * Which rules of network managers hold for each virtual network. The managers may be anywhere, in other subscriptions
 * too, so it is the networks that are asked. The question is a POST, and changes nothing.
 */
import { idsOf, pathOf } from './later-reads.ts'
import { readPages, type Known, type Read } from './reads.ts'

export const adminRuleReads = (known: Known): readonly Read[] =>
  idsOf(known, 'vnets').map((id) =>
    readPages('ListNetworkManagerEffectiveSecurityAdminRules', 'adminRules', async function* () {
      let skipToken: string | undefined
      do {
        const page = await known.clients.network.listNetworkManagerEffectiveSecurityAdminRules(
          ...pathOf(id),
          skipToken ? { skipToken } : {},
        )
        // By its own id a rule would belong to the resource group of its manager.
        yield (page.value ?? []).map((rule) => ({ ...rule, id, ruleId: rule.id }))
        skipToken = page.skipToken
      } while (skipToken)
    }),
  )
