/**
 * What the usual exporters call things, as PromQL in base units.
 *
 * Every query first takes the largest of the series that differ in nothing but labels that say who scraped
 * (replica, pod, …), device by device, and then adds the devices: two Prometheus that scrape one exporter count once.
 *
 * Counters become rates, and gauges means, over one window (`rateWindowSeconds`). Names are those of the exporters'
 * own documentation and test outputs: prometheus/node_exporter, prometheus-community/windows_exporter,
 * pryorda/vmware_exporter, NVIDIA/dcgm-exporter.
 */
import type { exporterPresets } from '../../model/live-settings.ts'
import type { MetricId } from '../../model/metric-series.ts'

export type PresetId = (typeof exporterPresets)[number]

export interface PresetScope {
  /** Labels that tell series apart, between commas. */
  readonly by: string
  /** As PromQL writes it: 300s. */
  readonly window: string
}

export interface Preset {
  /** Labels of the exporter itself that name the VM. */
  readonly identity: readonly string[]
  /** `instance` is the machine that is measured; else it is a machine that measures others. */
  readonly instanceIsVm: boolean
  readonly queries: Readonly<Partial<Record<MetricId, (scope: PresetScope) => string>>>
}

/**
 * As long as a step, so that every scrape is used once, and at least four scrapes at Prometheus' default of one a
 * minute: a rate needs two, and one or two may be lost.
 */
export const rateWindowSeconds = (stepSeconds: number): number => Math.max(stepSeconds, 4 * 60)

type Build = (scope: PresetScope) => string

/** The sum over `parts` (labels such as device) of the rates of the counters that are added inside. */
const summedRate =
  (parts: string, ...counters: readonly string[]): Build =>
  ({ by, window }) => {
    const rates = counters.map((counter) => `rate(${counter}[${window}])`).join(' + ')
    return `sum by (${by}) (max by (${by}, ${parts}) (${rates}))`
  }

const mean =
  (gauge: string): Build =>
  ({ by, window }) =>
    `max by (${by}) (avg_over_time(${gauge}[${window}]))`

/** The first of the gauges that there is. */
const firstMean =
  (...gauges: readonly string[]): Build =>
  (scope) =>
    `(${gauges.map((gauge) => mean(gauge)(scope)).join(' or ')})`

const minus =
  (total: Build, rest: Build): Build =>
  (scope) =>
    `${total(scope)} - ${rest(scope)}`

/**
 * Disks of which none is part of another: no partitions, nothing stacked on disks (LVM and multipath dm-, RAID md,
 * DRBD, bcache, ZFS volumes), no path of an NVMe multipath disk, nothing that is no disk.
 */
const nodeDisks = [
  '(dm-|md|drbd|bcache|zd|loop|ram|zram|sr|fd)[_d]*[0-9].*',
  '(sd|hd|vd|xvd|dasd)[a-z]+[0-9]+',
  '(nvme[0-9]+n|mmcblk|rbd|nbd)[0-9]+p[0-9]+',
  'nvme[0-9]+c[0-9]+n[0-9]+.*',
  'mmcblk[0-9]+(boot[0-9]+|rpmb)',
].join('|')
const nodeDisk = (counter: string): string => `${counter}{device!~"${nodeDisks}"}`

/**
 * Interfaces that carry traffic out of the VM, once: no loopback, containers, bridges, tunnels, bonds or VLANs, whose
 * traffic their physical interface counts too; no virtual function that Azure puts below eth0 (enP…).
 */
const nodeNics = [
  'lo',
  '(veth|docker|br-|virbr|vmbr|lxc|lxd|cni|cali|cilium|flannel|weave|kube|nodelocaldns|vnet|tap|tun|wg).*',
  '(ovs-|genev|vxlan|gre|sit|ip6tnl|tunl|erspan|ifb|dummy|bond|team|vlan|podman).*',
  'br[0-9]+',
  'enP.+',
  '.+[.][0-9]+',
].join('|')
const nodeNic = (counter: string): string => `${counter}{device!~"${nodeNics}"}`

const windowsVolume = (counter: string): string => `${counter}{volume!="_Total"}`

/** A team of adapters (Multiplexor) and a virtual switch count what their adapters count. */
const windowsNics = '(isatap|Teredo|6to4|vEthernet|Hyper-V Virtual Switch).*|.*(Loopback|Multiplexor).*|_Total'
const windowsNic = (counter: string): string => `${counter}{nic!~"${windowsNics}"}`

/**
 * CPU: everything but `idle` and `iowait`. A CPU that waits for a disk is free for others, so iowait is no use of it.
 * `steal` is: the guest had work ready and the host gave the CPU to someone else, and at the recovery site that work
 * wants a CPU again. `guest` is left out by itself: `user` contains it.
 */
const nodeExporter: Preset = {
  identity: [],
  instanceIsVm: true,
  queries: {
    cpu: summedRate('cpu, mode', 'node_cpu_seconds_total{mode!~"idle|iowait"}'),
    memory: minus(
      mean('node_memory_MemTotal_bytes'),
      // Kernels before 3.14 have no MemAvailable; the sum of these three is what free(1) used to say.
      ({ by, window }) =>
        `(${mean('node_memory_MemAvailable_bytes')({ by, window })} or max by (${by}) (` +
        ['MemFree', 'Buffers', 'Cached']
          .map((name) => `avg_over_time(node_memory_${name}_bytes[${window}])`)
          .join(' + ') +
        '))',
    ),
    'disk-operations': summedRate(
      'device',
      nodeDisk('node_disk_reads_completed_total'),
      nodeDisk('node_disk_writes_completed_total'),
    ),
    'disk-read-bytes': summedRate('device', nodeDisk('node_disk_read_bytes_total')),
    'disk-written-bytes': summedRate('device', nodeDisk('node_disk_written_bytes_total')),
    'network-received-bytes': summedRate('device', nodeNic('node_network_receive_bytes_total')),
    'network-sent-bytes': summedRate('device', nodeNic('node_network_transmit_bytes_total')),
  },
}

/**
 * CPU: `privileged` contains the times of `interrupt` and `dpc` (Windows' Processor counters), so only it and `user`
 * are added. The memory metrics moved from the collectors cs and os to memory; the new names go first.
 */
const windowsExporter: Preset = {
  identity: [],
  instanceIsVm: true,
  queries: {
    cpu: summedRate('core, mode', 'windows_cpu_time_total{mode=~"user|privileged"}'),
    memory: minus(
      firstMean('windows_memory_physical_total_bytes', 'windows_cs_physical_memory_bytes'),
      firstMean('windows_memory_available_bytes', 'windows_os_physical_memory_free_bytes'),
    ),
    'disk-operations': summedRate(
      'volume',
      windowsVolume('windows_logical_disk_reads_total'),
      windowsVolume('windows_logical_disk_writes_total'),
    ),
    'disk-read-bytes': summedRate('volume', windowsVolume('windows_logical_disk_read_bytes_total')),
    'disk-written-bytes': summedRate('volume', windowsVolume('windows_logical_disk_write_bytes_total')),
    'network-received-bytes': summedRate('nic', windowsNic('windows_net_bytes_received_total')),
    'network-sent-bytes': summedRate('nic', windowsNic('windows_net_bytes_sent_total')),
  },
}

const times =
  (build: Build, factor: string): Build =>
  (scope) =>
    `${build(scope)} * ${factor}`

/**
 * vCenter's own counters: cpu.usage in hundredths of a percent of the VM's vCPUs, memory in KB and traffic in KBps of
 * 1024. Memory is what the host gave (mem.consumed), an upper bound of what the guest uses: mem.active, its estimate
 * of pages touched lately, is too little to run on. Operations a second are not collected.
 */
const vmwareExporter: Preset = {
  identity: ['vm_name'],
  instanceIsVm: false,
  queries: {
    cpu: (scope) => `${mean('vmware_vm_cpu_usage_average')(scope)} / 10000 * ${mean('vmware_vm_num_cpu')(scope)}`,
    memory: times(mean('vmware_vm_mem_consumed_average'), '1024'),
    'disk-read-bytes': times(mean('vmware_vm_disk_read_average'), '1024'),
    'disk-written-bytes': times(mean('vmware_vm_disk_write_average'), '1024'),
    'network-received-bytes': times(mean('vmware_vm_net_received_average'), '1024'),
    'network-sent-bytes': times(mean('vmware_vm_net_transmitted_average'), '1024'),
  },
}

/**
 * One series a GPU, and one more for every container that shares it, hence the largest by UUID. A value that DCGM does
 * not know is a number near 2^63; the comparisons drop it. With MIG, framebuffers are measured by instance (GPU_I_ID)
 * and the utilisation is not known.
 */
const dcgmExporter: Preset = {
  identity: ['Hostname'],
  instanceIsVm: true,
  queries: {
    gpu: ({ by, window }) =>
      `sum by (${by}) (max by (${by}, UUID) (avg_over_time(DCGM_FI_DEV_GPU_UTIL[${window}]) <= 100)) / 100`,
    'gpu-memory': ({ by, window }) =>
      `sum by (${by}) (max by (${by}, UUID, GPU_I_ID) (avg_over_time(DCGM_FI_DEV_FB_USED[${window}]) < 1e9)) * 1048576`,
  },
}

export const presets: Readonly<Record<PresetId, Preset>> = {
  node_exporter: nodeExporter,
  windows_exporter: windowsExporter,
  vmware_exporter: vmwareExporter,
  'dcgm-exporter': dcgmExporter,
}

/** Series of which labels tell what an instance calls itself: node_uname_info has `nodename`, the others `hostname`. */
export const hostNameGauges: readonly string[] = ['node_uname_info', 'windows_os_hostname', 'windows_cs_hostname']
