/** Findings of the translation: what the network becomes at the recovery site, and whether it lets the same through. */
export const networkFindingCodes = {
  'network.activation-path': {
    severity: 'warning',
    meaning: 'A route may cut Windows VMs off from where the target renews their licences.',
  },
  'network.address-collision': { severity: 'error', meaning: 'Two addresses would become one.' },
  'network.address-literal': {
    severity: 'warning',
    meaning: 'A file or user data names addresses of the primary site that change at the recovery site.',
  },
  'network.address-moved': { severity: 'warning', meaning: 'An address could not keep its host part.' },
  'network.address-outside': { severity: 'warning', meaning: 'A VM has an address outside its subnet.' },
  'network.appliance-idle': {
    severity: 'warning',
    meaning: 'A route leads to a machine whose card does not pass on what is not for it.',
  },
  'network.appliance-loop': {
    severity: 'warning',
    meaning: 'A route leads to a machine in a subnet that has the same route.',
  },
  'network.block-compacted': {
    severity: 'info',
    meaning: 'A block became smaller, and rules that name parts of it became more.',
  },
  'network.block-discouraged': {
    severity: 'warning',
    meaning: 'A block that the target takes, but that is known to clash with what people run.',
  },
  'network.block-kept': { severity: 'warning', meaning: 'Both sites use the same block.' },
  'network.block-refused': { severity: 'error', meaning: 'The target does not allow a block of this size or range.' },
  'network.certificate-needed': {
    severity: 'warning',
    meaning: 'A listener that the plan makes needs a certificate that only people can bring to the recovery site.',
  },
  'network.cidr-overlap': { severity: 'error', meaning: 'Two blocks that must be apart overlap.' },
  'network.difference-waived': {
    severity: 'info',
    meaning: 'A difference between the two sites that somebody answers for.',
  },
  'network.dns-ttl': { severity: 'warning', meaning: 'A record that changes at failover may be cached for long.' },
  'network.drill-overlap': {
    severity: 'error',
    meaning: 'The pool for drills holds addresses that are in use, or is too small.',
  },
  'network.filter-reworded': {
    severity: 'info',
    meaning:
      'A filter says the same in other words at the recovery site, because the target has not the words of the source.',
  },
  'network.flow-lost': {
    severity: 'error',
    meaning: 'A connection that the primary site lets through is stopped at the recovery site.',
  },
  'network.flow-opened': {
    severity: 'error',
    meaning: 'A connection that the primary site stops is let through at the recovery site.',
  },
  'network.flow-unproven': {
    severity: 'warning',
    meaning: 'Whether the two sites let the same connections through cannot be told.',
  },
  'network.gateway-by-hand': {
    severity: 'warning',
    meaning: 'What others have to do before a gateway of the recovery site leads to them.',
  },
  'network.gateway-refused': {
    severity: 'error',
    meaning: 'A gateway of drplan.yaml cannot stand at the recovery site as it is stated.',
  },
  'network.host-refused': { severity: 'error', meaning: 'A host cannot have the address that drplan.yaml gives it.' },
  'network.ipv6-untranslated': {
    severity: 'warning',
    meaning: 'An IPv6 range is assigned by the target, so it is not known before.',
  },
  'network.limit': { severity: 'error', meaning: 'A limit of the target is exceeded.' },
  'network.list-unclear': {
    severity: 'warning',
    meaning: 'Which list of the platform a rule means at the recovery site is not certain.',
  },
  'network.literal-residual': {
    severity: 'warning',
    meaning: 'Addresses in files or user data cannot be rewritten by replacing their text.',
  },
  'network.membership-frozen': {
    severity: 'warning',
    meaning: 'A rule names the members of a group by address, as of today.',
  },
  'network.not-built': {
    severity: 'warning',
    meaning:
      'A load balancer, a listener, a rule of one, a target pool, an endpoint or a DNS record is left for people to make, with the reason.',
  },
  'network.range-mentioned': {
    severity: 'warning',
    meaning: 'A block of the recovery site overlaps a range that rules or routes know as somewhere else.',
  },
  'network.record-unclear': {
    severity: 'warning',
    meaning: 'A DNS record names an address that no host, or more than one, has at the recovery site.',
  },
  'network.route-different': {
    severity: 'warning',
    meaning: 'Some destinations are reached another way at the recovery site, or not at all.',
  },
  'network.route-untranslated': {
    severity: 'warning',
    meaning: 'A route leads to something that has no counterpart at the recovery site.',
  },
  'network.rule-untranslated': { severity: 'error', meaning: 'A security rule could not be carried over.' },
  'network.rule-unused': { severity: 'warning', meaning: 'A rule of drplan.yaml matches nothing at the primary site.' },
  'network.rule-widened': {
    severity: 'warning',
    meaning: 'A security rule allows more at the recovery site, because the target has no words for the rule.',
  },
  'network.rules-unknown': {
    severity: 'warning',
    meaning: 'The source does not say which traffic is allowed; the recovery site starts closed.',
  },
  'network.scan-incomplete': {
    severity: 'warning',
    meaning: 'A file or user data was not looked through for addresses, or only in part.',
  },
  'network.scan-skipped': {
    severity: 'info',
    meaning: 'Files that are not text were not looked through for addresses.',
  },
  'network.special-subnet': {
    severity: 'warning',
    meaning: 'A subnet that a service of the target needs is missing, or was made larger.',
  },
  'network.subnet-unknown': { severity: 'warning', meaning: 'The source does not say which addresses a network has.' },
  'network.tag-moved': {
    severity: 'info',
    meaning: 'A rule names a set of the recovery region where it named that of the primary region.',
  },
  'network.waiver-unused': {
    severity: 'warning',
    meaning: 'A waiver of the network names no difference that there is, or has ended.',
  },
} as const
