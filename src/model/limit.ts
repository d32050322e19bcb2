/** A limit of a platform, with where and when it was read. */
export interface Limit {
  readonly value: number
  readonly source: string
  readonly asOf: string
}
