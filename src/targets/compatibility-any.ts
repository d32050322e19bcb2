/** Rules of compatibility that hold wherever a VM comes back in a public cloud. */
import type { Citation } from '../model/citation.ts'
import type { CompatibilityRule } from '../model/compatibility.ts'
import { lifecycleSource } from '../model/os-release.ts'

/** Not a page of a vendor: how hypervisors and clouds work. */
const known = (document: string): Citation => ({ document, asOf: '2026-11', basis: 'general-knowledge' })

export const anyRules: readonly CompatibilityRule[] = [
  {
    id: 'accelerator-state',
    platform: 'any',
    severity: 'info',
    meaning: 'Backups and replicas of disks hold nothing of the memory of a GPU.',
    advice: 'Let the application write checkpoints to a disk, and start from the last one.',
    source: known('how snapshots of disks work'),
  },
  {
    id: 'cpu-hot-add',
    platform: 'any',
    severity: 'info',
    meaning: 'Sizes in a public cloud are fixed while a machine runs: to grow, it is stopped.',
    advice: 'Plan a restart into whoever grows it by hand, or a larger size.',
    source: known('how public clouds sell sizes'),
  },
  {
    id: 'fault-tolerance',
    platform: 'any',
    severity: 'warning',
    meaning: 'No second copy runs in step with it at the recovery site: a failing host restarts it.',
    advice: 'Make the application survive a restart, or cluster it inside the guests.',
    source: known('vSphere Fault Tolerance, which public clouds do not have'),
  },
  {
    id: 'latency-sensitivity',
    platform: 'any',
    severity: 'warning',
    meaning: 'Cores of its own, which high latency sensitivity gives it, are not part of every size.',
    advice: 'Measure it in a drill; take a whole host or bare metal where that is not enough.',
    source: known('vSphere latency sensitivity, which public clouds do not have'),
  },
  {
    id: 'memory-reservation',
    platform: 'any',
    severity: 'info',
    meaning: 'A reservation of all memory needs nothing done: sizes in a public cloud are never overcommitted.',
    advice: 'Nothing to do.',
    source: known('how public clouds sell sizes'),
  },
  {
    id: 'numa-pinning',
    platform: 'any',
    severity: 'info',
    meaning: 'Bounds to CPUs and NUMA nodes of its host are not carried over.',
    advice: 'Set them again inside the guest where the application needs them.',
    source: known('how public clouds place machines'),
  },
  {
    id: 'os-end-of-life',
    platform: 'any',
    severity: 'warning',
    meaning: 'Its vendor gives it no more security updates, and a platform may end its support any day.',
    advice: 'Upgrade it, buy extended support, or try its recovery in a drill and waive the rule.',
    source: lifecycleSource,
  },
  {
    id: 'os-unknown',
    platform: 'any',
    severity: 'info',
    meaning: 'Whether the platform runs it cannot be told: that is neither a yes nor a no.',
    advice: 'State the operating system and its version in the inventory, or try the recovery in a drill.',
    source: known('the names of operating systems in inventories'),
  },
  {
    id: 'pci-passthrough',
    platform: 'any',
    severity: 'blocker',
    meaning: 'A device of its host is handed through to it, and nothing says what would stand for it.',
    advice: 'Where it is a GPU or the like, state it under mapping.accelerators of drplan.yaml.',
    source: known('PCI passthrough, which public clouds offer for devices of their own only'),
  },
  {
    id: 'raw-disk',
    platform: 'any',
    severity: 'warning',
    meaning: 'Raw disks (mapped straight to a LUN) are sized as plain volumes, but the hypervisor cannot copy them.',
    advice: 'Replicate them from inside the guest, or by the storage array.',
    source: known('snapshots of VMs leave out raw device mappings in physical mode'),
  },
  {
    id: 'shared-disk',
    platform: 'any',
    severity: 'warning',
    meaning: 'Shared disks are sized as a plain volume of each VM that has them; nothing shares them afterwards.',
    advice: 'Plan the cluster at the recovery site by hand: a shared volume, or replication inside the cluster.',
    source: known('how replication treats each VM alone'),
  },
  {
    id: 'usb-device',
    platform: 'any',
    severity: 'blocker',
    meaning: 'No public cloud has a port for its USB device, such as a licence dongle.',
    advice: 'Get the licence without a dongle, or put the device behind a USB server on the network.',
    source: known('USB, which public clouds do not offer'),
  },
]
