/** What one VM will need, with the history and the courses it follows from: computed to be looked at, never kept. */
import type { Finding } from './finding.ts'
import type { Demand, Forecast, Selection } from './forecast.ts'
import type { Grid } from './metric-series.ts'
import type { PresetFigure, SizingPresetId } from './sizing-preset.ts'

/** A forecast and the samples it was made of. */
export interface SeriesForecast {
  readonly grid: Grid
  readonly forecast: Forecast
}

export interface VmForecast {
  readonly vmId: string
  readonly name: string
  readonly application: string
  readonly tierId: string
  readonly demand: Demand
  /** By metric, of every series that has a sample. */
  readonly series: readonly SeriesForecast[]
  /** What the rules of peers ask for, in the order of `sizingPresetIds`. */
  readonly peers: readonly PeerSizing[]
  readonly findings: readonly Finding[]
}

export interface PeerSizing {
  readonly preset: SizingPresetId
  readonly vcpus: PresetFigure
  readonly memoryGiB: PresetFigure
}

/** Settings of a demand that are tried instead of those of drplan.yaml; null = as there. */
export interface WhatIf {
  readonly horizonHours: number | null
  readonly selection: Selection | null
  /** 0.5 to 0.999. */
  readonly quantile: number | null
}
