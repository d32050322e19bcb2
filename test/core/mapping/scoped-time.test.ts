import { describe, expect, it, test } from 'vitest'
import { scopedTimeOf } from '../../../src/core/mapping/scoped-time.ts'
import type { RecoveryModel } from '../../../src/model/config.ts'
import type { Vm } from '../../../src/model/site.ts'
import type { TargetId } from '../../../src/model/target-id.ts'
import { strategies, type RecoveryStrategy } from '../../../src/model/tier.ts'
import { awsDayConversions } from '../../../src/targets/aws/conversions.ts'
import { azureDayConversions } from '../../../src/targets/azure/conversions.ts'
import { aVm } from '../../builders.ts'
import { aRecoveryModel, aTier } from './builders.ts'

const rulesOf = (target: TargetId, over: Partial<RecoveryModel> = {}) => ({
  target,
  dayConversions: target === 'aws' ? awsDayConversions : azureDayConversions,
  recovery: aRecoveryModel(over),
})

const timeOf = (vm: Partial<Vm>, strategy: RecoveryStrategy, rules = rulesOf('aws')) =>
  scopedTimeOf(strategy, { vm: aVm(vm), tier: aTier([...strategies]) }, { copiedGiB: 0, rules }).achieved

const converting = (vm: Partial<Vm>, strategy: RecoveryStrategy, rules = rulesOf('aws')) =>
  timeOf(vm, strategy, rules).terms.find(({ name }) => name === 'convert')?.minutes ?? 0

const linux = { name: 'Debian 12', family: 'linux' } as const
const windows = { name: 'Windows Server 2022', family: 'windows' } as const
const ofAws = { id: 'i-0123456789abcdef0' }

describe('a machine of another platform', () => {
  it('is converted by what launches it, or from its image, between that and its boot', () => {
    const names = timeOf({ os: linux }, 'backup-restore').terms.map(({ name }) => name)

    expect(names.slice(2, 6)).toEqual(['launch', 'restore', 'convert', 'boot'])
    expect(converting({ os: linux }, 'pilot-light')).toBe(10)
    expect(converting({ os: linux }, 'backup-restore')).toBe(20)
  })

  it('takes as long as drplan.yaml says, and names that setting', () => {
    const rules = rulesOf('aws', { launchConversionMinutes: 4 })

    expect(timeOf({ os: windows }, 'pilot-light', rules).terms.find(({ name }) => name === 'convert')).toEqual({
      name: 'convert',
      minutes: 4,
      basis: 'recovery.launchConversionMinutes: a conversion server of Elastic Disaster Recovery works on its disks',
    })
  })

  test.each(['warm-standby', 'hot-standby', 'active-active'] as const)('was converted when its %s was made', (one) => {
    expect(converting({ os: linux }, one)).toBe(0)
  })

  it('of AWS is one on Azure', () => {
    expect(converting({ ...ofAws, os: linux }, 'pilot-light', rulesOf('azure'))).toBe(10)
  })

  it('is not hydrated by Site Recovery where Windows was made ready', () => {
    expect(converting({ os: windows }, 'pilot-light', rulesOf('azure'))).toBe(0)
    expect(converting({ os: linux }, 'pilot-light', rulesOf('azure'))).toBe(10)
    expect(converting({ os: null }, 'pilot-light', rulesOf('azure'))).toBe(10)
  })
})

test.each(strategies)('a machine of the target itself stays what it is by %s', (strategy) => {
  expect(converting({ ...ofAws, os: linux }, strategy)).toBe(0)
})
