import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { goneWith } from '../../../src/core/cut/cut.ts'
import { failedDomains } from '../../../src/core/cut/domains.ts'
import { judgeCut } from '../../../src/core/cut/judge.ts'
import type { RunbookStage } from '../../../src/model/runbook.ts'
import { isDown, stepNeedSchema, type StepNeed } from '../../../src/model/step-needs.ts'
import { aPlan, aPlannedServer } from '../../builders-plan.ts'

const aNeed = (over: Partial<StepNeed>): StepNeed => ({
  ...stepNeedSchema.parse({ name: 'sign-in', kind: 'identity', standsIn: ['on-premises'] }),
  ...over,
})
const complete = (['identity', 'dns-zone', 'state', 'network'] as const).map((kind) =>
  aNeed({ name: kind, kind, standsIn: ['elsewhere'] }),
)
const runbook = {
  steps: (['decide', 'reserve', 'redirect'] as const).map((stage: RunbookStage) => ({ stage })),
} as never

const planOn = (platform: 'aws' | null, region: string | null = 'eu-west-1') => {
  const made = aPlan({ servers: [aPlannedServer({ id: 'web' })] })
  const primary = platform && { platform, id: 'i-1', size: null, cards: [], zone: null }
  return {
    site: { ...made.site, region },
    vms: made.vms.map((vm) => (primary ? { ...vm, primary: primary as never } : vm)),
  }
}

const codes = (plan: ReturnType<typeof planOn>, needs: readonly StepNeed[]) =>
  judgeCut(plan, runbook, [...complete.filter(({ kind }) => needs.every((one) => one.kind !== kind)), ...needs]).map(
    ({ code }) => code,
  )

describe('what a failover needs', () => {
  test.each([
    [
      'is gone with the site on premises',
      planOn(null),
      ['on-premises/hall-1'],
      ['plan.depends-on-failed', 'plan.depends-on-part'],
    ],
    ['is there still in a second place', planOn(null), ['on-premises', 'aws/eu-west-1'], []],
    [
      'is gone with the region',
      planOn('aws'),
      ['aws/eu-west-1/a', 'aws/eu-west-1'],
      ['plan.depends-on-failed', 'plan.depends-on-part'],
    ],
    ['is gone with the provider only', planOn('aws'), ['aws/us-east-1'], ['plan.depends-on-part']],
    [
      'is gone with a zone',
      planOn('aws'),
      ['aws/eu-west-1/a'],
      ['plan.depends-on-failed', 'plan.depends-on-part', 'plan.depends-on-part'],
    ],
    ['is gone with an account', planOn('aws'), ['account:1'], ['plan.depends-on-part']],
    ['stands with neither', planOn('aws'), ['azure/westeurope'], []],
  ])('%s', (...[, plan, standsIn, expected]) => {
    expect(codes(plan, [aNeed({ standsIn })])).toEqual(expected)
  })

  test('names who is gone, with what, and where the failover stops', () => {
    const [finding] = judgeCut(planOn(null), runbook, [
      ...complete.slice(1),
      aNeed({ name: 'sign-in', standsIn: ['saas'], needs: ['directory'] }),
      aNeed({ name: 'directory', kind: 'other', stages: ['afterwards'] }),
    ])

    expect(finding?.message).toBe(
      'sign-in (identity) is gone with the primary site, and the failover needs it at decide, reserve, redirect: it stands in saas only. It rests on directory.',
    )
  })

  test('is nobody who is needed at a stage that the failover does not have', () => {
    expect(codes(planOn(null), [aNeed({ stages: ['clean-up'] })])).toEqual([])
  })

  test('is unsaid where nobody said it, and that is said', () => {
    const findings = judgeCut(planOn(null), runbook, [aNeed({ standsIn: ['saas'] })])

    expect(findings.map(({ code, message }) => [code, message])).toEqual([
      ['plan.need-unsaid', expect.stringContaining('dns-zone, state, network')],
    ])
  })

  test('rests on something that nobody described', () => {
    expect(codes(planOn(null), [aNeed({ standsIn: ['saas'], needs: ['nothing'] })])).toEqual(['plan.need-unknown'])
  })
})

test('a place goes with what it is in, and with nothing that only begins alike', () => {
  const failed = { name: 'x', places: ['aws/eu-west-1'] }

  expect(['aws/eu-west-1', 'aws/eu-west-1/a', 'aws/eu-west-10', 'aws'].map((place) => isDown(place, failed))).toEqual([
    true,
    true,
    false,
    false,
  ])
})

test('a part of the site fails alone where something stands in it', () => {
  expect(
    failedDomains(planOn('aws'), [aNeed({ standsIn: ['aws/eu-west-1/b/rack-2'] })]).map(({ name }) => name),
  ).toEqual(['the primary region (aws/eu-west-1)', 'the provider (aws)', 'aws/eu-west-1/b'])
})

test('whoever rests on what is gone is gone, in circles too: as brute force has it', () => {
  const graph = fc.array(fc.record({ down: fc.boolean(), needs: fc.uniqueArray(fc.nat(6), { maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 7,
  })
  fc.assert(
    fc.property(graph, (nodes) => {
      const needs = nodes.map(({ down, needs: own }, index) =>
        aNeed({ name: `n${index}`, standsIn: [down ? 'on-premises' : 'saas'], needs: own.map((one) => `n${one}`) }),
      )

      const gone = new Set(goneWith(needs, { name: 'site', places: ['on-premises'] }).map(({ need }) => need.name))

      const reaches = (index: number, seen: ReadonlySet<number>): boolean =>
        nodes[index] !== undefined &&
        (nodes[index].down ||
          nodes[index].needs.some((next) => !seen.has(next) && reaches(next, new Set([...seen, next]))))
      expect([...gone].sort()).toEqual(
        nodes.flatMap((__, index) => (reaches(index, new Set([index])) ? [`n${index}`] : [])).sort(),
      )
    }),
  )
})
