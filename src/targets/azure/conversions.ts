/** What guests of another hypervisor need to start on Azure. */
import type { Citation } from '../../model/citation.ts'
import type { Conversion, DayConversion } from '../../model/compatibility.ts'

const read = (document: string): Citation => ({ document, asOf: '2026-11', basis: 'read' })
const known = (document: string): Citation => ({ document, asOf: '2026-01', basis: 'general-knowledge' })

export const azureConversions: readonly Conversion[] = [
  {
    id: 'linux-drivers',
    os: 'linux',
    firmware: 'any',
    title: 'Have the drivers of Hyper-V in the guest',
    instruction:
      'Azure runs on Hyper-V: the kernel and the initial RAM disk need hv_vmbus, hv_storvsc and hv_netvsc, none of them on a list of modules that are not to be loaded; disks in fstab are named by UUID or label.',
    expected: 'the initial RAM disk lists the three; fstab has no /dev/sd or /dev/vd',
    source: read(
      'Troubleshoot Linux VM boot and network issues due to Hyper-V driver errors (MicrosoftDocs/SupportArticles-docs)',
    ),
  },
  {
    id: 'linux-agent',
    os: 'linux',
    firmware: 'any',
    title: 'Have the agent and a serial console',
    instruction:
      'Install the Azure Linux agent (waagent), and let kernel and login speak to the serial console: it is the only way in when the network is not.',
    expected: 'waagent is enabled; console=ttyS0 is on the kernel command line',
    source: read('Azure/AzMigrate-Hydration, README'),
  },
  {
    id: 'windows-drivers',
    os: 'windows',
    firmware: 'any',
    title: 'Let the guest start on Hyper-V by itself',
    instruction:
      'Set the drivers storvsc, vmbus, storflt, intelide and atapi to start at boot, and leave the DHCP client on, also where addresses are fixed: else Site Recovery has to change its disks on the day, which takes 8 to 10 minutes more.',
    expected: 'Start is 0 under each of them in the registry; the DHCP client starts by itself',
    source: read('Run a test failover to Azure, failover timing (MicrosoftDocs/azure-docs)'),
  },
  {
    id: 'windows-agent',
    os: 'windows',
    firmware: 'any',
    title: 'Have the agent in the guest',
    instruction:
      'Windows has the drivers of Hyper-V; install the Azure VM agent, and let remote desktop through the firewall of the guest.',
    expected: 'the agent is among the installed programs',
    source: known('Azure documentation, prepare a Windows VHD to upload'),
  },
  {
    id: 'addresses',
    os: 'any',
    firmware: 'any',
    title: 'Let the guest take its address from the platform',
    instruction:
      'Azure gives the planned address by DHCP. A guest with its old address written into it cannot be reached: change it to DHCP in the copy, or by a script that runs where the old network is not seen.',
    expected: 'a copy in the drill has the planned address',
    source: known('Azure documentation, private IP addresses'),
  },
]

/** Not of Windows, where drivers and DHCP were seen to beforehand (`windows-drivers`). */
export const azureDayConversions: readonly DayConversion[] = [
  {
    strategies: ['pilot-light'],
    os: 'linux',
    setting: 'launchConversionMinutes',
    what: 'Site Recovery attaches its disks to a machine of its own first (hydration)',
    source: read('Run a test failover to Azure, failover timing (MicrosoftDocs/azure-docs): 8 to 10 minutes'),
  },
  {
    strategies: ['backup-restore'],
    os: 'any',
    setting: 'importConversionMinutes',
    what: 'its disks are turned into managed disks',
    source: known('Azure documentation, upload a VHD to a managed disk'),
  },
]
