/** Every kind of finding (finding.ts): its code, how bad it is, and what it means. */
import { checkFindingCodes } from './finding-codes-check.ts'
import { mappingFindingCodes } from './finding-codes-map.ts'
import { networkFindingCodes } from './finding-codes-network.ts'
import { replicationFindingCodes } from './finding-codes-replication.ts'
import { standingFindingCodes } from './finding-codes-standing.ts'

export const severities = ['error', 'warning', 'info'] as const
export type Severity = (typeof severities)[number]

/** Every finding code, its severity, and what it means. Codes are grouped by the stage that reports them. */
export const findingCodes = {
  'catalogue.price-refused': {
    severity: 'warning',
    meaning: 'A price that the vendor gives cannot be one, or is of another unit; the old one is kept.',
  },
  'catalogue.price-unused': { severity: 'warning', meaning: 'A row of the own prices matches nothing.' },
  'catalogue.quota-unmatched': { severity: 'info', meaning: 'The vendor says nothing of quotas that may be needed.' },
  'catalogue.row-left-out': {
    severity: 'info',
    meaning: 'The vendor offers components of which not enough is known to plan with them.',
  },
  'catalogue.row-vanished': {
    severity: 'warning',
    meaning: 'The vendor does not list components or prices of the catalogue any more; they are kept.',
  },
  ...checkFindingCodes,
  'forecast.accelerator-unmeasured': {
    severity: 'info',
    meaning: 'A VM has GPUs, and no samples say how much of them it uses.',
  },
  'forecast.demand-bounded': {
    severity: 'warning',
    meaning: 'A forecast ran past the stated bound and was cut there.',
  },
  'forecast.history-gaps': { severity: 'warning', meaning: 'Many of the expected samples are missing.' },
  'forecast.history-missing': {
    severity: 'info',
    meaning: 'A VM has no usable history; its demand is its allocation.',
  },
  'forecast.history-short': { severity: 'info', meaning: 'A VM has too little history for a backtest.' },
  'forecast.level-shift': { severity: 'info', meaning: 'Usage moved to another level and stayed there.' },
  'forecast.saturated': {
    severity: 'warning',
    meaning: 'A VM uses all it has for hours, so nobody knows how much it would use.',
  },
  ...mappingFindingCodes,
  ...networkFindingCodes,
  'plan.application-proposed': {
    severity: 'info',
    meaning: 'VMs without an application talk to one another, or to one application only.',
  },
  'plan.backup-too-rare': {
    severity: 'error',
    meaning: 'The plan counts on backups that are more frequent than the target takes them.',
  },
  'plan.dependency-cycle': { severity: 'error', meaning: 'VMs depend on one another in a circle.' },
  'plan.dependency-mutual': {
    severity: 'info',
    meaning: 'Traffic between VMs goes in a circle, so it decides nothing about their order.',
  },
  'plan.dependency-order': {
    severity: 'warning',
    meaning: 'A VM talks to one that starts after it, or is in a weaker tier, and nobody stated whether it needs it.',
  },
  'plan.dependency-tier': { severity: 'error', meaning: 'A VM depends on one in a weaker tier, without a waiver.' },
  'plan.dependency-unknown': { severity: 'warning', meaning: 'A VM depends on something that is not in the site.' },
  'plan.dependency-unplanned': {
    severity: 'warning',
    meaning: 'Planned VMs talk to a VM that the plan leaves out.',
  },
  'plan.dependency-unstated': { severity: 'info', meaning: 'VMs talk to one another, and nobody stated a dependency.' },
  'plan.depends-on-failed': {
    severity: 'error',
    meaning: 'A failover needs something that is gone with the primary site.',
  },
  'plan.depends-on-part': {
    severity: 'warning',
    meaning: 'A failover needs something that is gone with a part of the primary site, its provider or its account.',
  },
  'plan.failback-partial': {
    severity: 'warning',
    meaning: 'VMs cannot be made again at the primary site by Terraform, because too little is known of them there.',
  },
  'plan.need-unknown': {
    severity: 'warning',
    meaning: 'What a failover needs rests on something that nobody described.',
  },
  'plan.need-unsaid': {
    severity: 'info',
    meaning: 'Whether a failover depends on what just died cannot be told: nobody said where something stands.',
  },
  'plan.not-apart': { severity: 'error', meaning: 'VMs that must not fail together come up in one zone.' },
  'plan.objective-missed': {
    severity: 'error',
    meaning: 'An application is calculated to come back too late, because of what it waits for.',
  },
  'plan.preemption-short': {
    severity: 'warning',
    meaning: 'Stopping what may be stopped at the recovery site does not make enough room, or nobody can tell.',
  },
  'plan.region-switch-names': {
    severity: 'info',
    meaning: 'Names that change on the day are not redirected by the service that switches between regions.',
  },
  'plan.region-switch-unused': {
    severity: 'warning',
    meaning: 'A plan for the service that switches between regions was asked for, and cannot be made.',
  },
  'plan.terraform-partial': {
    severity: 'warning',
    meaning: 'Some VMs are made by another service of the target, and not by the Terraform.',
  },
  'plan.terraform-unavailable': {
    severity: 'warning',
    meaning: 'drplan writes no Terraform for the target yet, so the plan cannot be applied by itself.',
  },
  'plan.tier-proposed': { severity: 'info', meaning: 'VMs that nobody gave a tier get a proposal, with the reasons.' },
  'plan.tier-unknown': { severity: 'warning', meaning: 'A VM asks for a tier that does not exist.' },
  'plan.tier-waived': { severity: 'info', meaning: 'A VM may sit in a weaker tier than what needs it, by a waiver.' },
  'plan.tier-waiver-unused': { severity: 'warning', meaning: 'A waiver names a VM that is not there, or needs none.' },
  'plan.two-sites-serve': {
    severity: 'warning',
    meaning: 'Both sites may serve an application at once; the finding says what has to happen.',
  },
  'plan.vm-excluded': { severity: 'info', meaning: 'A VM is left out of the plan on purpose.' },
  'plan.vm-unplaced': { severity: 'error', meaning: 'A VM has a component, but no place in the network.' },
  ...replicationFindingCodes,
  'simulation.failback-unknown': {
    severity: 'warning',
    meaning: 'The way home takes longer than simulated: something that it takes time for is not known.',
  },
  'simulation.link-home-short': {
    severity: 'warning',
    meaning: 'More is written at the recovery site than the line home carries: copies never catch up.',
  },
  'simulation.placement-unknown': {
    severity: 'warning',
    meaning: 'Nobody says where VMs run, so a simulated loss of a zone takes them too.',
  },
  'simulation.setting-unmatched': {
    severity: 'warning',
    meaning: 'A setting or a measured time of a simulation meets no term or VM of the plan.',
  },
  'simulation.site-other': { severity: 'warning', meaning: 'Measured times are those of another site.' },
  'simulation.time-unknown': {
    severity: 'warning',
    meaning: 'Simulated times are too short: they rest on disks whose size nobody knows.',
  },
  'site.accelerator-missing': {
    severity: 'warning',
    meaning: 'A source does not say what the devices are that a VM uses of its host.',
  },
  'site.address-ambiguous': {
    severity: 'info',
    meaning: 'Several VMs have one address, so its traffic is of none of them.',
  },
  'site.address-unknown': {
    severity: 'warning',
    meaning: "VMs use an address of the site's subnets that nothing in the inventory has.",
  },
  'site.capture-time-unknown': { severity: 'info', meaning: 'The inventory does not say when it was taken.' },
  'site.cluster-no-reserve': {
    severity: 'warning',
    meaning: 'The VMs of a host of a cluster cannot all start again on its other hosts, or that cannot be told.',
  },
  'site.cluster-reserve': {
    severity: 'info',
    meaning: 'How many hosts of a cluster may fail before VMs cannot start again on the others.',
  },
  'site.column-missing': { severity: 'warning', meaning: 'An input has no column for something drplan would use.' },
  'site.column-unknown': { severity: 'info', meaning: 'An input has a column that drplan does not read.' },
  'site.conflict': { severity: 'warning', meaning: 'Two places in the input disagree about one thing.' },
  'site.dependencies-grouped': {
    severity: 'info',
    meaning: 'Security rules between large groups are not listed for every pair of VMs.',
  },
  'site.dependency-hidden': {
    severity: 'warning',
    meaning: 'VMs use a service outside of the site that recovery plans tend to forget.',
  },
  'site.dependency-outside': { severity: 'info', meaning: 'VMs use services outside of the site.' },
  'site.disk-independent': { severity: 'warning', meaning: 'Snapshots of a VM leave out one of its disks.' },
  'site.disks-missing': {
    severity: 'warning',
    meaning: 'A source does not say the disks of a VM, or not the size of each.',
  },
  'site.dump-incomplete': { severity: 'warning', meaning: 'An input is only a part of a longer answer.' },
  'site.duplicate-vm': { severity: 'error', meaning: 'Two VMs have the same id.' },
  'site.file-unread': { severity: 'info', meaning: 'A file in the folder of a source is none that drplan reads.' },
  'site.filled-from-catalogue': {
    severity: 'info',
    meaning: "A fact is missing and was taken from the catalogue, by the VM's own type.",
  },
  'site.guessed': { severity: 'warning', meaning: 'A fact is missing and was inferred.' },
  'site.interface-missing': {
    severity: 'warning',
    meaning: 'A source does not say the network interfaces of a VM.',
  },
  'site.inventory-missing': {
    severity: 'info',
    meaning: 'A source that can give VMs holds nothing but metrics, which are of the VMs of other sources.',
  },
  'site.limit-near': {
    severity: 'warning',
    meaning: 'Little more can be made of something that the platform limits: at least 80 % of it are there.',
  },
  'site.limit-reached': {
    severity: 'error',
    meaning: 'No more can be made of something that the platform limits.',
  },
  'site.merged': { severity: 'info', meaning: 'Two sources describe the same thing, which became one.' },
  'site.not-a-vm': { severity: 'info', meaning: 'A thing in the inventory is not a VM, so drplan does not plan it.' },
  'site.not-planned': {
    severity: 'warning',
    meaning: 'A part of the network that the plan cannot carry over; a person must rebuild it.',
  },
  'site.possible-twin': {
    severity: 'warning',
    meaning: 'A VM of one source may be a VM of another one, which is not certain enough to merge them.',
  },
  'site.reference-missing': {
    severity: 'warning',
    meaning: 'Something refers to a thing that is not in the inventory.',
  },
  'site.row-unreadable': { severity: 'error', meaning: 'A row of an input could not be read.' },
  'site.rule-too-wide': {
    severity: 'info',
    meaning: 'Security rules for whole blocks say nothing about dependencies.',
  },
  'site.secret-in-file': {
    severity: 'warning',
    meaning: 'A file under network.scan holds what reads as a credential; which one, drplan does not keep.',
  },
  'site.secret-in-user-data': {
    severity: 'warning',
    meaning: 'What a machine runs at its start holds what reads as a credential; which one, drplan does not keep.',
  },
  'site.size-missing': {
    severity: 'warning',
    meaning: 'A source does not say the vCPUs or the memory of a VM.',
  },
  'site.traffic-ignored': { severity: 'info', meaning: 'Traffic in a log makes no dependency.' },
  'site.value-invalid': { severity: 'error', meaning: 'A value of an input is not possible.' },
  'site.value-missing': { severity: 'warning', meaning: 'A value that sizing needs is missing.' },
  'site.value-unused': {
    severity: 'info',
    meaning: 'A value was read and is not used for sizing, being one figure without a history.',
  },
  'site.vm-not-workload': { severity: 'info', meaning: 'A template, placeholder or platform VM is not planned.' },
  'site.vm-powered-off': { severity: 'info', meaning: 'A VM was powered off when the inventory was taken.' },
  'source.metric-missing': {
    severity: 'warning',
    meaning: 'A live system has no samples of a metric that sizing needs.',
  },
  'source.partial': { severity: 'error', meaning: 'A part of a live system could not be read.' },
  ...standingFindingCodes,
  'store.above-allocation': { severity: 'info', meaning: 'A percentage of the allocation is above 100.' },
  'store.allocation-unknown': {
    severity: 'warning',
    meaning: 'A metric is relative to an allocation that nobody states, so it cannot become an amount.',
  },
  'store.answer-noted': { severity: 'info', meaning: 'A live system sent a remark with its answer.' },
  'store.answer-partial': {
    severity: 'warning',
    meaning: 'A live system says that its answer is incomplete or doubtful.',
  },
  'store.duplicate-sample': { severity: 'info', meaning: 'The same sample was given more than once.' },
  'store.file-skipped': { severity: 'warning', meaning: 'A file among the metrics has none of the known shapes.' },
  'store.part-lost': { severity: 'warning', meaning: 'A file of collected samples is missing or damaged.' },
  'store.series-doubled': {
    severity: 'warning',
    meaning: 'Several series measure the same metric of one VM; one of them was taken.',
  },
  'store.series-unmatched': { severity: 'warning', meaning: 'A metric series belongs to no VM of the site.' },
  'store.time-skipped': {
    severity: 'warning',
    meaning: 'Local times lie in the hour that their zone skips in spring, so the zone may be wrong.',
  },
  'store.time-zone-missing': { severity: 'info', meaning: 'Timestamps without a zone were read as UTC.' },
  'store.unit-unknown': {
    severity: 'warning',
    meaning: 'A metric is in a unit or has a name that drplan does not know.',
  },
  'store.value-dropped': { severity: 'warning', meaning: 'Samples that are not possible were left out.' },
} as const satisfies Record<string, { severity: Severity; meaning: string }>

export type FindingCode = keyof typeof findingCodes
