/** What a vendor says of its own catalogue today: facts, where they are offered, and list prices. */
import type { Finding } from './finding.ts'
import type { LiveSettings } from './live-settings.ts'

export interface CatalogueRequest {
  readonly regions: readonly string[]
  /** How to reach the vendor, where drplan.yaml or a flag says so; null = as its own tools do. */
  readonly live: LiveSettings | null
  /** Another address of the price list, such as a mirror; null = the vendor's own. */
  readonly pricesEndpoint: string | null
  /** ISO date: a price that begins later does not count yet. */
  readonly today: string
}

/** Facts as the vendor gives them: what it does not say is not there. */
export interface ReadComponent {
  readonly id: string
  readonly family: string
  readonly current: boolean | null
  /** Why it is never chosen for a VM that does not run on it already; null = it may be. */
  readonly specialPurpose: string | null
  /** By the fields of the capacity of a component (dr-component.ts). */
  readonly capacity: Readonly<Record<string, unknown>>
  /** What it does not say though nobody can plan without it, in words; none = all is there. */
  readonly missing: readonly string[]
}

export interface ReadPrice {
  readonly componentId: string
  /** On demand, Linux, in USD. */
  readonly perHour: number
  /** What a Windows licence costs on top, in USD; null = not offered, or not known. */
  readonly windowsPerHour: number | null
}

export interface RegionReading {
  readonly region: string
  /** Ids of components; null = could not be read. */
  readonly offered: readonly string[] | null
  /** Null = could not be read. */
  readonly prices: readonly ReadPrice[] | null
  /** Ids whose price was given, and cannot be one; they are among the findings. */
  readonly refused: readonly string[]
}

export interface CatalogueReading {
  /** What was asked, in a few words. */
  readonly what: string
  readonly regions: readonly RegionReading[]
  readonly components: readonly ReadComponent[]
  /** What could not be read, and why. */
  readonly findings: readonly Finding[]
}

export interface CatalogueSource {
  /** Only calls that read. Throws SourceError when no region has an answer. */
  readCatalogue(request: CatalogueRequest): Promise<CatalogueReading>
}

/** What a refresh did to the catalogue. */
export interface CatalogueChanges {
  readonly pricesRead: number
  readonly pricesChanged: number
  readonly pricesAdded: number
  readonly componentsChanged: readonly string[]
  readonly componentsAdded: readonly string[]
  readonly leftOut: readonly { readonly id: string; readonly why: string }[]
  readonly vanished: readonly { readonly region: string; readonly ids: readonly string[] }[]
}
