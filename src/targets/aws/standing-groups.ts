/** Security groups of foundation/ with what they allow, as the source of AWS shows it. */
import { formatCidr } from '../../model/cidr.ts'
import type { SecurityRuleTranslation } from '../../model/network-translation.ts'
import type { Plan } from '../../model/plan.ts'
import type { StandingItem, StandingThing } from '../../model/standing.ts'
import { groupText, listText, ruleText } from '../../model/standing-text.ts'
import { aThing, keysOf, ref } from '../standing.ts'
import { partsOf } from './terraform-lists.ts'

export const standingGroups = (plan: Plan): readonly StandingThing[] =>
  plan.network.securityGroups.map(({ key, vpcKey }) =>
    aThing({
      kind: 'security-group',
      key,
      names: keysOf(plan, 'security-group', key).map((one) => `drplan-${one}`),
      vpcKey,
      items: plan.network.securityRules
        .filter(({ groupKey }) => groupKey === key)
        .flatMap((rule) => itemsOf(rule, plan)),
    }),
  )

/** Own lists are resolved to their blocks when they are read; those of AWS go by their names, which every region has. */
function itemsOf(rule: SecurityRuleTranslation, { network }: Plan): readonly StandingItem[] {
  const { peer } = rule
  const text = ruleText(rule)
  if (peer.kind === 'cidr') return [{ text: `${text}${formatCidr(peer.cidr)}` }]
  if (peer.kind === 'group')
    return [{ text: `${text}${groupText(peer.groupKey)}`, needs: [ref('security-group', peer.groupKey)] }]
  const list = network.prefixLists.find(({ key }) => key === peer.listKey)
  if (!list) return []
  if (list.managed) return [{ text: `${text}${listText(list.key)}`, needs: [ref('prefix-list', list.key)] }]
  return partsOf(list).map(({ key }) => ({ text, listKey: key, needs: [ref('prefix-list', key)] }))
}
