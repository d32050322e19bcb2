/** Of `drplan explain`: whether the VM runs at the recovery site as it is, and how its accelerators come back. */
import type { CompatibilityVerdict, VmCompatibility } from '../../model/compatibility.ts'
import { trim } from '../../model/quantity.ts'
import type { VmExplanation } from '../../model/vm-explanation.ts'
import { harmless, style } from '../text.ts'

type Fact = readonly [string, string, string?]

export const fitnessFacts = ({ compatibility, accelerator }: VmExplanation): readonly Fact[] => [
  ...(compatibility ? [compatibilityFact(compatibility)] : []),
  ...acceleratorFacts(accelerator),
]

const verdicts: Readonly<Record<CompatibilityVerdict, string>> = {
  ready: 'ready',
  conditional: 'ready with conditions',
  'not-ready': style.broken('not ready'),
  unknown: 'unknown',
}

function compatibilityFact({ verdict, rules }: VmCompatibility): Fact {
  const words = rules.map(({ id, severity, detail, waived }) => {
    const by = waived ? `, waived by ${waived.owner} until ${waived.until}` : ''
    return `${id}, ${severity}${by} (${detail})`
  })
  const why = words.length > 0 ? words.join('; ') : 'no rule applies to it'
  return ['Compatibility', verdicts[verdict], harmless(why)]
}

function acceleratorFacts(accelerator: VmExplanation['accelerator']): readonly Fact[] {
  if (!accelerator) return []
  const { needed, given, sharing, driver, degraded, alternatives } = accelerator
  const lost = degraded
    ? `${trim(degraded.usedGiB - degraded.givenGiB, 2)} GiB less than it uses: ${degraded.reason}`
    : ''
  const others = alternatives.length > 0 ? `where it cannot be had: ${alternatives.join(', ')}` : ''
  const notes = [`gets ${given}`, driver ? `driver ${driver} or later` : '', lost, others].filter((note) => note !== '')
  return [['Accelerator', degraded ? 'degraded' : sharing, harmless(`needs ${needed}; ${notes.join('; ')}`)]]
}
