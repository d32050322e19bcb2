/** What a front end gives: a part of the site, metric samples, or both. */
import type { FoundLiterals } from './address-literal.ts'
import type { Finding } from './finding.ts'
import type { Flow, StatedDependency } from './flow.ts'
import type { AccountLimit } from './account-limit.ts'
import type { LiveSettings } from './live-settings.ts'
import type { MetricId } from './metric-series.ts'
import type { DecidedAction, PermissionQuestion } from './needed-action.ts'
import type { Network } from './network.ts'
import type { Site, SiteHost, Vm } from './site.ts'
import type { UnreadKind } from './standing.ts'
import type { StatedStatistic } from './statistic.ts'

/** What a source is asked to read; paths are absolute, and empty for live systems. */
export interface SourceRequest {
  readonly path: string
  /** The path as the user wrote it, for messages and findings. */
  readonly shownPath: string
  /** Region of the primary site, when the configuration states it. */
  readonly region: string | null
  /** CSV that says which series or machine belongs to which VM (sources of samples only). */
  readonly mappingPath: string | null
  /** What a one-file-per-series or wide file measures, when neither it nor its name says so. */
  readonly metric: string | null
  /** What answers that do not say their statistic are; absent = the usual one is assumed, and said. */
  readonly statistic?: StatedStatistic | undefined
  /** IANA name of the zone of times that have none; absent = such times are read as UTC, and said. */
  readonly timeZone?: string | undefined
  /** `vapp`, `folder`, `resource-pool`, `tag:NAME`, `annotation-key:NAME`: what says the application; absent = the usual. */
  readonly applicationFrom?: readonly string[] | undefined
  /** How to reach a live system; null for files. */
  readonly live: LiveSettings | null
  /** ISO 8601 UTC: the end of the history a live system is asked for. The clock is the caller's. */
  readonly until: string
  /**
   * Live systems only. Epoch milliseconds up to which the store holds this series without a hole; null = nothing.
   * A source asks from a little before that (late samples), and for everything in reach where it is null.
   */
  readonly heldUntil?: (vmId: string, metric: MetricId) => number | null
  /**
   * Finds addresses in what a machine runs at its start, so that a source need not keep the text; null for what is no
   * text. Absent = nobody wants to know.
   */
  readonly findLiterals?: ((content: Uint8Array) => FoundLiterals | null) | undefined
  /** Blocks of networks whose addresses the source does not know, by network name. */
  readonly subnets: readonly { readonly name: string; readonly block: string }[]
}

/** What nouns of the site refer to by id. */
export type ReferredKind = 'routeTables' | 'securityGroups' | 'subnets' | 'vms' | 'vpcs'

/** What was read of the site. */
export interface SiteReading {
  /** ISO 8601 UTC, or null when the input does not say. */
  readonly capturedAt: string | null
  readonly region: string | null
  readonly vms: readonly Vm[]
  readonly network: Network
  /** Absent when the source does not say how large they are. */
  readonly hosts?: readonly SiteHost[]
  /** Of the accounts that it was read from; absent when the source does not say. */
  readonly limits?: readonly AccountLimit[]
  /** What to do where it refers to things that no source gave, by their kind. */
  readonly advice?: Readonly<Partial<Record<ReferredKind, string>>>
  /** Live systems only: of what the answers did not come, or not all of them. None missing = absent. */
  readonly unread?: readonly UnreadKind[]
  readonly findings: readonly Finding[]
}

/** One series of samples on its way to the store, in the metric's base unit. */
export interface SampleBatch {
  readonly vmId: string
  readonly metric: MetricId
  /** Epoch milliseconds UTC; any order, duplicates allowed (the last one given wins). */
  readonly at: Float64Array
  readonly values: Float64Array
  /**
   * Live systems only: the range, in epoch milliseconds, that these samples are the whole of. It is what the next run
   * need not ask again; without it the samples count, and the range is asked again. A batch may have no samples.
   */
  readonly covers?: { readonly from: number; readonly until: number }
}

export interface MetricReading {
  readonly batches: AsyncIterable<SampleBatch>
  /** Complete once `batches` has been read to its end. */
  readonly findings: readonly Finding[]
}

/** Who talks to whom, or needs whom. */
export interface DependencyReading {
  readonly flows: readonly Flow[]
  readonly stated: readonly StatedDependency[]
  readonly findings: readonly Finding[]
}

export interface Source {
  /** Every file the source would read, absolute and sorted: the step is stale when one of them changes. None for live systems. */
  listFiles(request: SourceRequest): Promise<readonly string[]>
  readSite?(request: SourceRequest): Promise<SiteReading>
  readMetrics?(request: SourceRequest, site: Site): Promise<MetricReading>
  readDependencies?(request: SourceRequest, site: Site): Promise<DependencyReading>
  /** Live systems only. What a principal may do, in the order of the actions; what cannot be asked is unknown, and why. */
  readPermissions?(live: LiveSettings, asked: PermissionQuestion): Promise<readonly DecidedAction[]>
}
