/** From what a series is written in to the base unit of its metric, for one VM. */
import type { MetricId } from '../model/metric-series.ts'
import type { Vm } from '../model/site.ts'
import { units, type Unit } from './metric-names.ts'

/** stored = given x factor, and divided by the seconds of a step where the samples are amounts per period. */
export interface Conversion {
  readonly factor: number
  readonly perPeriod: boolean
  /** The samples are percentages of what the VM has. */
  readonly isShare: boolean
  /** The samples are a running total, of which the rate is stored. */
  readonly isCounter?: boolean
}

/** Why a series cannot be converted: its unit does not fit its metric, or an allocation is not known. */
export interface ConversionFault {
  readonly fault: 'unit' | 'allocation'
  readonly message: string
}

export interface ConversionRequest {
  readonly metric: MetricId
  readonly unit: Unit
  readonly vm: Vm
  /** MHz of one vCPU, from the mapping file. */
  readonly mhzPerVcpu: number | null
  readonly isCounter?: boolean
}

const GIB = 1024 ** 3

export function findConversion(request: ConversionRequest): Conversion | ConversionFault {
  const { of: kind, factor } = units[request.unit]
  const base = baseKind(request.metric)
  if (request.isCounter) return counterConversion(request, base)
  if (kind === base) return { factor, perPeriod: false, isShare: false }
  if (kind === 'share') return shareConversion(request, factor)
  if (kind === 'mhz' && base === 'vcpu') return mhzConversion(request)
  if (`${kind}/s` === base) return { factor, perPeriod: true, isShare: false }
  return { fault: 'unit', message: `${request.metric} cannot be in ${request.unit}` }
}

/** A running total of bytes or operations; the name of a rate means what is counted. */
function counterConversion({ metric, unit }: ConversionRequest, base: string): Conversion | ConversionFault {
  const { of: kind, factor } = units[unit]
  return base.endsWith('/s') && (kind === base || `${kind}/s` === base)
    ? { factor, perPeriod: false, isShare: false, isCounter: true }
    : { fault: 'unit', message: `${metric} cannot be a counter of ${unit}` }
}

function baseKind(metric: MetricId): string {
  if (metric === 'cpu') return 'vcpu'
  if (metric === 'gpu') return 'gpu'
  if (metric === 'memory' || metric === 'gpu-memory') return 'bytes'
  return metric === 'disk-operations' ? 'operations/s' : 'bytes/s'
}

function shareConversion({ metric, vm }: ConversionRequest, factor: number): Conversion | ConversionFault {
  const allocation = allocationOf(vm)[metric]
  if (allocation === undefined) return { fault: 'unit', message: `${metric} cannot be in percent` }
  if (allocation === null || allocation === 0)
    return { fault: 'allocation', message: `${metric} in percent, allocation not known` }
  return { factor: factor * allocation, perPeriod: false, isShare: true }
}

/** What 100 % is, in the base unit of the metric. */
function allocationOf(vm: Vm): Partial<Record<MetricId, number | null>> {
  const gpus = vm.accelerators.filter(({ kind }) => kind === 'gpu')
  const known = gpus.every(({ memoryGiB }) => memoryGiB !== null)
  const gpuMemoryGiB = gpus.reduce((sum, { count, memoryGiB }) => sum + count * (memoryGiB ?? 0), 0)
  return {
    cpu: vm.vcpus,
    memory: vm.memoryGiB === null ? null : vm.memoryGiB * GIB,
    gpu: gpus.reduce((sum, { count }) => sum + count, 0),
    'gpu-memory': known ? gpuMemoryGiB * GIB : null,
  }
}

function mhzConversion({ mhzPerVcpu }: ConversionRequest): Conversion | ConversionFault {
  if (mhzPerVcpu === null) return { fault: 'allocation', message: 'cpu in MHz, MHz of one vCPU not known' }
  return { factor: 1 / mhzPerVcpu, perPeriod: false, isShare: false }
}
