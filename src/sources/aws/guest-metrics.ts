/**
 * What the CloudWatch agent measures inside the guests: memory and GPUs. Its dimensions, and even its namespace, are
 * a matter of its configuration, so they are looked up. ListMetrics knows what had samples in the last two weeks.
 */
import type * as CloudWatchSdk from '@aws-sdk/client-cloudwatch'
import type { CloudWatchClient, Metric } from '@aws-sdk/client-cloudwatch'
import type { GuestMetrics, Part } from './metric-measures.ts'
import { compareText } from '../../model/text-order.ts'

/**
 * By what they measure: its names on Linux and on Windows (CloudWatch User Guide, "Metrics collected by …").
 * The one of Windows is a share of memory and page files together, so it is an approximation.
 */
const names = {
  memory: ['mem_used_percent', 'Memory % Committed Bytes In Use'],
  gpu: ['nvidia_smi_utilization_gpu'],
  gpuMemory: ['nvidia_smi_memory_used'],
} as const satisfies Record<keyof GuestMetrics, readonly string[]>

export const noGuestMetrics: GuestMetrics = { memory: [], gpu: [], gpuMemory: [] }

/** By instance id. Throws as the SDK does. */
export async function listGuestMetrics(
  sdk: typeof CloudWatchSdk,
  client: CloudWatchClient,
): Promise<(instanceId: string) => GuestMetrics> {
  const found = {
    memory: await listParts(sdk, client, names.memory),
    gpu: await listParts(sdk, client, names.gpu),
    gpuMemory: await listParts(sdk, client, names.gpuMemory),
  }
  return (instanceId) => {
    const of = (kind: keyof GuestMetrics): readonly Part[] => found[kind].get(instanceId) ?? []
    return {
      memory: of('memory').length === 0 ? [] : [preferred(of('memory'))],
      gpu: byDevice(of('gpu')),
      gpuMemory: byDevice(of('gpuMemory')),
    }
  }
}

async function listParts(
  sdk: typeof CloudWatchSdk,
  client: CloudWatchClient,
  metricNames: readonly string[],
): Promise<ReadonlyMap<string, readonly Part[]>> {
  const parts: (readonly [string, Part])[] = []
  for (const MetricName of metricNames)
    for await (const page of sdk.paginateListMetrics({ client }, { MetricName }))
      parts.push(...(page.Metrics ?? []).flatMap(partOf))
  const sorted = parts.toSorted(([, a], [, b]) => compareText(textOf(a), textOf(b)))
  return new Map(
    [...Map.groupBy(sorted, ([id]) => id)].map(([id, entries]) => [id, entries.map(([, part]) => part)] as const),
  )
}

function partOf({ Namespace, MetricName, Dimensions = [] }: Metric): readonly (readonly [string, Part])[] {
  const dimensions = Dimensions.map(({ Name = '', Value = '' }) => ({ Name, Value }))
  const id = dimensions.find(({ Name }) => Name === 'InstanceId')?.Value
  return id && Namespace && MetricName ? [[id, { namespace: Namespace, name: MetricName, dimensions }]] : []
}

const textOf = ({ namespace, name, dimensions }: Part): string => JSON.stringify([namespace, name, dimensions])

/**
 * It may publish a metric with several sets of dimensions; with the instance alone is its own aggregate. Else
 * every set tells a part of the history: the type of an instance is a dimension, and changes.
 */
function preferred(parts: readonly Part[]): readonly Part[] {
  const aggregate = parts.find(({ dimensions }) => dimensions.length === 1)
  return aggregate ? [aggregate] : parts
}

/** One list for each GPU, numbered in the dimension `index`. */
function byDevice(parts: readonly Part[]): readonly (readonly Part[])[] {
  const indexOf = ({ dimensions }: Part): string => dimensions.find(({ Name }) => Name === 'index')?.Value ?? ''
  return [...Map.groupBy(parts, indexOf).values()]
}
