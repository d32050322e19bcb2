/** How many jobs, recovery plans and lots the platform needs at least to bring back all replicated VMs. */
import { createFinding, type Finding } from '../../../model/finding.ts'
import { count, fixed } from '../../../model/quantity.ts'
import type { Limit } from '../../../model/limit.ts'
import type { RecoveryService } from '../../../model/target.ts'
import { compareText } from '../../../model/text-order.ts'
import type { Taken } from './ledger.ts'

/** None or one: what is said of lots holds the parts. */
export function recoveryPartsFindings(service: RecoveryService, taken: readonly Taken[]): readonly Finding[] {
  const affected = taken
    .filter(({ option }) => option.strategy === 'pilot-light')
    .map(({ scoped }) => scoped.vm.id)
    .sort(compareText)
  const { name, parts, vmsInPart } = service
  const needed = Math.ceil(affected.length / vmsInPart.value)
  const about = { subject: name, affected }
  const each = `${fixed(needed, 0)} ${parts} of ${countVms(vmsInPart)}${groupsIn(service)}`
  const atOnce = vmsAtOnce(service)
  const lots = Math.ceil(affected.length / atOnce)
  if (needed < 2 && lots < 2) return []
  if (lots < 2)
    return [
      createFinding('map.recovery-in-parts', {
        ...about,
        message: `${count(affected.length, 'VM')} are replicated: to bring all of them back takes at least ${each} (${sourceOf(vmsInPart)}).`,
        suggestion: `Make the ${parts} before the day, each with VMs that belong together.`,
      }),
    ]
  return [
    createFinding('map.recovery-in-lots', {
      ...about,
      message: `${count(affected.length, 'VM')} are replicated, and ${name} brings back ${fixed(atOnce, 0)} at a time (${sourceOf(service.vmsAtOnce ?? vmsInPart)}): that takes at least ${fixed(lots, 0)} lots, and ${each}. The later lots wait for the earlier ones, which no RTO of this plan counts.`,
      suggestion:
        'Decide which VMs are in the first lot, give others a strategy that needs no replication, or recover into more than one account.',
    }),
  ]
}

/** The fewer of both limits. */
const vmsAtOnce = ({ vmsAtOnce: vms, partsAtOnce: parts, vmsInPart }: RecoveryService): number =>
  Math.min(vms?.value ?? Infinity, parts ? parts.value * vmsInPart.value : Infinity)

const countVms = ({ value }: Limit): string => count(value, 'VM')

const groupsIn = ({ groupsInPart }: RecoveryService): string =>
  groupsInPart ? ` in ${count(groupsInPart.value, 'group')} at most` : ' at most'

const sourceOf = ({ source, asOf }: Limit): string => `${source}, ${asOf}`
