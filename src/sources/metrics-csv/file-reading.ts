/** What the readers of every shape are given. */
import type { LocalClock } from '../local-clock.ts'
import type { FileFaults } from './file-faults.ts'
import type { SeriesOpener } from './open-series.ts'
import type { MetricFile } from '../read-lines.ts'
import type { SeriesFaults } from './series-faults.ts'

export interface FileReading {
  readonly file: MetricFile
  /** `metric` of drplan.yaml. */
  readonly metric: string | null
  /** For times without a zone; null where drplan.yaml states none. */
  readonly clock: LocalClock | null
  readonly openSeries: SeriesOpener
  readonly seriesFaults: SeriesFaults
  readonly fileFaults: FileFaults
}
