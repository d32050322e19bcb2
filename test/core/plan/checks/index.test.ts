import { describe, expect, it } from 'vitest'
import { checks, runChecks } from '../../../../src/core/plan/checks/index.ts'
import { parseAddress } from '../../../../src/model/address.ts'
import { checkIds, type CheckContext } from '../../../../src/model/check.ts'
import type { Vm } from '../../../../src/model/site.ts'
import { anAddress, aPlan, aPlannedServer } from '../../../builders-plan.ts'
import { aDisk, aNic, aSite, aVm } from '../../../builders.ts'
import { aTier } from '../builders.ts'

const from = parseAddress('10.0.0.10')
const aContext = (vms: readonly Vm[] = [aVm()], over: Partial<CheckContext> = {}): CheckContext => ({
  plan: aPlan({ servers: [aPlannedServer({ id: 'vm-1', addresses: [{ from }] })] }),
  plannedFrom: { 'drplan.yaml': 'a', 'site.json': 'b' },
  site: aSite({ vms: [...vms] }),
  planned: vms.map((vm) => ({ vm, tier: aTier('3'), application: vm.name })),
  now: { 'drplan.yaml': 'a', 'site.json': 'b' },
  ...over,
})
const planWith = (over: Partial<CheckContext['plan']>): Partial<CheckContext> => ({
  plan: { ...aContext().plan, ...over },
})
const promise = {
  application: 'shop',
  tierId: '1',
  vmIds: ['vm-1'],
  promised: { rtoMinutes: 30, rpoMinutes: 5 },
  achieved: { rtoMinutes: 31.26, rpoMinutes: 1 },
  because: 'of the launch',
}
const lost = { vmId: 'vm-1', tierId: '3', constraint: 'memory', needed: '', available: '', reason: 'it is too large' }

describe('the checks', () => {
  it('are those of the model, and each says what it makes sure of', () => {
    expect(Object.keys(checks).sort()).toEqual([...checkIds].sort())
    for (const { title } of Object.values(checks)) expect(title).toMatch(/\.$/)
  })

  it('find nothing where nothing changed', () => {
    expect(runChecks(aContext())).toEqual([])
  })

  it.each<[string, CheckContext, string, string]>([
    ['more memory', aContext([aVm({ memoryGiB: 16 })]), 'check.vm-changed', 'memory GiB 8 → 16'],
    ['a size nobody knows any more', aContext([aVm({ vcpus: null })]), 'check.vm-changed', 'vCPU 2 → unknown'],
    [
      'another disk',
      aContext([aVm({ disks: [aDisk(), aDisk({ id: 'disk-2' })] })]),
      'check.vm-changed',
      'disk GiB 50 → 100',
    ],
    [
      'another address',
      aContext([aVm({ nics: [aNic({ addresses: [parseAddress('10.0.0.11')] })] })]),
      'check.vm-changed',
      'addresses 10.0.0.10 → 10.0.0.11',
    ],
    ['no address any more', aContext([aVm({ nics: [] })]), 'check.vm-changed', 'addresses 10.0.0.10 → none'],
    ['a VM that is gone', aContext([]), 'check.vm-gone', 'vm-1 is in the plan'],
    ['a new VM', aContext([aVm(), aVm({ id: 'new' })]), 'check.vm-unprotected', 'new would not come back'],
    [
      'a VM without a component',
      aContext([aVm()], { plan: { ...aContext().plan, mapping: { ...aContext().plan.mapping, unmapped: [lost] } } }),
      'check.vm-unprotected',
      'it is too large',
    ],
    [
      'a changed input',
      aContext([aVm()], { now: { 'drplan.yaml': 'a', 'site.json': 'c' } }),
      'check.input-changed',
      'site.json changed',
    ],
    [
      'a new input',
      aContext([aVm()], { now: { 'drplan.yaml': 'a', 'site.json': 'b', more: 'c' } }),
      'check.input-changed',
      'more is new',
    ],
    ['a missing input', aContext([aVm()], { now: { 'drplan.yaml': 'a' } }), 'check.input-changed', 'site.json is gone'],
    [
      'a broken promise',
      aContext([aVm()], planWith({ promises: [{ ...promise, verdict: 'broken' }] })),
      'check.objective-missed',
      'calculated are 31.26 and 1 min: of the launch',
    ],
    [
      'an application that is lost',
      aContext([aVm()], planWith({ promises: [{ ...promise, achieved: null, verdict: 'broken' }] })),
      'check.objective-missed',
      'cannot be recovered',
    ],
  ])('find exactly %s', (...row) => {
    const [, context, code, message] = row
    const findings = runChecks(context)

    expect(findings).toMatchObject([{ code, message: expect.stringContaining(message) }])
  })

  it.each(['kept', 'undecided', 'none'] as const)('do not call a promise that is %s a miss', (verdict) => {
    expect(runChecks(aContext([aVm()], planWith({ promises: [{ ...promise, verdict }] })))).toEqual([])
  })

  it('do not call a sum of fractions a change', () => {
    const plan = aContext().plan
    const demands = plan.demands.map((demand) => ({ ...demand, storageGiB: 0.1 + 0.2 }))

    expect(runChecks(aContext([aVm({ disks: [aDisk({ capacityGiB: 0.3 })] })], planWith({ demands })))).toEqual([])
  })

  it('do not miss a component for a VM that is gone or excluded since', () => {
    const plan = { ...aContext().plan, mapping: { ...aContext().plan.mapping, unmapped: [lost] } }

    expect(runChecks(aContext([], { plan })).map(({ code }) => code)).toEqual(['check.vm-gone'])
    expect(runChecks(aContext([], { plan, site: aSite() }))).toEqual([])
  })

  it('do not compare the addresses of a VM that the plan has no place for', () => {
    const plan = aContext().plan

    expect(runChecks(aContext([aVm()], planWith({ network: { ...plan.network, addresses: [] } })))).toEqual([])
  })

  it('of 10,000 unchanged VMs find nothing', () => {
    const vms = Array.from({ length: 10_000 }, (_, index) => aVm({ id: `vm-${index}` }))
    const plan = aPlan({
      servers: vms.map(({ id }) => aPlannedServer({ id, addresses: [anAddress({ vmId: id, from })] })),
    })

    const findings = runChecks(aContext(vms, { plan }))

    expect(findings).toEqual([])
  })
})
