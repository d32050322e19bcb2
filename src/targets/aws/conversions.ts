/** What guests of another hypervisor need to start on EC2. */
import type { Citation } from '../../model/citation.ts'
import type { Conversion, DayConversion } from '../../model/compatibility.ts'

const read = (document: string): Citation => ({ document, asOf: '2026-11', basis: 'read' })
const known = (document: string): Citation => ({ document, asOf: '2026-01', basis: 'general-knowledge' })

export const awsConversions: readonly Conversion[] = [
  {
    id: 'linux-drivers',
    os: 'linux',
    firmware: 'any',
    title: 'Have the drivers of EC2 in the guest',
    instruction:
      'Current EC2 types have NVMe disks and ENA network cards. The kernel needs both modules (nvme, ena), and the initial RAM disk needs nvme; disks in fstab are named by UUID or label, because device names change.',
    expected: 'modinfo finds nvme and ena; the initial RAM disk lists nvme; fstab has no /dev/sd or /dev/vd',
    source: read('awslabs/aws-support-tools, EC2 NitroInstanceChecks'),
  },
  {
    id: 'windows-drivers',
    os: 'windows',
    firmware: 'any',
    title: 'Have the drivers of EC2 in the guest',
    instruction:
      'Install the AWS NVMe driver and the ENA driver, and leave the drivers of the present hypervisor where they are.',
    expected: 'both are among the installed drivers after a restart',
    source: known('Amazon EC2 user guide, NVMe and ENA drivers for Windows'),
  },
  {
    id: 'uefi-entry',
    os: 'linux',
    firmware: 'uefi',
    title: 'Have a boot entry that needs no firmware variables',
    instruction:
      'The variables of the present firmware stay behind: the loader has to be at the fallback path of the EFI partition (EFI/BOOT/BOOTX64.EFI) too.',
    expected: 'the file is there, and starts the same loader',
    source: known('UEFI specification 2.10, section 3.5.1.1, removable media boot'),
  },
  {
    id: 'addresses',
    os: 'any',
    firmware: 'any',
    title: 'Let the guest take its address from the platform',
    instruction:
      'EC2 gives the planned address by DHCP. A guest with its old address written into it cannot be reached: change it to DHCP in the copy, or by a script that runs where the old network is not seen.',
    expected: 'a copy in the drill has the planned address',
    source: known('Amazon VPC user guide, DHCP option sets'),
  },
]

export const awsDayConversions: readonly DayConversion[] = [
  {
    strategies: ['pilot-light'],
    os: 'any',
    setting: 'launchConversionMinutes',
    what: 'a conversion server of Elastic Disaster Recovery works on its disks',
    source: known('AWS Elastic Disaster Recovery user guide, launching recovery instances: conversion'),
  },
  {
    strategies: ['backup-restore'],
    os: 'any',
    setting: 'importConversionMinutes',
    what: 'VM Import makes an image of EC2 from it',
    source: known('VM Import/Export user guide; AWS Backup developer guide, restore a virtual machine'),
  },
]
