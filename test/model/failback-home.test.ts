import { expect, test } from 'vitest'
import { failbackHome } from '../../src/model/failback-home.ts'
import type { Plan, PlannedVm } from '../../src/model/plan.ts'
import { aFailbackPlan, machineOn } from '../builders-failback.ts'
import { aPlan } from '../builders-plan.ts'

const withFirst = (plan: Plan, change: (vm: PlannedVm) => PlannedVm): Plan => {
  const [first, ...others] = plan.vms
  return { ...plan, vms: [change(first!), ...others] }
}
const gapsOf = (plan: Plan): readonly string[] | undefined =>
  failbackHome(plan)?.gaps.map(({ vm, missing }) => `${vm.name}: ${missing.join(', ')}`)

test('a primary site that is no cloud has no way home by Terraform', () => {
  expect(failbackHome(aPlan())).toBeNull()
})

test.each(['aws', 'azure'] as const)('every VM of which enough is known can be made again on %s', (platform) => {
  const plan = aFailbackPlan(platform)

  const home = failbackHome(plan)

  expect(home).toMatchObject({ platform, gaps: [] })
  expect([...(home?.vmIds ?? [])]).toEqual(plan.vms.map(({ vmId }) => vmId))
})

test('names what is missing of a VM', () => {
  const plan = aFailbackPlan('aws')
  const subnets = plan.network.subnets.map((subnet) => (subnet.key === 'app-a' ? { ...subnet, from: null } : subnet))

  const sizeless = withFirst(plan, (vm) => ({ ...vm, primary: { ...vm.primary!, size: null } }))
  const cardless = withFirst(plan, (vm) => ({ ...vm, primary: { ...vm.primary!, cards: [] } }))
  const elsewhere = withFirst(plan, (vm) => ({ ...vm, primary: machineOn('azure') }))

  expect(gapsOf(sizeless)).toEqual(['orders-db: its size'])
  expect(gapsOf(cardless)).toEqual(['orders-db: its network cards'])
  expect(gapsOf(elsewhere)).toEqual(['orders-db: its id in the cloud of the primary site'])
  expect(gapsOf({ ...plan, network: { ...plan.network, subnets } })).toContain('orders-db: the subnet of its card 1')
  expect(new Set(gapsOf({ ...plan, site: { ...plan.site, region: null } })?.map((gap) => gap.split(': ')[1]))).toEqual(
    new Set(['the region of the primary site']),
  )
})

test('a VM without a component is not recovered, so it has nothing to come back from', () => {
  const plan = aFailbackPlan('aws')
  const assignments = plan.mapping.assignments.slice(1)

  const home = failbackHome({ ...plan, mapping: { ...plan.mapping, assignments } })

  expect(home?.vmIds.size).toBe(plan.vms.length - 1)
  expect(home?.gaps).toEqual([])
})
