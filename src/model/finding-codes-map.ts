/** Findings of the mapping: what VMs get at the recovery site, what they share there, and whether they run there at all. */
export const mappingFindingCodes = {
  'map.accelerator-degraded': {
    severity: 'warning',
    meaning: 'A VM gets less accelerator than it uses, as drplan.yaml allows.',
  },
  'map.apart-at-primary': {
    severity: 'info',
    meaning:
      'VMs that are kept apart go down together when one part of the primary site fails, or two take all of them.',
  },
  'map.apart-impossible': {
    severity: 'error',
    meaning: 'VMs that are to be kept apart are more than there are zones.',
  },
  'map.compatibility-noted': {
    severity: 'info',
    meaning: 'A rule of compatibility has something to say about a VM, or cannot tell.',
  },
  'map.compatibility-waived': {
    severity: 'info',
    meaning: 'A rule of compatibility applies to a VM, and somebody waived it by name.',
  },
  'map.compatibility-waiver-unused': {
    severity: 'warning',
    meaning: 'A waiver of a rule of compatibility names a VM that is not there, or that the rule does not apply to.',
  },
  'map.compatibility-warned': {
    severity: 'warning',
    meaning: 'A VM runs at the recovery site only after something is done about it.',
  },
  'map.disk-not-replicable': {
    severity: 'warning',
    meaning: 'A disk cannot be copied to the recovery site as a plain volume.',
  },
  'map.disk-unmapped': { severity: 'error', meaning: 'No disk class of the target can hold a disk.' },
  'map.disks-unknown': { severity: 'warning', meaning: 'The inventory has no disk of a VM.' },
  'map.incompatible': {
    severity: 'error',
    meaning: 'A VM cannot run at the recovery site as it is; it is sized and priced all the same.',
  },
  'map.licence-not-priced': {
    severity: 'info',
    meaning: 'The catalogue has no price of a licence that a VM needs; the price without it is used.',
  },
  'map.limit-exceeded': { severity: 'error', meaning: 'The mapping takes more of something than there is.' },
  'map.limit-unstated': {
    severity: 'info',
    meaning: 'The catalogue states no limit of a kind, so a demand could not be compared with it.',
  },
  'map.limit-unused': { severity: 'warning', meaning: 'A limit or rule of the mapping matches nothing.' },
  'map.limits-conflict': { severity: 'error', meaning: 'No mapping keeps to all limits that VMs share.' },
  'map.limits-undecided': {
    severity: 'error',
    meaning: 'Neither a mapping that keeps to all limits was found, nor a proof that there is none.',
  },
  'map.objective-missed': { severity: 'error', meaning: 'No allowed strategy keeps the promise of the tier.' },
  'map.pool-impossible': { severity: 'error', meaning: 'No component holds every VM that shares a pool of slots.' },
  'map.pool-placement-unknown': {
    severity: 'info',
    meaning: 'Nobody knows where a VM of a shared pool runs, so it is counted as hit by every failure.',
  },
  'map.pool-short': { severity: 'error', meaning: 'A shared pool has fewer slots than a failure hits VMs.' },
  'map.price-stale': { severity: 'info', meaning: 'Prices are older than a set age, or estimated.' },
  'map.quota-unknown': { severity: 'warning', meaning: 'A quota is stated that drplan does not know.' },
  'map.quota-unstated': {
    severity: 'warning',
    meaning: 'The mapping needs more of a quota than a new account has, and nobody has said what this one has.',
  },
  'map.quotas-old': { severity: 'warning', meaning: 'Quotas of the account were read longer ago than a set age.' },
  'map.recovery-in-lots': {
    severity: 'warning',
    meaning: 'More replicated VMs than the platform brings back at a time: some wait for others, which no RTO counts.',
  },
  'map.recovery-in-parts': {
    severity: 'info',
    meaning: 'Replicated VMs need more than one job or recovery plan of the platform.',
  },
  'map.stopped-early': { severity: 'warning', meaning: 'The search for the best mapping ended for want of time.' },
  'map.targets-together': {
    severity: 'warning',
    meaning: 'VMs that are kept apart come together when one or two zones fail, though there are zones enough.',
  },
  'map.targets-too-few': {
    severity: 'info',
    meaning: 'VMs that are kept apart have fewer targets than there are zones: some failures leave them none.',
  },
  'map.transfer-not-priced': {
    severity: 'info',
    meaning:
      'Data is copied out of a region of a cloud, and the cost is without that: nobody knows how much, or at what price.',
  },
  'map.vm-unmapped': { severity: 'error', meaning: 'No component of the target can hold a VM.' },
} as const
