import { describe, expect, test } from 'vitest'
import type { CheckReport } from '../../../src/model/check-report.ts'
import { githubSummaryFormat, markdownFormat } from '../../../src/render/check/markdown.ts'
import { shownText } from '../../../src/render/check/markdown-items.ts'
import {
  aReport,
  aReported,
  fingerprint,
  hostileReport,
  hostileTexts,
  largeReport,
  options,
  smallReport,
  waiver,
} from '../../support/check-reports.ts'

const comment = (report: CheckReport): string => markdownFormat.render(report, options)

/** The finding's own lines: without what the writer puts around them. */
const countShown = (text: string): number =>
  text.split('\n').reduce((sum, line) => {
    const [, rest] = /(?:NOTE|WARNING|ERROR|^-) and (\d+) more/.exec(line) ?? []
    return sum + (rest === undefined ? (line.startsWith('- **') ? 1 : 0) : Number(rest))
  }, 0)

describe('a comment', () => {
  test('begins with a hidden line that a job finds it by, one for each drplan.yaml', () => {
    const [first] = comment(smallReport()).split('\n')
    const hostile = markdownFormat.render(aReport(), { ...options, configFile: 'a--> <b>/drplan.yaml' })

    expect(first).toBe('<!-- drplan-check sites%2Fharbour%2Fdrplan.yaml -->')
    expect(hostile.split('\n')[0]).toMatch(/^<!-- [\w ./%-]+ -->$/)
    expect(hostile.indexOf('-->')).toBe(hostile.indexOf('\n') - 3)
  })

  test('says the verdict, the counts, and what is new before what was known', () => {
    const text = comment(smallReport())

    expect(text).toContain('### drplan check failed: 1 open finding at or above error')
    expect(text).toContain('| New since the plan, or by the date of today | 1 | 0 | 0 |')
    expect(text.indexOf('<summary>New since the plan, or by the date of today: 1')).toBeLessThan(
      text.indexOf('<summary>Known when the plan was made: 2'),
    )
    expect(text).toContain('Waived by Network team until 2027-03-31: Moves in spring.')
    expect(text).toContain('harbour to aws eu-central-1, 120 VMs compared.')
    expect(text).toContain('- Prices of the target were not read.')
  })

  test('of nothing says so', () => {
    expect(comment(aReport())).toContain('Nothing was found.')
  })

  test('of 30,000 findings stays below what GitHub takes, and its counts are true', () => {
    const text = comment(largeReport())

    expect(text.length).toBeLessThan(65_536)
    expect(text).toContain('| New since the plan, or by the date of today | 5000 | 5000 | 5000 |')
    expect(countShown(text)).toBe(30_000)
  })

  test('of hostile texts stays below it too, and every details element is closed', () => {
    const findings = Array.from({ length: 40 }, () => hostileReport().findings).flat()
    const text = comment({ ...hostileReport(), findings, notChecked: [] })

    expect(Buffer.byteLength(text)).toBeLessThan(65_536)
    expect(text.match(/<details/g)?.length).toBe(text.match(/<\/details>/g)?.length)
    expect(countShown(text)).toBe(findings.length)
  })
})

test('the summary of a step has more room, less than 1 MiB, and no hidden line', () => {
  const findings = Array.from({ length: 12_000 }, (_, index) =>
    aReported({ rule: `policy.rule-${index}`, message: 'm'.repeat(500), fingerprint: fingerprint(index) }),
  )

  const text = githubSummaryFormat.render(aReport({ findings }), options)

  expect(Buffer.byteLength(text)).toBeLessThan(1_048_576)
  expect(Buffer.byteLength(text)).toBeGreaterThan(900_000)
  expect(countShown(text)).toBe(12_000)
  expect(text).toMatch(/^### drplan check failed/)
})

describe('a hostile text', () => {
  const frame = comment(aReport({ findings: [aReported({ status: 'waived', waiver })] }))
  const tags = (text: string): readonly string[] => text.match(/(?<!\\)<[^ ]*/g) ?? []

  test.each(hostileTexts.map((text, index) => [index, text]))('%i adds no element, row, heading or list', (_, text) => {
    const finding = aReported({
      status: 'waived',
      waiver: { ...waiver, owner: text, reason: text },
      rule: text,
      subject: text,
      message: text,
      suggestion: text,
      place: text,
      affected: [text, `${text}2`],
    })

    const written = comment(aReport({ findings: [finding] }))

    expect(tags(written).filter((tag) => tag !== '<!--')).toEqual(tags(frame).filter((tag) => tag !== '<!--'))
    expect(written.split('\n')).toHaveLength(frame.split('\n').length)
    expect(written.split('\n').filter((line) => /^\s*(#|\||- \*\*|>)/.test(line))).toHaveLength(
      frame.split('\n').filter((line) => /^\s*(#|\||- \*\*|>)/.test(line)).length,
    )
  })

  test.each([
    ['@everyone', '@<!-- -->everyone'],
    ['#12', String.raw`\#<!-- -->12`],
    ['!12', String.raw`\!<!-- -->12`],
    ['%"v1"', '%<!-- -->"v1"'],
    ['&7', '&amp;<!-- -->7'],
    ['::error::x', String.raw`\::error::x`],
    ['fe80::1', 'fe80::1'],
  ])('%j makes no mention, reference or command', (text, expected) => {
    expect(shownText(text)).toBe(expected)
  })
})
