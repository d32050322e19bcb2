/** Findings of `drplan check`. Part of finding-codes.ts. */

/** What came since the plan was committed, what grew old, and what the plan itself breaks. */
export const checkFindingCodes = {
  'check.address-changed': {
    severity: 'error',
    meaning: 'A VM has other addresses than the plan gives a place at the recovery site.',
  },
  'check.catalogue-old': {
    severity: 'warning',
    meaning: 'What the recovery site offers, and at what price, was read too long ago.',
  },
  'check.component-changed': {
    severity: 'warning',
    meaning: 'Another component would be chosen for a VM of the same size.',
  },
  'check.connection-lost': {
    severity: 'error',
    meaning: 'The primary site lets a connection through that the recovery site as planned does not.',
  },
  'check.connection-opened': {
    severity: 'error',
    meaning: 'The recovery site as planned lets a connection through that the primary site does not.',
  },
  'check.connection-other': {
    severity: 'error',
    meaning: 'A connection takes another way at the recovery site as planned than at the primary site.',
  },
  'check.dependency-changed': {
    severity: 'info',
    meaning: 'What VMs need differs from the plan, whose order still holds.',
  },
  'check.dependency-unordered': {
    severity: 'error',
    meaning: 'A VM needs one that the plan does not start before it.',
  },
  'check.disks-changed': {
    severity: 'error',
    meaning: 'The disks of a VM are not those that the plan makes.',
  },
  'check.drill-missed': {
    severity: 'warning',
    meaning: 'In its last drill an application came back later than promised.',
  },
  'check.drill-missing': { severity: 'warning', meaning: 'No drill of an application is recorded.' },
  'check.drill-old': { severity: 'warning', meaning: 'The last drill of an application is too long ago.' },
  'check.drill-other-plan': {
    severity: 'info',
    meaning: 'The last drill of an application was of an earlier plan, which recovered it otherwise.',
  },
  'check.history-newer': {
    severity: 'warning',
    meaning: 'There are newer measurements, and demand was not forecast from them.',
  },
  'check.input-changed': {
    severity: 'info',
    meaning:
      'The site, a file or drplan.yaml is not what the plan was made from; what follows from it has a finding of its own.',
  },
  'check.inventory-old': { severity: 'warning', meaning: 'The inventory was taken too long ago to say what is there.' },
  'check.network-changed': {
    severity: 'warning',
    meaning: 'The network at the recovery site would be another one, made for the primary site as it is now.',
  },
  'check.network-rewritten': {
    severity: 'info',
    meaning: 'Rules or routes would be written otherwise, and let the same connections through: proven.',
  },
  'check.network-unproven': {
    severity: 'warning',
    meaning: 'Whether the recovery site as planned lets the same connections through cannot be told any more.',
  },
  'check.objective-missed': { severity: 'error', meaning: 'The plan is calculated to miss an RTO or RPO.' },
  'check.output-changed': {
    severity: 'error',
    meaning: 'A file that drplan wrote is not what the plan says, so what is applied or followed is not the plan.',
  },
  'check.output-missing': { severity: 'error', meaning: 'A file that drplan wrote with the plan is gone.' },
  'check.permission-missing': {
    severity: 'error',
    meaning: 'Whoever carries out the plan may not do something that it needs, so a step of it stops.',
  },
  'check.permission-unknown': {
    severity: 'warning',
    meaning: 'Whether whoever carries out the plan may do what it needs cannot be told.',
  },
  'check.promise-broken': {
    severity: 'error',
    meaning: 'Because of what changed, an application is calculated to miss an RTO or RPO that the plan kept.',
  },
  'check.promise-weaker': {
    severity: 'warning',
    meaning: 'Because of what changed, an application comes back later than planned, still as promised.',
  },
  'check.quota-old': {
    severity: 'warning',
    meaning: 'The quotas of the account were read too long ago, or never.',
  },
  'check.target-changed': {
    severity: 'error',
    meaning: 'drplan.yaml names another recovery site than the plan is for.',
  },
  'check.tier-changed': {
    severity: 'error',
    meaning: 'A VM is in another tier or application now: another promise holds for it than the plan is made for.',
  },
  'check.version-changed': {
    severity: 'info',
    meaning: 'Another version of drplan made the plan, which may plan otherwise.',
  },
  'check.version-provider': {
    severity: 'error',
    meaning: 'A lock file has a provider that the Terraform of the plan does not take, so it is not applied.',
  },
  'check.version-terraform': {
    severity: 'error',
    meaning: 'The Terraform of this machine is none that the Terraform of the plan takes.',
  },
  'check.version-unlocked': {
    severity: 'warning',
    meaning: 'A part of the Terraform has no lock file, and others have: a provider may be used that nobody tried.',
  },
  'check.vm-changed': {
    severity: 'warning',
    meaning: 'A planned VM is another one now in size or system, and what the plan makes for it still holds it.',
  },
  'check.vm-gone': { severity: 'warning', meaning: 'The plan protects a VM that the site no longer has.' },
  'check.vm-left-out': {
    severity: 'warning',
    meaning: 'The plan protects a VM that drplan.yaml leaves out now.',
  },
  'check.vm-outgrown': {
    severity: 'error',
    meaning: 'A planned VM is of another size now, and what the plan makes for it is not what it needs.',
  },
  'check.vm-renamed': {
    severity: 'warning',
    meaning: 'A VM has another name, so what is made for it would be made anew.',
  },
  'check.vm-unprotected': { severity: 'error', meaning: 'A VM of the site is not in the plan.' },
  'check.waiver-ended': { severity: 'warning', meaning: 'A waiver of a finding has ended.' },
  'check.waiver-unused': { severity: 'info', meaning: 'A waiver meets no finding.' },
} as const
