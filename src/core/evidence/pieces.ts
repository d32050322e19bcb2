/** What a pack may show, where it is in the pack, and whether it is there and says what it should. */
import type { CheckReport } from '../../model/check-report.ts'
import type { Answer, PieceId } from '../../model/control.ts'
import type { EvidenceRun } from '../../model/evidence-run.ts'
import type { Plan } from '../../model/plan.ts'

export interface PackFacts {
  readonly plan: Plan
  readonly check: CheckReport
  readonly runs: readonly EvidenceRun[]
  /** Of every file of the pack. */
  readonly paths: ReadonlySet<string>
  readonly isSimulated: boolean
}

interface Piece {
  readonly what: string
  readonly path: string
  readonly pointer: string
  /** Null = it is there; else why it is not, or does not show what it is for. */
  readonly lacks: (facts: PackFacts) => string | null
}

const unless = (there: boolean, why: string): string | null => (there ? null : why)

const inPlan = (pointer: string, what: string, lacks: Piece['lacks'] = () => null): Piece => ({
  what,
  path: 'plan.json',
  pointer,
  lacks,
})

const file = (path: string, what: string): Piece => ({
  what,
  path,
  pointer: '',
  lacks: ({ paths }) => unless(paths.has(path), `${path} is not in the pack`),
})

const finishedOf = (facts: PackFacts, kinds: readonly EvidenceRun['runbook'][]): readonly EvidenceRun[] =>
  facts.runs.filter(({ state, ofThisPlan, runbook }) => state === 'finished' && ofThisPlan && kinds.includes(runbook))

const drillsInTime: Piece = {
  what: 'Measured times of drills beside what is promised',
  path: 'drills.json',
  pointer: '/runs',
  lacks: (facts) => {
    const drills = finishedOf(facts, ['drill'])
    const measured = new Map(drills.flatMap(({ applications }) => applications.map((one) => [one.application, one])))
    const promised = facts.plan.promises.filter(({ promised: { rtoMinutes } }) => rtoMinutes !== null)
    const missing = promised.filter(({ application }) => measured.get(application)?.within !== true)
    if (drills.length === 0) return 'no drill of this plan was walked to its end'
    if (missing.length === 0) return null
    return `the last drill does not show ${missing.length} of ${promised.length} applications back in time`
  },
}

/** In the order of their ids. */
const pieces: Record<PieceId, Piece> = {
  backups: inPlan(
    '/mapping/assignments',
    'How the data of every VM gets to the recovery site: strategy and interval of backups',
    ({ plan }) =>
      unless(plan.mapping.unmapped.length === 0, `${plan.mapping.unmapped.length} VMs have no component there`),
  ),
  capacity: inPlan(
    '/mapping/ledger',
    'What the recovery site takes of quotas and other limits, and what there is',
    ({ plan }) =>
      unless(
        plan.mapping.ledger.length > 0 && !['infeasible', 'undecided'].includes(plan.mapping.solution.status),
        'no limit is known, or the mapping does not keep to them',
      ),
  ),
  check: {
    what: 'The check of the plan against the primary site on the day of the pack',
    path: 'check.json',
    pointer: '/passed',
    lacks: ({ check }) => unless(check.passed, 'the check did not pass'),
  },
  connections: {
    what: 'The proof that the recovery site lets the same connections through',
    path: 'equivalence.json',
    pointer: '/verdict',
    lacks: ({ plan: { equivalence } }) =>
      unless(
        ['structural', 'equal'].includes(equivalence.verdict) || equivalence.accepted,
        `the verdict is ${equivalence.verdict}`,
      ),
  },
  dependencies: inPlan('/dependencies', 'What applications need of each other, and how that is known', ({ plan }) =>
    unless(plan.dependencies.length > 0, 'no dependency is known'),
  ),
  drills: {
    what: 'Drills of this plan: who did what and when, what was left out and who answers for it',
    path: 'drills.json',
    pointer: '/runs',
    lacks: (facts) => unless(finishedOf(facts, ['drill']).length > 0, 'no drill of this plan was walked to its end'),
  },
  'drills-in-time': drillsInTime,
  failovers: {
    what: 'Failovers and failbacks of this plan that were walked to their end',
    path: 'drills.json',
    pointer: '/runs',
    lacks: (facts) =>
      unless(
        finishedOf(facts, ['failover', 'planned-failover', 'failback']).length > 0,
        'no failover of this plan was walked to its end',
      ),
  },
  findings: {
    what: 'What is open, known or waived, each with its rule',
    path: 'check.json',
    pointer: '/findings',
    lacks: () => null,
  },
  inputs: {
    what: 'What the plan was made from, by hash',
    path: 'manifest.json',
    pointer: '/inputs',
    lacks: () => null,
  },
  network: inPlan('/network', 'Networks, addresses, routes, rules and names of the recovery site'),
  'one-site': inPlan(
    '/arbitration',
    'The exploration of all states of the failover: does at most one site serve?',
    ({ plan: { arbitration } }) => {
      if (!arbitration) return 'the plan does not say'
      return unless(
        arbitration.every(({ counterexample }) => counterexample === null),
        'two sites can serve at once; the plan shows how',
      )
    },
  ),
  policies: {
    what: 'Policies that plans are held to, and what came of them',
    path: 'policies.json',
    pointer: '/policies',
    lacks: () => null,
  },
  promises: {
    what: 'RTO and RPO of every application: promised, calculated term by term, and the verdict',
    path: 'promises.json',
    pointer: '/applications',
    lacks: ({ plan }) =>
      unless(
        plan.promises.every(({ verdict }) => verdict === 'kept' || verdict === 'none'),
        'some promises are broken or undecided',
      ),
  },
  'runbook-drill': file('runbooks/drill.json', 'The runbook of a drill'),
  'runbook-failback': file('runbooks/failback.json', 'The runbook of the way home'),
  'runbook-failover': file('runbooks/failover.json', 'The runbook of the failover: who, which command, what to expect'),
  'runbook-prepare': file('runbooks/prepare.json', 'What is done beforehand'),
  'short-capacity': inPlan('/shortCapacity', 'Who starts, waits and makes room when capacity is short', ({ plan }) =>
    unless(plan.shortCapacity !== undefined, 'the plan does not say'),
  ),
  simulation: {
    what: 'Simulated recoveries: times as distributions',
    path: 'simulation.json',
    pointer: '/goals',
    lacks: ({ isSimulated }) => unless(isSimulated, 'no simulation of this plan is in the pack'),
  },
  strategies: inPlan('/mapping/assignments', 'The recovery strategy of every VM, why this one, and what it costs'),
  terraform: {
    what: 'The recovery site as Terraform, file by file',
    path: 'manifest.json',
    pointer: '/files',
    lacks: ({ paths }) =>
      unless(
        [...paths].some((path) => path.startsWith('terraform/')),
        'drplan writes no Terraform for this platform',
      ),
  },
  tiers: inPlan('/tiers', 'Recovery tiers: which RTO and RPO, and by which strategies'),
  waivers: {
    what: 'What somebody answers for, why and until when; severities that were changed',
    path: 'waivers.json',
    pointer: '/waivers',
    lacks: () => null,
  },
  waves: inPlan('/waves', 'The order of recovery, by dependencies', ({ plan }) =>
    unless(plan.waves.length > 0, 'there is no wave'),
  ),
}

export function answerBy(id: PieceId, facts: PackFacts): Answer {
  const { what, path, pointer, lacks } = pieces[id]
  const why = lacks(facts)
  return { piece: id, what, path, pointer, present: why === null, lacks: why }
}
