/** Findings of replication: how late data is, when first copies are done, which recovery points fit together. */
export const replicationFindingCodes = {
  'replication.churn-gaps': {
    severity: 'info',
    meaning: 'Hours without a sample of what a VM writes are counted with its largest hour.',
  },
  'replication.churn-unknown': {
    severity: 'warning',
    meaning: 'Nobody measures what a replicated VM writes, so it is in no lag, bandwidth or first copy.',
  },
  'replication.compression-unknown': {
    severity: 'info',
    meaning: 'drplan.yaml does not say how well data compresses: it is counted as it is written.',
  },
  'replication.link-unknown': {
    severity: 'warning',
    meaning: 'drplan.yaml does not say what the link carries, so nobody knows how late data is.',
  },
  'replication.no-consistent-point': {
    severity: 'error',
    meaning: 'A VM has no recovery point that fits those of what it needs.',
  },
  'replication.objective-missed': {
    severity: 'error',
    meaning: 'Over the history, data would have been later than the RPO of a tier.',
  },
  'replication.seeding-never': {
    severity: 'error',
    meaning: 'A VM changes faster than it can be copied: its first copy is never done.',
  },
  'replication.size-unknown': {
    severity: 'warning',
    meaning: 'The inventory has no disk of a replicated VM, so it is in no first copy.',
  },
} as const
