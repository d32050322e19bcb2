import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RecoveryService } from '../../../../src/model/target.ts'
import type { RecoveryStrategy } from '../../../../src/model/tier.ts'
import { awsRecoveryService } from '../../../../src/targets/aws/quotas.ts'
import { azureRecoveryService } from '../../../../src/targets/azure/quotas.ts'
import { aScopedVm, aTier, mapAll } from '../builders.ts'

const estate = (vms: number, strategy: RecoveryStrategy = 'pilot-light') =>
  Array.from(
    { length: vms },
    (_, index) => [aScopedVm({ id: `vm-${index}`, name: `vm-${index}`, disks: [] }, aTier([strategy])), {}] as const,
  )

const mapWith = (vms: number, recoveryService: RecoveryService, strategy: RecoveryStrategy = 'pilot-light') =>
  mapAll(estate(vms, strategy), { recoveryService })

const partsOf = (...of: Parameters<typeof mapWith>) =>
  mapWith(...of).findings.filter(({ code }) => code.startsWith('map.recovery-in-'))

/** Sentences have no-break spaces between a number and its unit. */
const words = (text: string | undefined): string => (text ?? '').replaceAll('\u00a0', ' ')

describe('what the platform brings back at a time', () => {
  it('is 500 servers of AWS in jobs of 100: 1,200 take three lots and twelve jobs', () => {
    const [finding, ...others] = partsOf(1200, awsRecoveryService)

    expect(others).toEqual([])
    expect(finding).toMatchObject({ code: 'map.recovery-in-lots', severity: 'warning' })
    expect(finding!.affected).toHaveLength(1200)
    expect(words(finding!.message)).toMatch(
      /^1,200 VMs are replicated, and Elastic Disaster Recovery brings back 500 at a time \(.*L-05AFA8C6, 2025\): that takes at least 3 lots, and 12 jobs of 100 VMs at most\./,
    )
  })

  it.each([
    [100, []],
    [101, ['map.recovery-in-parts']],
    [500, ['map.recovery-in-parts']],
    [501, ['map.recovery-in-lots']],
  ])('of AWS is said of %i servers: %j', (vms, codes) => {
    expect(partsOf(vms, awsRecoveryService).map(({ code }) => code)).toEqual(codes)
  })

  it('is no lot of Azure, but recovery plans of 100 in seven groups', () => {
    const [finding] = partsOf(1200, azureRecoveryService)

    expect(finding).toMatchObject({ code: 'map.recovery-in-parts', severity: 'info' })
    expect(words(finding!.message)).toMatch(/takes at least 12 recovery plans of 100 VMs in 7 groups at most/)
  })

  it('counts replicated VMs only, and changes nothing of the mapping', () => {
    const service = { ...awsRecoveryService, vmsInPart: { ...awsRecoveryService.vmsInPart, value: 2 } }

    expect(partsOf(9, service, 'backup-restore')).toEqual([])
    expect(mapWith(9, service).mapping).toEqual(mapAll(estate(9)).mapping)
  })

  it('is the fewer of all servers and all jobs, whatever these are', () => {
    const limit = (value: number) => ({ value, source: 'test', asOf: '2026' })
    const limits = fc.tuple(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 9 }),
    )
    fc.assert(
      fc.property(limits, fc.integer({ min: 0, max: 12 }), ([inPart, parts, all], vms) => {
        const service: RecoveryService = {
          name: 'test',
          parts: 'jobs',
          vmsInPart: limit(inPart),
          groupsInPart: null,
          partsAtOnce: limit(parts),
          vmsAtOnce: limit(all),
        }
        const atOnce = Math.min(all, inPart * parts)

        const found = partsOf(vms, service)

        expect(found.some(({ code }) => code === 'map.recovery-in-lots')).toBe(vms > atOnce)
        expect(found.length).toBe(vms > Math.min(inPart, atOnce) ? 1 : 0)
      }),
      { numRuns: 60 },
    )
  })
})
