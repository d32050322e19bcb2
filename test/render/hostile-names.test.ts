import { beforeAll, describe, expect, test } from 'vitest'
import { buildRunbooks } from '../../src/core/runbook/build-runbooks.ts'
import type { Plan } from '../../src/model/plan.ts'
import { noRunbookParts } from '../../src/model/runbook-parts.ts'
import { runbookSettingsSchema } from '../../src/model/runbook-settings.ts'
import type { Runbook } from '../../src/model/runbook.ts'
import { renderSummary } from '../../src/render/reports/markdown.ts'
import { renderRunbook } from '../../src/render/runbook.ts'
import { loadTemplates } from '../../src/workspace/templates.ts'
import { aPlannedServer, aPlan, hostileNames } from '../builders-plan.ts'

const names = [
  ...hostileNames,
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[x](javascript:alert(1))',
  '![x](https://evil.example/p.png)',
  '| a | b |',
  '`$(rm -rf /)`',
  '``` \n# heading',
  '{{ it.plan }}',
  '<%= 1 + 1 %>',
  '<%~ it.plan %>',
  '@team',
  'https://evil.example',
  'www.evil.example',
  '- - item',
]

const plan = (name: string): ReturnType<typeof aPlan> => {
  const made = aPlan({ servers: [aPlannedServer({ id: 'vm-1', name, application: name, strategy: 'warm-standby' })] })
  const [vm] = made.vms
  return {
    ...made,
    vms: [...made.vms, { ...vm!, vmId: 'vm-2', dependsOn: ['vm-1'] }],
    mapping: {
      ...made.mapping,
      unmapped: [{ vmId: 'vm-2', tierId: '3', reason: name, nearest: null } as never],
      excluded: [{ vmId: 'vm-3', name, reason: name } as never],
    },
    tiers: made.tiers.map((tier) => ({ ...tier, name })),
    waves: [{ number: 1, tierId: '3', vmIds: ['vm-1', 'vm-2'], startMinutes: 0, endMinutes: 5 }],
    promises: [
      {
        application: name,
        tierId: '3',
        vmIds: ['vm-1'],
        promised: { rtoMinutes: 5, rpoMinutes: null },
        achieved: null,
        verdict: 'broken',
        because: name,
      },
    ],
    findings: [
      {
        code: 'plan.vm-unplaced',
        severity: 'error',
        subject: name,
        message: name,
        suggestion: name,
        affected: [],
        place: name,
      },
    ],
  }
}

const runbooks = (made: Plan): readonly Runbook[] =>
  buildRunbooks({
    plan: made,
    settings: runbookSettingsSchema.parse(undefined),
    parts: noRunbookParts,
    conversions: [],
    terraform: true,
  })

let render: (name: string) => readonly string[]

beforeAll(async () => {
  const templates = await loadTemplates('runbook')
  const template = (await loadTemplates('report')).get('summary.md') ?? ''
  render = (name) => [
    renderSummary({ plan: plan(name), inputs: { [name]: 'ab' }, headline: 'One promise is broken.', template })
      .contents,
    ...runbooks(plan(name)).flatMap((runbook) =>
      renderRunbook(runbook, plan(name), { templates, planSha256: '0'.repeat(64) }).flatMap(({ path, contents }) =>
        path.endsWith('.md') ? [contents] : [],
      ),
    ),
  ]
})

/** Escaped characters and our own comments taken away: what is left is what a Markdown reader acts on. */
const active = (text: string): string => text.replaceAll('<!-- -->', '\0').replaceAll(/\\[!-/:-@[-`{-~]/g, '')

/** What a document is built of: cells of each table row, headings, fences, depth of lists. */
const shapeOf = (text: string): readonly string[] =>
  active(text)
    .split('\n')
    .map((line) => {
      if (line.startsWith('|')) return `row of ${line.split('|').length}`
      return /^(#+ |```|\s*[-*+] (?:[-*+] )*|\s*\d+[.)] )/.exec(line)?.[0] ?? (line === '' ? '' : 'text')
    })

describe.each(names)('a VM named %j', (name) => {
  test('splits no cell, begins no line and changes no structure', () => {
    expect(render(name).map(shapeOf)).toEqual(render('plain').map(shapeOf))
  })

  test('brings no HTML, link, image, code or mention', () => {
    for (const text of render(name)) {
      const prose = active(text).replaceAll(/```sh\n[\s\S]*?```/g, '')
      expect(prose).not.toMatch(/<|\]\(|!\[|https?:\/\/|www\.|@\w/i)
    }
  })

  test('is in no command', () => {
    const commandsOf = (texts: readonly string[]): readonly string[] =>
      texts.flatMap((text) => text.match(/```sh\n[\s\S]*?```/g) ?? [])

    expect(commandsOf(render(name))).toEqual(commandsOf(render('plain')))
    expect(commandsOf(render(name)).length).toBeGreaterThan(1)
  })
})
