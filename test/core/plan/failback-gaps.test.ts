import { expect, test } from 'vitest'
import { failbackGaps } from '../../../src/core/plan/failback-gaps.ts'
import { aFailbackPlan } from '../../builders-failback.ts'
import { aPlan } from '../../builders-plan.ts'

test('says nothing where everything can be made again, or nothing was to be', () => {
  expect(failbackGaps(aFailbackPlan('azure'))).toEqual([])
  expect(failbackGaps(aPlan())).toEqual([])
})

test('says once what is missing, and of which VMs', () => {
  const plan = aFailbackPlan('aws')
  const vms = plan.vms.map((vm, index) => (index < 2 ? { ...vm, primary: { ...vm.primary!, size: null } } : vm))

  const findings = failbackGaps({ ...plan, vms })

  expect(findings).toMatchObject([
    { code: 'plan.failback-partial', severity: 'warning', affected: ['orders-db', 'edge'] },
  ])
  expect(findings[0]?.message.replaceAll('\u00a0', ' ')).toBe(
    'The Terraform in failback/ does not make 2 VMs again. Not known: its size.',
  )
})
