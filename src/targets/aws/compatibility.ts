/**
 * What AWS runs, and what it asks for. Marked `read` is what was read in its documentation; the list of operating systems
 * is from general knowledge of what Elastic Disaster Recovery replicates, and says so.
 */
import type { Citation } from '../../model/citation.ts'
import type { CompatibilityRule, OsSupport, TargetCompatibility } from '../../model/compatibility.ts'
import { anyRules } from '../compatibility-any.ts'
import { awsConversions, awsDayConversions } from './conversions.ts'

const read = (document: string): Citation => ({ document, asOf: '2026-11', basis: 'read' })
const known = (document: string): Citation => ({ document, asOf: '2026-01', basis: 'general-knowledge' })

const awsRules: readonly CompatibilityRule[] = [
  {
    id: 'boot-disk-too-large',
    platform: 'aws',
    severity: 'blocker',
    meaning: 'A boot volume of MBR ends at 2 TiB, and Windows boots from GPT by UEFI only.',
    advice: 'Move data off the boot disk, or convert the VM to UEFI.',
    source: read('Amazon EBS user guide, "Amazon EBS volume constraints"'),
    limit: 2048,
  },
  {
    id: 'disk-too-large',
    platform: 'aws',
    severity: 'blocker',
    meaning: 'No EBS volume is larger than 64 TiB.',
    advice: 'Split the disk.',
    source: read('Amazon EBS user guide, "Amazon EBS volume constraints"'),
    limit: 65_536,
  },
  {
    id: 'nested-virtualisation',
    platform: 'aws',
    severity: 'warning',
    meaning: 'Most EC2 types do not give the virtualisation of the CPU to their guests; bare metal does.',
    advice: 'Take a type that does where VMs do run inside it; else switch it off.',
    source: known('Amazon EC2 user guide, instance types'),
  },
  {
    id: 'os-32-bit',
    platform: 'aws',
    severity: 'blocker',
    meaning: 'Current EC2 types and the replication agent are for 64-bit systems.',
    advice: 'Replace it by a 64-bit system.',
    source: known('AWS Elastic Disaster Recovery user guide, supported operating systems'),
  },
  {
    id: 'os-unsupported',
    platform: 'aws',
    severity: 'blocker',
    meaning: 'AWS Elastic Disaster Recovery does not replicate it.',
    advice: 'Upgrade it, or protect it by backups that you have tried on EC2.',
    source: known('AWS Elastic Disaster Recovery user guide, supported operating systems'),
  },
  {
    id: 'secure-boot',
    platform: 'aws',
    severity: 'warning',
    meaning:
      'Secure Boot is a property of the image on EC2 (UefiData): an image made of a copied disk starts without it.',
    advice: 'Register the image with the keys of Secure Boot, or accept that it starts without them.',
    source: read('Amazon EC2 user guide, "Launch an instance with UEFI Secure Boot support"'),
  },
  {
    id: 'vgpu',
    platform: 'aws',
    severity: 'warning',
    meaning: "The driver of a virtual GPU belongs to the hypervisor's own release and does not drive a GPU of EC2.",
    advice: "Install the driver that AWS gives for the type, with its licence, in the drill's copy first.",
    source: known('Amazon EC2 user guide, NVIDIA drivers'),
  },
  {
    id: 'vtpm',
    platform: 'aws',
    severity: 'warning',
    meaning:
      'The keys in a virtual TPM are not copied: whatever they seal, such as BitLocker, asks for its recovery key.',
    advice: 'Keep the recovery keys where the disaster does not reach them, and ask for NitroTPM in the image.',
    source: known('Amazon EC2 user guide, NitroTPM'),
  },
]

const operatingSystems: readonly OsSupport[] = [
  { product: 'alma', oldest: '8' },
  { product: 'amazon-linux', oldest: '1' },
  { product: 'centos', oldest: '6' },
  { product: 'debian', oldest: '8' },
  { product: 'oracle-linux', oldest: '6' },
  { product: 'rhel', oldest: '6' },
  { product: 'rocky', oldest: '8' },
  { product: 'sles', oldest: '11' },
  { product: 'ubuntu', oldest: '12.04' },
  { product: 'windows', oldest: '10' },
  { product: 'windows-server', oldest: '2008 R2' },
]

export const awsCompatibility: TargetCompatibility = {
  conversions: awsConversions,
  dayConversions: awsDayConversions,
  rules: [...anyRules, ...awsRules],
  operatingSystems,
}
