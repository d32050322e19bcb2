/** The change report of the network, for a person who has to agree to it: out/reports/network.md. */
import { formatAddress } from '../../model/address.ts'
import { formatCidr } from '../../model/cidr.ts'
import { equivalenceVerdicts, type Equivalence, type EquivalenceDifference } from '../../model/equivalence.ts'
import type { FindingCode } from '../../model/finding-codes.ts'
import { differenceText } from '../../model/packet-text.ts'
import type { Plan } from '../../model/plan.ts'
import { count } from '../../model/quantity.ts'
import { renderMarkdown } from '../template.ts'
import type { RenderedFile } from '../terraform.ts'
import { ruleChanges, splitRules } from './rule-changes.ts'

/** Rows of a table that a page has room for; the rest is counted. */
const MOST_ROWS = 30

interface Rows<Row> {
  readonly rows: readonly Row[]
  readonly more: number
}

const page = <Row>(rows: readonly Row[]): Rows<Row> => ({
  rows: rows.slice(0, MOST_ROWS),
  more: Math.max(0, rows.length - MOST_ROWS),
})

/** `template`: the text of templates/report/network.md. */
export function renderNetworkReport(plan: Plan, template: string): RenderedFile {
  const { network, equivalence } = plan
  const view = {
    plan,
    count,
    verdict: verdictSentence(equivalence),
    hosts: hostsText(equivalence),
    proven: provenRows(equivalence),
    differences: page(equivalence.differences.map(differenceRow)),
    blocks: network.blocks.map(({ from, to, rule }) => ({
      from: from ? formatCidr(from) : 'unknown',
      to: formatCidr(to),
      rule,
    })),
    changes: page(ruleChanges(network)),
    split: page(splitRules(network)),
    left: page(
      findingRows(plan, ['network.rule-untranslated', 'network.membership-frozen', 'network.route-untranslated']),
    ),
    moved: page(network.moved.map(({ from, to, why }) => ({ from: formatAddress(from), to: formatAddress(to), why }))),
    records: page(network.dnsRecords.filter(({ rule }) => rule !== 'kept').map(recordRow)),
    objects: objectRows(plan),
  }
  return { path: 'network.md', contents: `${renderMarkdown('report/network.md', template, view).trim()}\n` }
}

const sentences: Record<Equivalence['verdict'], string> = {
  structural: 'Proven: nothing is opened and nothing is lost, whoever joins the groups later.',
  equal: "Proven with today's members: nothing is opened and nothing is lost.",
  undetermined: 'Not proven: whether the same connections pass depends on something that is not known.',
  different: 'Not the same: some connections pass at one site only.',
}

/** What the proof says, in one sentence. */
export function verdictSentence({ verdict, accepted, missing }: Equivalence): string {
  if (verdict === 'different' && accepted)
    return 'Some connections pass at one site only; somebody answers for each of them.'
  return missing.length > 0 && verdict === 'undetermined'
    ? `${sentences.undetermined} Missing: ${missing.join('; ')}.`
    : sentences[verdict]
}

const hostsText = ({ hosts }: Equivalence): string => {
  const unplaced = hosts.unplaced > 0 ? ` (${hosts.unplaced} more have no known place yet)` : ''
  return `${count(hosts.proven, 'address', 'addresses')}${unplaced}`
}

const provenRows = ({ classes }: Equivalence): readonly object[] => {
  const directions = classes.flatMap(({ ingress, egress }) => [ingress, egress])
  return equivalenceVerdicts.flatMap((verdict) => {
    const times = directions.filter((one) => one === verdict).length
    return times === 0 ? [] : [{ verdict, times, of: directions.length }]
  })
}

const kinds = { 'newly-allowed': 'opened', 'now-denied': 'lost', changed: 'another way' } as const

const differenceRow = (difference: EquivalenceDifference): object => ({
  kind: kinds[difference.kind],
  packet: differenceText(difference),
  place: `${difference.place}, ${difference.direction}`,
  before: `${difference.before.outcome}: ${difference.before.by}`,
  after: `${difference.after.outcome}: ${difference.after.by}`,
  answered: difference.waiver ? `${difference.waiver.owner}, until ${difference.waiver.until}` : 'nobody',
})

const findingRows = ({ findings }: Plan, codes: readonly FindingCode[]): readonly object[] =>
  findings.filter(({ code }) => codes.includes(code)).map(({ subject, message }) => ({ subject, message }))

const recordRow = ({
  name,
  fromName,
  type,
  fromValues,
  values,
  ttlSeconds,
}: Plan['network']['dnsRecords'][number]): object => ({
  name: fromName ? `${fromName} → ${name}` : name,
  type,
  before: fromValues.join(', '),
  after: values.join(', '),
  ttl: ttlSeconds ?? '–',
})

const fates = { built: 'built by the plan', rebuild: 'to be built', agree: 'to be agreed with its other end' } as const

const objectRows = ({ network }: Plan): readonly object[] =>
  [...Map.groupBy(network.objects, ({ kind, fate }) => `${kind} ${fate}`)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => {
      const [first] = own
      if (!first) return []
      const changes = own.reduce((sum, object) => sum + object.changes.length, 0)
      return [{ kind: first.kind, objects: own.length, fate: fates[first.fate], changes }]
    })
