import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveDependencies } from '../../../src/core/plan/dependencies.ts'
import type { Vm } from '../../../src/model/site.ts'
import { defaultTiers } from '../../../src/model/tier.ts'
import { aDependency } from '../../builders.ts'
import { propose, reasonsOf, tiersOf } from './builders.ts'

describe('a proposed tier', () => {
  it('is not made for a VM that has one, by its source or by a rule', () => {
    const made = propose([{ id: 'a', tier: '1' }, { id: 'b' }], {
      config: { assign: [{ match: { name: 'b' }, tier: '2' }] },
    })

    expect(tiersOf(made)).toEqual({})
    expect(made.findings).toEqual([])
  })

  it('is not made for a VM that asks for a tier that does not exist: it has said what it wants', () => {
    expect(tiersOf(propose([{ id: 'a', tier: 'gold' }]))).toEqual({})
  })

  it('is not made at all where drplan.yaml does not want any', () => {
    const made = propose([{ id: 'a' }], { config: { tiering: { propose: 'off' } } })

    expect(made.planned[0]).not.toHaveProperty('tierProposal')
    expect(made.findings).toEqual([])
  })

  it('is the standard one, with low confidence, where nothing speaks for another', () => {
    const made = propose([{ id: 'a' }])

    expect(tiersOf(made)).toEqual({ a: '3 low' })
    expect(reasonsOf(made, 'a')).toEqual(['Nothing speaks for another tier than the standard one.'])
  })

  it('is only said as long as it is suggested', () => {
    const { planned, findings } = propose([{ id: 'a', tags: { criticality: 'high' } }, { id: 'b' }])

    expect(planned.map(({ tier, tierOrigin }) => [tier.id, tierOrigin?.kind])).toEqual([
      ['3', 'default'],
      ['3', 'default'],
    ])
    expect(findings.map(({ code, severity, subject, affected }) => [code, severity, subject, affected])).toEqual([
      ['plan.tier-proposed', 'info', 'tier 1', ['a']],
      ['plan.tier-proposed', 'info', 'tier 3', ['b']],
    ])
    expect(findings[0]?.message).toBe(
      'Nobody gave 1\u00a0VM a tier; tier 1 is proposed, and it is planned in tier 3. a (high): Its tag criticality says "high".',
    )
  })

  it('is used, and marked, where drplan.yaml says apply', () => {
    const { planned, findings } = propose([{ id: 'a', tags: { criticality: 'high' } }], {
      config: { tiering: { propose: 'apply' } },
    })

    expect(planned).toMatchObject([
      { tier: { id: '1' }, tierOrigin: { kind: 'proposed' }, tierProposal: { tierId: '1', confidence: 'high' } },
    ])
    expect(findings[0]?.message).toMatch(/^Nobody gave 1\u00a0VM a tier; tier 1 was proposed, and is used\./)
  })

  it('of ten thousand VMs is one finding for each tier, with the first few of them', () => {
    const { findings } = propose(Array.from({ length: 10_000 }, (_, index) => ({ id: `vm-${index}` })))

    expect(findings).toHaveLength(1)
    expect(findings[0]?.affected).toHaveLength(10_000)
    expect(findings[0]?.message).toMatch(/\. vm-0, vm-1, [^:]* \(low\): Nothing [^.]*\. And 9992 more\.$/)
  })
})

describe('what others need', () => {
  it('ranks as high as they do, and says who and how', () => {
    const made = propose([
      { id: 'shop', tier: '1', dependsOn: ['cache'] },
      { id: 'cache', dependsOn: ['store'] },
      { id: 'store' },
    ])

    expect(tiersOf(made)).toEqual({ cache: '1 high', store: '1 high' })
    expect(reasonsOf(made, 'cache')).toEqual(['shop, in tier 1, needs it.'])
    expect(reasonsOf(made, 'store')).toEqual(['shop, in tier 1, needs it through cache.'])
  })

  it('takes the confidence of a proposal that raises it', () => {
    const made = propose([{ id: 'web', tags: { role: 'database' }, dependsOn: ['other'] }, { id: 'other' }])

    expect(tiersOf(made)).toEqual({ other: '2 low', web: '2 low' })
    expect(reasonsOf(made, 'other')).toEqual(['web, proposed for tier 2, needs it.'])
  })

  it('goes round circles and ends', () => {
    const made = propose([
      { id: 'a', dependsOn: ['b'] },
      { id: 'b', dependsOn: ['a', 'c'] },
      { id: 'c', tier: '0', dependsOn: ['a'] },
    ])

    expect(tiersOf(made)).toEqual({ a: '0 high', b: '0 high' })
  })

  it('counts where drplan.yaml lets traffic decide, and is only a sign elsewhere', () => {
    const site = { dependencies: [aDependency({ fromVmId: 'web', toVmId: 'x' })] }
    const vms = [{ id: 'web', tier: '0' }, { id: 'x' }]

    const stated = propose(vms, { site })
    const observed = propose(vms, { site, config: { dependencies: { order: ['stated', 'flow'] } } })

    expect(tiersOf(stated)).toEqual({ x: '3 low' })
    expect(tiersOf(observed)).toEqual({ x: '0 high' })
  })

  it('is one step stronger where many VMs need it, whatever they are, by traffic too', () => {
    const users = ['a', 'b', 'c', 'd', 'e']
    const site = { dependencies: users.map((fromVmId) => aDependency({ fromVmId, toVmId: 'x' })) }

    const made = propose([...users.map((id) => ({ id, tier: '3' })), { id: 'x' }], { site })

    expect(tiersOf(made)).toEqual({ x: '2 low' })
    expect(reasonsOf(made, 'x')).toEqual(['5\u00a0VMs need it.'])
  })

  it('stays where a waiver in force leaves it, and not after its last day', () => {
    const vms = [{ id: 'shop', tier: '0', dependsOn: ['log'] }, { id: 'log' }]
    const waivers = [{ vm: 'log', owner: 'platform', until: '2026-06-30', reason: 'spooled' }]
    const on = (today: string | null) => tiersOf(propose(vms, { config: { tiering: { waivers }, mapping: { today } } }))

    expect(on(null)).toEqual({ log: '3 low' })
    expect(on('2026-06-30')).toEqual({ log: '3 low' })
    expect(on('2026-07-01')).toEqual({ log: '0 high' })
  })
})

describe('a guess', () => {
  it('never asks for more than what the VM itself needs was given', () => {
    const made = propose([
      { id: 'front', tags: { criticality: 'mission critical' }, dependsOn: ['middle'] },
      { id: 'middle', dependsOn: ['old'] },
      { id: 'old', tier: '4' },
    ])

    expect(tiersOf(made)).toEqual({ front: '4 high', middle: '4 low' })
    expect(reasonsOf(made, 'front').at(-1)).toBe('It would be tier 0, but it needs old, which was given tier 4.')
  })
})

const anEstate = fc
  .array(
    fc.record({
      tier: fc.option(fc.constantFrom('0', '1', '2', '3', '4'), { nil: null }),
      needs: fc.array(fc.nat({ max: 11 }), { maxLength: 3 }),
      name: fc.constantFrom('web', 'db', 'dc', 'jenkins', 'test', 'x'),
      application: fc.option(fc.constantFrom('shop', 'erp'), { nil: null }),
      tags: fc.constantFrom({}, { criticality: 'critical' }, { environment: 'production' }, { environment: 'test' }),
      waived: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((rows) => ({
    vms: rows.map(({ needs, name, tier, application, tags }, index): Partial<Vm> => ({
      id: `vm-${String(index).padStart(2, '0')}`,
      name: `${name}-${index}`,
      tier,
      application,
      tags,
      dependsOn: needs.filter((at) => at < rows.length).map((at) => `vm-${String(at).padStart(2, '0')}`),
    })),
    waivers: rows.flatMap(({ waived }, index) =>
      waived ? [{ vm: `vm-${String(index).padStart(2, '0')}`, owner: 'o', until: '2030-01-01', reason: 'r' }] : [],
    ),
  }))

const weakOf = (planned: Parameters<typeof resolveDependencies>[0], waivers: never[] | object[]): readonly string[] =>
  resolveDependencies(planned, { waivers: waivers as never, today: null })
    .findings.filter(({ code }) => code === 'plan.dependency-tier')
    .map(({ subject }) => subject)

describe('for any estate', () => {
  it('no proposed tier is weaker than that of anything that needs the VM, unless waived', () => {
    fc.assert(
      fc.property(anEstate, ({ vms, waivers }) => {
        const { planned } = propose(vms, { config: { tiering: { propose: 'apply', waivers } } })
        const byId = new Map(planned.map((one) => [one.vm.id, one]))
        for (const user of planned)
          for (const id of user.vm.dependsOn) {
            const need = byId.get(id)
            if (need?.tierOrigin?.kind !== 'proposed' || waivers.some(({ vm }) => vm === id)) continue
            expect(need.tier.priority).toBeLessThanOrEqual(user.tier.priority)
          }
      }),
    )
  })

  it('proposals alone put no statement in the wrong: what is too weak with them is too weak without them', () => {
    fc.assert(
      fc.property(anEstate, ({ vms, waivers }) => {
        const without = propose(vms, { config: { tiering: { propose: 'off', waivers }, defaultTier: '4' } })
        const applied = propose(vms, { config: { tiering: { propose: 'apply', waivers }, defaultTier: '4' } })

        const before = new Set(weakOf(without.planned, waivers))

        expect(weakOf(applied.planned, waivers).filter((subject) => !before.has(subject))).toEqual([])
      }),
    )
  })

  it('every VM without a tier gets one of the table, with a reason, whatever the order of the VMs', () => {
    fc.assert(
      fc.property(anEstate, ({ vms, waivers }) => {
        const config = { tiering: { waivers } }
        const made = propose(vms, { config })

        expect(propose(vms.toReversed(), { config })).toEqual(made)
        for (const { vm, tierProposal } of made.planned) {
          expect(tierProposal === undefined).toBe(vm.tier !== null)
          if (!tierProposal) continue
          expect(defaultTiers.map(({ id }) => id)).toContain(tierProposal.tierId)
          expect(tierProposal.reasons.length).toBeGreaterThan(0)
        }
      }),
    )
  })
})
