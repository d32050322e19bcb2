/** Where a fact of a table comes from. */
export interface Citation {
  readonly document: string
  /** Year and month it was read, or written down from general knowledge. */
  readonly asOf: string
  /** `general-knowledge` = nobody looked it up for this table: verify it before you rest on it. */
  readonly basis: 'read' | 'general-knowledge'
}

/** "EBS user guide, read 2026-11". */
export const cite = ({ document, asOf, basis }: Citation): string =>
  `${document}, ${basis === 'read' ? 'read' : 'from general knowledge of'} ${asOf}`
