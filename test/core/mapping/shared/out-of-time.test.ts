import { describe, expect, it } from 'vitest'
import type { Answer } from '../../../../src/core/mapping/shared/decide.ts'
import { mapSite } from '../../../../src/core/mapping/map-site.ts'
import type { MapSiteInput } from '../../../../src/core/mapping/draft-mapping.ts'
import { aDemand } from '../../../builders.ts'
import { aNetwork } from '../../../builders-network.ts'
import { REGION, aCatalogue, aPolicy, aRecoveryModel, aScopedVm, aTier } from '../builders.ts'

/** Two VMs, and stock for one of the component that both would have. */
const input: MapSiteInput = {
  vms: ['a', 'b'].map((id) => aScopedVm({ id, name: id }, aTier(['hot-standby']))),
  demands: new Map(['a', 'b'].map((vmId) => [vmId, aDemand({ vmId })])),
  catalogue: aCatalogue(),
  region: REGION,
  policy: aPolicy({ limits: [{ name: 'medium', of: 'vms', components: ['s.medium'], most: 1 }] }),
  recovery: aRecoveryModel(),
  site: { region: null, network: aNetwork() },
  quotas: [],
  zones: { perRegion: 3, ofSubnets: true },
  kept: new Map(),
}

/** As a solver that is cut short answers. */
function answered(optimised: (first: Int32Array) => Answer['optimised']) {
  const steps = mapSite(input)
  const asked = steps.next()
  if (asked.done === true || asked.value.kind !== 'assign') throw new Error('nothing is asked')
  const { firstCandidate } = asked.value.instance
  const step = steps.next({ optimised: optimised(firstCandidate), outOfTime: true })
  if (step.done !== true) throw new Error('it is asked again')
  return step.value
}

describe('a search whose time is over', () => {
  it('gives what it has, with its gap, and says that it depends on the machine', () => {
    const { mapping, findings } = answered((first) => ({
      status: 'feasible',
      assignment: Int32Array.from([first[0]!, first[2]! - 1]),
      cost: 1_000_000,
      bound: 900_000,
      gap: 1 / 9,
      conflict: null,
    }))

    expect(mapping.solution).toMatchObject({ status: 'feasible', stopped: 'time-limit', value: 100, bound: 90 })
    expect(findings.find(({ code }) => code === 'map.stopped-early')?.message).toContain('may be 11.12 % off')
  })

  it('with nothing found claims neither a mapping nor that there is none', () => {
    const { mapping, findings } = answered(() => ({
      status: 'unknown',
      assignment: null,
      cost: null,
      bound: 900_000,
      gap: null,
      conflict: null,
    }))

    expect(mapping.solution).toMatchObject({ status: 'undecided', gap: null, stopped: 'time-limit' })
    expect(mapping.assignments).toHaveLength(2)
    const codes = findings.map(({ code }) => code)
    expect(codes).toContain('map.limits-undecided')
    expect(codes).toContain('map.limit-exceeded')
  })
})
