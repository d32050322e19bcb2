/** What the readers of lists of VMs check alike, and what a VM is when a source says nothing. */
import type { Vm } from '../model/site.ts'
import { counted, type Report } from './report.ts'
import { compareText } from '../model/text-order.ts'

export interface PlacedVm {
  readonly vm: Vm
  readonly place: string
}

/** Everything that a source may not know; nothing here is a fact. */
export const blankVm = {
  kind: 'workload',
  power: 'unknown',
  vcpus: null,
  memoryGiB: null,
  architecture: null,
  firmware: null,
  os: null,
  sourceType: null,
  disks: [],
  nics: [],
  accelerators: [],
  placement: { datacenter: null, cluster: null, host: null, zone: null },
  application: null,
  protectionGroup: null,
  tier: null,
  dependsOn: [],
  tags: {},
} as const satisfies Omit<Vm, 'id' | 'name' | 'source'>

export const blankDisk = {
  usedGiB: null,
  sourceClass: null,
  iops: null,
  throughputMiBps: null,
  attachment: 'exclusive',
  boot: false,
} as const

/** Sorted by id; the second VM of one id is reported and left out. */
export function distinctVms(placed: readonly PlacedVm[], report: Report): readonly Vm[] {
  const byId = new Map<string, PlacedVm>()
  for (const each of placed) {
    const first = byId.get(each.vm.id)
    if (!first) byId.set(each.vm.id, each)
    else
      report('site.duplicate-vm', {
        subject: each.vm.name,
        message: `Two VMs have the id "${each.vm.id}": ${first.place} and ${each.place}. The first is kept.`,
        suggestion: 'Give one of them another id.',
        affected: [each.vm.id],
        place: each.place,
      })
  }
  return [...byId.values()].map(({ vm }) => vm).toSorted((a, b) => compareText(a.id, b.id))
}

export interface Advice {
  /** What to do for VMs without vCPUs or memory. */
  readonly sizes: string
}

/** Powered-off VMs, those that are no workloads, and those whose size is not known: one finding for each. */
export function reportVms(vms: readonly Vm[], advice: Advice, report: Report): void {
  const workloads = vms.filter((vm) => vm.kind === 'workload')
  const others = idsOf(vms.filter((vm) => vm.kind !== 'workload'))
  if (others.length > 0)
    report('site.vm-not-workload', {
      subject: 'templates and placeholders',
      message: `${counted(others.length, 'VM')} will not be planned, being no workload.`,
      affected: others,
    })
  const off = idsOf(workloads.filter((vm) => vm.power === 'off'))
  if (off.length > 0)
    report('site.vm-powered-off', {
      subject: 'powered-off VMs',
      message: `${counted(off.length, 'VM')} powered off.`,
      affected: off,
    })
  const unsized = idsOf(workloads.filter((vm) => vm.vcpus === null || vm.memoryGiB === null))
  if (unsized.length > 0)
    report('site.size-missing', {
      subject: 'vCPUs and memory',
      message: `${counted(unsized.length, 'VM')} without vCPUs or memory.`,
      suggestion: advice.sizes,
      affected: unsized,
    })
}

const idsOf = (vms: readonly Vm[]): readonly string[] => vms.map(({ id }) => id)

/** Formats that carry no date. */
export function reportCaptureTime(shown: string, report: Report): void {
  report('site.capture-time-unknown', {
    subject: shown,
    message: 'The inventory does not say when it was taken.',
    suggestion: 'Set site.capturedAt in drplan.yaml.',
    place: shown,
  })
}
