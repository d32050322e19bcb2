import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { assemblePlan, type PlanParts } from '../../../src/core/plan/assemble.ts'
import { configSchema } from '../../../src/model/config.ts'
import { createFinding } from '../../../src/model/finding.ts'
import { planSchema } from '../../../src/model/plan.ts'
import { anAddress, aPlan } from '../../builders-plan.ts'
import { aDemand, aSite } from '../../builders.ts'
import { aScopedVm, aTimedAssignment } from './builders.ts'

const chain = [aScopedVm('db', { tier: '1' }), aScopedVm('web', { tier: '1', dependsOn: ['db'] })]

const parts = (over: Partial<PlanParts> = {}): PlanParts => {
  const planned = over.planned ?? chain
  const { mapping, network, equivalence } = aPlan({ servers: [] })
  return {
    site: aSite({ vms: planned.map(({ vm }) => vm) }),
    config: configSchema.parse({
      schema: 'drplan/config@1',
      site: { id: 'test-site' },
      sources: [{ kind: 'inventory', path: 'site.yaml' }],
      target: { platform: 'aws', region: 'eu-west-1' },
    }),
    planned,
    demands: planned.map(({ vm }) => aDemand({ vmId: vm.id })),
    mapping: { ...mapping, assignments: planned.map(({ vm }) => aTimedAssignment(vm.id, 15)) },
    translation: { ...network, addresses: planned.map(({ vm }) => anAddress({ vmId: vm.id })) },
    equivalence,
    previous: null,
    findings: [],
    ...over,
  }
}

const codes = (over: Partial<PlanParts>): readonly string[] =>
  assemblePlan(parts(over)).findings.map(({ code }) => code)

describe('an assembled plan', () => {
  it('has every VM, its dependencies, waves and promises, in its schema', () => {
    const plan = assemblePlan(parts())

    expect(plan.vms.map(({ vmId, dependsOn }) => [vmId, ...dependsOn])).toEqual([['db'], ['web', 'db']])
    expect(plan.waves.map(({ vmIds }) => vmIds)).toEqual([['db'], ['web']])
    expect(planSchema.safeEncode(structuredClone(plan) as z.output<typeof planSchema>).success).toBe(true)
  })

  it('says that a chain is late, with both times', () => {
    const { findings } = assemblePlan(parts())

    expect(findings).toMatchObject([{ code: 'plan.objective-missed', subject: 'web', affected: ['web'] }])
    expect(findings[0]?.message.replaceAll('\u00a0', ' ')).toBe(
      'web is back after 43 min, and 30 min are promised: web waits for db until 27 min.',
    )
  })

  it('does not say it again where the mapping said it of a VM', () => {
    const said = createFinding('map.objective-missed', { subject: 'web', message: '', affected: ['web'] })

    expect(codes({ findings: [said] })).toEqual(['map.objective-missed'])
  })

  it('keeps no promise with a VM that cannot run there, nor of what needs that VM', () => {
    const { mapping } = parts()
    const quick = { ...mapping, assignments: chain.map(({ vm }) => aTimedAssignment(vm.id, 1)) }
    const promisesWith = (verdict: 'ready' | 'not-ready') =>
      assemblePlan(parts({ mapping: { ...quick, compatibility: [{ vmId: 'db', verdict, rules: [] }] } })).promises.map(
        ({ application, verdict: kept, because }) => [application, kept, because],
      )

    expect(promisesWith('ready').map(([, kept]) => kept)).toEqual(['kept', 'kept'])
    expect(promisesWith('not-ready')).toEqual([
      ['db', 'broken', 'db is not ready to run there'],
      ['web', 'broken', 'web needs db, which is not ready to run there'],
    ])
  })

  it('says that an application cannot come back without a VM of another one', () => {
    const { mapping } = parts()
    const lost = createFinding('map.vm-unmapped', { subject: 'db', message: '', affected: ['db'] })

    const { findings } = assemblePlan(
      parts({ mapping: { ...mapping, assignments: [aTimedAssignment('web', 1)] }, findings: [lost] }),
    )

    expect(findings.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
      'map.vm-unmapped db',
      'plan.objective-missed web',
    ])
    expect(findings[1]?.message).toBe('web does not come back as promised: web needs db, which has no component.')
  })

  it('says that a VM with a component has no place in the network', () => {
    const { translation } = parts({ planned: chain.slice(0, 1) })

    expect(codes({ planned: chain.slice(0, 1), translation: { ...translation, addresses: [] } })).toEqual([
      'plan.vm-unplaced',
    ])
  })

  it('lists findings in one order', () => {
    const [a, b] = ['a', 'b'].map((subject) => createFinding('site.guessed', { subject, message: '' }))
    if (!a || !b) throw new Error('two findings are needed')

    expect(assemblePlan(parts({ findings: [b, a] })).findings).toEqual(
      assemblePlan(parts({ findings: [a, b] })).findings,
    )
  })
})
