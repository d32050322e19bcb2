import { describe, expect, it } from 'vitest'
import { apartFindings } from '../../../src/core/plan/apart.ts'
import { anAddress, aPlan } from '../../builders-plan.ts'
import { aNetwork } from '../../builders-network.ts'
import { aScopedVm, aTimedAssignment } from './builders.ts'

const planned = [aScopedVm('dc-1'), aScopedVm('dc-2'), aScopedVm('web')]
const { mapping, network } = aPlan({ servers: [] })
const [first, second] = network.subnets
const rule = { match: { name: 'dc-*' }, by: 'zone' as const }

const found = (subnetKeys: readonly string[], zones: readonly number[] = []) =>
  apartFindings([rule], {
    planned,
    site: { network: aNetwork() },
    mapping: {
      ...mapping,
      assignments: planned.map(({ vm }, index) => {
        const assignment = aTimedAssignment(vm.id, 10)
        const zone = zones[index]
        return { ...assignment, offering: { ...assignment.offering, ...(zone === undefined ? {} : { zone }) } }
      }),
    },
    translation: {
      ...network,
      subnets: [
        { ...first!, key: 'left', zone: 0 },
        { ...second!, key: 'right', zone: 1 },
      ],
      addresses: planned.map(({ vm }, index) => anAddress({ vmId: vm.id, subnetKey: subnetKeys[index] ?? 'left' })),
    },
  })

describe('VMs that must not fail together', () => {
  it('are named when their subnets put them into one zone', () => {
    expect(found(['left', 'left', 'left'])).toMatchObject([
      { code: 'plan.not-apart', affected: ['dc-1', 'dc-2'], subject: 'mapping.keepApart[0]' },
    ])
  })

  it('are well in two zones, whatever others do', () => {
    expect(found(['left', 'right', 'left'])).toEqual([])
  })

  it('go by the zone that the mapping gives them before that of a subnet', () => {
    expect(found(['left', 'left'], [0, 2])).toEqual([])
  })
})
