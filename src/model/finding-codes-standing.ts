/** Findings about what stands at the recovery site already, compared with the plan. */
export const standingFindingCodes = {
  'standing.differs': {
    severity: 'error',
    meaning: 'Something that the plan counts on stands at the recovery site, and is not as planned.',
  },
  'standing.drill-left': {
    severity: 'warning',
    meaning: 'Servers of a drill stand at the recovery site: it goes on, or was not cleaned up.',
  },
  'standing.missing': {
    severity: 'error',
    meaning: 'Something that the plan counts on does not stand at the recovery site.',
  },
  'standing.nothing-applied': {
    severity: 'error',
    meaning: 'None of the networks of the plan stands at the recovery site.',
  },
  'standing.recovered': {
    severity: 'warning',
    meaning: 'Servers of a failover stand at the recovery site: it is serving, or they were left behind.',
  },
  'standing.unplanned': {
    severity: 'warning',
    meaning: 'Something stands in a network of the recovery site that the plan does not know.',
  },
  'standing.unread': {
    severity: 'warning',
    meaning: 'Things of a kind could not be read at the recovery site: whether they are as planned cannot be told.',
  },
} as const
