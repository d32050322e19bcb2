import { expect, it } from 'vitest'
import { stableKey } from '../../../src/model/key.ts'
import { loadAzureCatalogue } from '../../../src/targets/azure/catalogue.ts'
import { disksOf, diskType, needsZone } from '../../../src/targets/azure/terraform-disks.ts'
import { aMappedDisk } from '../../builders-plan.ts'

it('knows the type of every class of the catalogue, and the tier of premium ones', () => {
  const types = new Set(loadAzureCatalogue().diskClasses.map(({ id }) => diskType(id).type))

  expect(types).toEqual(new Set(['StandardSSD_LRS', 'Premium_LRS', 'Standard_LRS', 'PremiumV2_LRS']))
  expect(diskType('P15')).toEqual({ type: 'Premium_LRS', tier: 'P15' })
  expect(diskType('E15')).toEqual({ type: 'StandardSSD_LRS' })
})

it('refuses a class of another platform', () => {
  expect(() => diskType('gp3')).toThrow(/no disk class gp3/)
})

it('calls the boot disk os, gives others a LUN, and never confuses the two', () => {
  const other = stableKey('data-os', 'os')
  const disks = disksOf('web', [
    aMappedDisk({ diskId: 'os', classId: 'E10', boot: false, sizeGiB: 100 }),
    aMappedDisk({ diskId: 'root', classId: 'P10' }),
    aMappedDisk({ diskId: 'fast', classId: 'PremiumV2_LRS', iops: 9000, throughputMiBps: 300, boot: false }),
  ])

  expect(disks).toEqual({
    os: { name: 'web_os', type: 'Premium_LRS', tier: 'P10', size_gib: 50 },
    [other]: { name: `web_${other}`, lun: 0, type: 'StandardSSD_LRS', size_gib: 100 },
    fast: { name: 'web_fast', lun: 1, type: 'PremiumV2_LRS', size_gib: 50, iops: 9000, throughput_mibs: 300 },
  })
})

it('gives a server whose boot disk nobody knows one of the size of its snapshot', () => {
  expect(disksOf('web', [])).toEqual({ os: { name: 'web_os', type: 'StandardSSD_LRS' } })
})

it('asks for a zone where a disk cannot be without', () => {
  expect(needsZone([aMappedDisk({ classId: 'P10' })])).toBe(false)
  expect(needsZone([aMappedDisk({ classId: 'PremiumV2_LRS' })])).toBe(true)
})
