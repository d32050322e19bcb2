/** Reports of `drplan check`: a small one, an empty one, one of hostile texts and one that is too large for every format. */
import type { CheckReport, ReportedFinding } from '../../src/model/check-report.ts'
import { groupOfRule } from '../../src/render/check/words.ts'

export const options = { configFile: 'sites/harbour/drplan.yaml', toolVersion: '1.2.3' }

export const fingerprint = (number: number): string => number.toString(16).padStart(16, '0')

export const aReported = (over: Partial<ReportedFinding> = {}): ReportedFinding => ({
  rule: 'check.vm-unprotected',
  severity: 'error',
  subject: 'till-7',
  message: 'The site has a VM that the plan does not protect.',
  suggestion: 'Run drplan plan.',
  affected: ['vm-7'],
  place: 'inventory.csv:12',
  fingerprint: fingerprint(1),
  since: 'now',
  status: 'open',
  ...over,
})

export const aReport = (over: Partial<CheckReport> = {}): CheckReport => {
  const findings = over.findings ?? []
  const failOn = over.failOn ?? 'error'
  return {
    passed: !findings.some(({ status, severity }) => status === 'open' && severity === failOn),
    failOn,
    today: '2026-11-22',
    plan: {
      file: 'drplan.yaml',
      sha256: 'ab'.repeat(32),
      site: 'harbour',
      target: 'aws',
      region: 'eu-central-1',
    },
    vms: 120,
    notChecked: [],
    staleBaseline: [],
    promises: {
      planned: { broken: 2, undecided: 0, kept: 118, none: 0 },
      now: { broken: 3, undecided: 0, kept: 117, none: 0 },
    },
    rules: [...new Map(findings.map(({ rule, severity }) => [rule, severity]))].map(([id, severity]) => ({
      id,
      severity,
      meaning: `What ${groupOfRule(id)} means.`,
      fix: 'What to do about it.',
      source: 'A standard, 2026-01',
    })),
    findings,
    ...over,
  }
}

export const waiver = {
  rule: 'plan.*',
  subject: '*',
  owner: 'Network team',
  reason: 'Moves in spring.',
  until: '2027-03-31',
}

/** Each status, severity and kind of place once. */
export const smallReport = (): CheckReport =>
  aReport({
    notChecked: ['Prices of the target were not read.'],
    findings: [
      aReported(),
      aReported({
        rule: 'plan.dependency-order',
        severity: 'warning',
        place: null,
        since: 'plan',
        fingerprint: fingerprint(2),
      }),
      aReported({
        rule: 'plan.not-apart',
        status: 'waived',
        waiver,
        place: 'rvtools.xlsx#vInfo!A7',
        fingerprint: fingerprint(3),
      }),
      aReported({
        rule: 'policy.two-zones',
        severity: 'warning',
        status: 'known',
        affected: [],
        place: null,
        fingerprint: fingerprint(4),
      }),
      aReported({
        rule: 'site.merged',
        severity: 'info',
        suggestion: null,
        place: 'aws',
        since: 'plan',
        fingerprint: fingerprint(5),
      }),
    ],
  })

export const hostileTexts: readonly string[] = [
  '<img src=x onerror=alert(1)><!-- --></details></summary><script>',
  '[x](https://evil.example) ![y](//evil.example/p.png) <https://evil.example> www.evil.example',
  '**b** _i_ `c` | cell | ~~s~~ $\\LaTeX$ @everyone a@b.example #12 !12 GH-12 %"v1" &7',
  '\u001B[31mred\u001B[0m\u001B]8;;http://evil.example\u0007link\u0007\u0000\u0008\u000B\uFFFE\uFFFF',
  ']]></failure></testcase><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
  '\u202Eevil\u2066\u200F\u2028\u2029\uFEFF',
  'two\nlines\r\n::error file=a,line=1::injected\n::add-mask::x\n##[error]x ##vso[task.setvariable variable=a]b',
  '::warning title=x::y',
  '%0A%0D%25,:title=x::',
  '{0} {1} {{ it }} ${x} $(rm -rf /)',
  'half \uD800 of \uDC00 a pair \uDBFF',
  '- item\n\n# head\n\n| a | b |\n|---|---|',
  '../../../etc/passwd.txt',
  'x'.repeat(10_000),
  '\u0001😀<&"'.repeat(2_000),
  '',
]

/** Every text everywhere, in every status and severity. */
export const hostileReport = (): CheckReport => {
  const severities = ['error', 'warning', 'info'] as const
  const statuses = ['open', 'known', 'waived'] as const
  const findings = hostileTexts.flatMap((text, index) =>
    statuses.map((status, at) =>
      aReported({
        rule: `policy.${text}`,
        severity: severities[(index + at) % 3]!,
        subject: text,
        message: text,
        suggestion: text,
        affected: [text, text],
        place: index % 2 === 0 ? text : `${text}.csv:3`,
        fingerprint: fingerprint(index * 3 + at),
        status,
        ...(status === 'waived' && { waiver: { ...waiver, owner: text, reason: text } }),
      }),
    ),
  )
  const report = aReport({ findings, notChecked: hostileTexts })
  const rules = report.rules.map((rule, index) => ({
    ...rule,
    meaning: hostileTexts[index]!,
    fix: hostileTexts[index]!,
    source: hostileTexts[index]!,
  }))
  return { ...report, rules, plan: { ...report.plan, site: hostileTexts[0]!, region: hostileTexts[6]! } }
}

/** 30,000 findings of 30 rules, worst first. */
export const largeReport = (size = 30_000): CheckReport => {
  const findings = Array.from({ length: size }, (_, index) => {
    const severity = index < size / 3 ? 'error' : index < (size * 2) / 3 ? 'warning' : 'info'
    return aReported({
      rule: `plan.rule-${index % 30}`,
      severity,
      subject: `vm-${index}`,
      message: `The VM vm-${index} of the application app-${index % 977} talks to vm-${(index * 7919) % size} on 443/tcp.`,
      affected: [`vm-${index}`, `vm-${(index * 7919) % size}`],
      place: `flows.csv:${index + 2}`,
      fingerprint: fingerprint(index),
      since: index % 2 === 0 ? 'now' : 'plan',
    })
  })
  return aReport({ findings: findings.toSorted((a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)) })
}
