/**
 * What Azure runs, and what it asks for: all from general knowledge of the documentation of Azure and Site Recovery, which
 * every row says.
 */
import type { Citation } from '../../model/citation.ts'
import type { CompatibilityRule, OsSupport, TargetCompatibility } from '../../model/compatibility.ts'
import { anyRules } from '../compatibility-any.ts'
import { azureConversions, azureDayConversions } from './conversions.ts'

const known = (document: string): Citation => ({ document, asOf: '2026-01', basis: 'general-knowledge' })
const siteRecovery = known('Azure Site Recovery support matrix')

const azureRules: readonly CompatibilityRule[] = [
  {
    id: 'boot-disk-too-large',
    platform: 'azure',
    severity: 'blocker',
    meaning: 'A generation 1 VM boots from 2 TiB at most.',
    advice: 'Move data off the boot disk, or convert the VM to UEFI for generation 2.',
    source: siteRecovery,
    limit: 2048,
  },
  {
    id: 'disk-too-large',
    platform: 'azure',
    severity: 'blocker',
    meaning: 'No managed disk that is replicated is larger than 32 TiB.',
    advice: 'Split the disk.',
    source: siteRecovery,
    limit: 32_767,
  },
  {
    id: 'nested-virtualisation',
    platform: 'azure',
    severity: 'info',
    meaning: 'Sizes of the series D and E give the virtualisation of the CPU to their guests, others may not.',
    advice: 'Look the size up where VMs do run inside it.',
    source: known('Azure virtual machine sizes'),
  },
  {
    id: 'os-32-bit',
    platform: 'azure',
    severity: 'blocker',
    meaning: 'Azure runs 64-bit systems.',
    advice: 'Replace it by a 64-bit system.',
    source: siteRecovery,
  },
  {
    id: 'os-unsupported',
    platform: 'azure',
    severity: 'blocker',
    meaning: 'Azure Site Recovery does not replicate it.',
    advice: 'Upgrade it, or protect it by backups that you have tried on Azure.',
    source: siteRecovery,
  },
  {
    id: 'secure-boot',
    platform: 'azure',
    severity: 'warning',
    meaning: 'Secure Boot needs a VM of the security type trusted launch, which a replicated disk does not bring.',
    advice: 'Switch trusted launch on for it in the drill, and look whether its drivers are signed.',
    source: known('Azure documentation, trusted launch'),
  },
  {
    id: 'sr-iov',
    platform: 'azure',
    severity: 'info',
    meaning: 'SR-IOV is accelerated networking on Azure, which the size must allow and the interface must ask for.',
    advice: 'Nothing to do where the size allows it; the guest needs the driver of its adapter.',
    source: known('Azure documentation, accelerated networking'),
  },
  {
    id: 'vgpu',
    platform: 'azure',
    severity: 'warning',
    meaning: "The driver of a virtual GPU belongs to the hypervisor's own release and does not drive a GPU of Azure.",
    advice: "Install the driver that Azure gives for the series, in the drill's copy first.",
    source: known('Azure documentation, GPU drivers'),
  },
  {
    id: 'vtpm',
    platform: 'azure',
    severity: 'warning',
    meaning:
      'The keys in a virtual TPM are not copied: whatever they seal, such as BitLocker, asks for its recovery key.',
    advice: 'Keep the recovery keys where the disaster does not reach them.',
    source: known('Azure documentation, trusted launch'),
  },
]

const operatingSystems: readonly OsSupport[] = [
  { product: 'alma', oldest: '8' },
  { product: 'centos', oldest: '6' },
  { product: 'debian', oldest: '8' },
  { product: 'oracle-linux', oldest: '6' },
  { product: 'rhel', oldest: '6' },
  { product: 'rocky', oldest: '8' },
  { product: 'sles', oldest: '11' },
  { product: 'ubuntu', oldest: '14.04' },
  { product: 'windows', oldest: '10' },
  { product: 'windows-server', oldest: '2008 R2' },
]

export const azureCompatibility: TargetCompatibility = {
  conversions: azureConversions,
  dayConversions: azureDayConversions,
  rules: [...anyRules, ...azureRules],
  operatingSystems,
}
