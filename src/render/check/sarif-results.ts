/** A finding as a `result` of SARIF 2.1.0 (section 3.27). */
import type { ReportedFinding } from '../../model/check-report.ts'
import { waiverWords } from '../../model/check-groups.ts'
import { locationOf } from './location.ts'
import { sarifLevels, sarifRuleId } from './sarif-rules.ts'
import { sarifText } from './sarif-text.ts'
import { plain, sentenceOf } from './words.ts'

/** VMs named with one result; how many there are stands beside them. */
const MOST_VMS = 20

export interface ResultContext {
  readonly configFile: string
  readonly hasBaseline: boolean
  readonly ruleIndexes: ReadonlyMap<string, number>
}

export function sarifResult(finding: ReportedFinding, { configFile, hasBaseline, ruleIndexes }: ResultContext): object {
  const { rule, severity, fingerprint, since, place, affected } = finding
  return {
    ruleId: sarifRuleId(rule),
    ruleIndex: ruleIndexes.get(rule) ?? -1,
    level: sarifLevels[severity],
    message: { text: sarifText(sentenceOf(finding)) },
    locations: [locationIn(finding, configFile)],
    // GitHub looks at the second only; without it, findings of one line would be taken for one.
    partialFingerprints: { 'drplan/v1': fingerprint, primaryLocationLineHash: `${fingerprint}:1` },
    ...(hasBaseline && { baselineState: finding.status === 'known' ? 'unchanged' : 'new' }),
    ...suppressionOf(finding),
    properties: {
      since,
      ...(place !== null && { place: plain(place, 300) }),
      ...(affected.length > MOST_VMS && { affected: affected.length }),
    },
  }
}

function locationIn(finding: ReportedFinding, configFile: string): object {
  const { path, line } = locationOf(finding, configFile)
  const names = [...new Set(finding.affected.slice(0, MOST_VMS).map((id) => plain(id, 200)))]
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(path) }, region: { startLine: line } },
    ...(names.length > 0 && { logicalLocations: names.map((name) => ({ name, kind: 'resource' })) }),
  }
}

function suppressionOf(finding: ReportedFinding): object {
  const words = waiverWords(finding)
  return words === null
    ? {}
    : { suppressions: [{ kind: 'external', status: 'accepted', justification: plain(words, 1000) }] }
}

/** A relative reference (RFC 3986 section 4.2): no name is taken for a scheme, a query or a fragment. */
export const uriOf = (path: string): string => path.split('/').map(encodeURIComponent).join('/')
