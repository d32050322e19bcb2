/** What guests of another hypervisor need to start on Azure. */
import type { Citation } from '../../model/citation.ts'
import type { Conversion } from '../../model/compatibility.ts'

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
