/** One record of sadf in base units. */
import type { MetricId } from '../../model/metric-series.ts'
import type { SadfRecord } from './schema.ts'

const BYTES_PER_KB = 1024
const BYTES_PER_SECTOR = 512

export type Amounts = Partial<Record<MetricId, number | null>>

/** Null where the record says nothing of a metric. `vcpus` is what 100 % of the CPU are. */
export function amountsOf(record: SadfRecord, vcpus: number | null): Amounts {
  const disks = record.disk.filter((disk) => !isStacked(disk['disk-device']))
  const nets = (record.network?.['net-dev'] ?? []).filter(({ iface }) => !isVirtual(iface))
  return {
    cpu: vcpus === null ? null : cpuOf(record, vcpus),
    memory: memoryOf(record),
    'disk-operations': sum(disks.map(({ tps }) => tps)),
    'disk-read-bytes': sum(disks.map(({ rkB, rd_sec: sectors }) => bytesOf(rkB, sectors))),
    'disk-written-bytes': sum(disks.map(({ wkB, wr_sec: sectors }) => bytesOf(wkB, sectors))),
    'network-received-bytes': sum(nets.map(({ rxkB }) => bytesOf(rxkB, null))),
    'network-sent-bytes': sum(nets.map(({ txkB }) => bytesOf(txkB, null))),
  }
}

/**
 * Waiting for a disk is no work, so iowait counts as idle. Stolen time counts as work: the host denied it, the guest
 * asked for it, and the recovery site has to have it.
 */
function cpuOf(record: SadfRecord, vcpus: number): number | null {
  const all = [...record['cpu-load'], ...record['cpu-load-all']].find(({ cpu }) => cpu === 'all' || cpu === -1)
  if (typeof all?.idle !== 'number') return null
  return (Math.max(0, 100 - all.idle - (all.iowait ?? 0)) / 100) * vcpus
}

/** `avail` is what could be had without swapping; sadf prints no total, but what is used and its share of the total. */
function memoryOf({ memory }: SadfRecord): number | null {
  const { memused: used, 'memused-percent': percent, avail, buffers, cached } = memory ?? {}
  if (typeof used !== 'number') return null
  const kilobytes =
    typeof avail === 'number' && typeof percent === 'number' && percent > 0
      ? (used / percent) * 100 - avail
      : used - (buffers ?? 0) - (cached ?? 0)
  return Math.max(0, kilobytes) * BYTES_PER_KB
}

function bytesOf(kilobytes: number | null | undefined, sectors: number | null | undefined): number | null {
  if (typeof kilobytes === 'number') return kilobytes * BYTES_PER_KB
  return typeof sectors === 'number' ? sectors * BYTES_PER_SECTOR : null
}

function sum(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value) => typeof value === 'number')
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0)
}

/** Device mapper, RAID, loop, RAM and CD devices repeat or are not the disks below them. 1, 7, 9 and 11 are their majors. */
const isStacked = (device: string): boolean => /^(dm-|md\d|loop|ram|zram|sr\d|dev(1|7|9|11)-)/.test(device)

/** Loopback, and what hands on to another interface and would count twice. */
const isVirtual = (iface: string): boolean =>
  /^(lo|veth|docker|virbr|br-|bond|team|tap|tun|cni|flannel|cali)/.test(iface)
