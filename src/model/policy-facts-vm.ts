/** The facts of VMs, of applications and of the plan as a whole, for policies. */
import { equivalenceVerdicts } from './equivalence.ts'
import { compatibilityVerdicts } from './compatibility.ts'
import { verdicts } from './plan.ts'
import { amountFact, countFact, flagFact, listFact, textFact, type PolicyFact } from './policy-fact.ts'
import { strategies } from './tier.ts'

const unmapped = 'the VM has no component'
const noPromise = 'nothing is promised'
const noRecovery = 'it cannot be recovered, or that cannot be told'
const noServices = 'nothing in it has a security group or traffic that is known'
const tierOfTable = 'the tier is not in the plan'

/** Of VMs, and of what belongs to one. */
export const ownerFacts = {
  application: textFact('application'),
  tier: textFact('id of the tier'),
  tierRank: countFact('priority of the tier (0 comes back first)', { missing: tierOfTable }),
} as const satisfies Readonly<Record<string, PolicyFact>>

export const vmFacts = {
  name: textFact('name'),
  ...ownerFacts,
  applicationStated: flagFact('an application of its own is stated'),
  tierProposed: flagFact('tier proposed by drplan'),
  wave: countFact('wave', { missing: 'it is in none' }),
  needs: countFact('number of VMs that it waits for'),
  mapped: flagFact('has a component'),
  strategy: textFact('strategy', { values: strategies, missing: unmapped }),
  component: textFact('component', { missing: unmapped }),
  family: textFact('family of the component', { needs: 'catalogue', missing: unmapped }),
  currentGeneration: flagFact('component is of a current generation', { needs: 'catalogue', missing: unmapped }),
  burstable: flagFact('component is burstable', { needs: 'catalogue', missing: unmapped }),
  architecture: textFact('architecture of the component', {
    values: ['x86_64', 'arm64'],
    needs: 'catalogue',
    missing: unmapped,
  }),
  vcpus: amountFact('vCPUs of the component', 'vCPU', { needs: 'catalogue', missing: unmapped }),
  memoryGiB: amountFact('memory of the component', 'GiB', { needs: 'catalogue', missing: unmapped }),
  gpus: countFact('number of accelerators of the component', { needs: 'catalogue', missing: unmapped }),
  neededVcpus: amountFact('vCPUs needed', 'vCPU'),
  neededMemoryGiB: amountFact('memory needed', 'GiB'),
  vcpuShare: amountFact('share of the vCPUs that is needed', 'share', { missing: unmapped }),
  memoryShare: amountFact('share of the memory that is needed', 'share', { missing: unmapped }),
  needsAccelerator: flagFact('needs an accelerator'),
  acceleratorAlternatives: countFact('number of other components with an accelerator for it', {
    missing: 'it needs none',
  }),
  region: textFact('region', { missing: unmapped }),
  inPrimaryRegion: flagFact('recovers in the region of the primary site', {
    missing: 'the region of the primary site is not known',
  }),
  zone: countFact('zone (from 0)', { missing: 'its cards are in several zones, or in none that is known' }),
  standbyRunning: flagFact('a component runs while standing by', { missing: unmapped }),
  reserved: flagFact('capacity is reserved', { missing: unmapped }),
  runningOrReserved: flagFact('capacity runs or is reserved', { missing: unmapped }),
  apartOnHosts: flagFact('kept apart on hosts', { missing: unmapped }),
  targets: countFact('number of targets to try', {
    missing: 'the VM has no component, or an older drplan made the plan',
  }),
  backupIntervalMinutes: amountFact('interval of backups', 'min', { missing: 'its strategy does not rest on backups' }),
  rtoPromisedMinutes: amountFact('promised RTO', 'min', { missing: noPromise }),
  rpoPromisedMinutes: amountFact('promised RPO', 'min', { missing: noPromise }),
  rtoAchievedMinutes: amountFact('calculated RTO', 'min', { missing: unmapped }),
  rpoAchievedMinutes: amountFact('calculated RPO', 'min', { missing: unmapped }),
  standbyPerMonth: amountFact('cost of standing by', 'currency a month', { missing: unmapped }),
  recoveredPerHour: amountFact('cost once recovered', 'currency an hour', { missing: unmapped }),
  disks: countFact('number of disks', { missing: unmapped }),
  storageGiB: amountFact('storage', 'GiB', { missing: unmapped }),
  osFamily: textFact('operating system', { values: ['linux', 'windows', 'other'], missing: 'no source states it' }),
  osName: textFact('name of the operating system', { needs: 'site', missing: 'no source states it' }),
  osSupportDays: amountFact('support of the operating system left', 'days', {
    needs: 'day',
    missing: 'the release is not known, or when its support ends',
  }),
  firmware: textFact('firmware', { values: ['bios', 'uefi'], missing: 'no source states it' }),
  compatibility: textFact('verdict of compatibility', { values: compatibilityVerdicts, missing: 'it was not judged' }),
  horizonDays: amountFact('days that its demand is planned for', 'days'),
  confidence: textFact('confidence of its demand', { values: ['high', 'medium', 'low', 'none'] }),
  historyDays: amountFact('history of its use', 'days'),
  cards: countFact('number of cards with a planned place'),
  addressesKept: flagFact('keeps all of its addresses', { missing: 'an address is not known' }),
  publicSubnet: flagFact('has a card in a public subnet', { missing: 'it has no card with a planned place' }),
  publicAddress: flagFact('has a public address at the primary site', { needs: 'site' }),
  behindPublicBalancer: flagFact('answers behind a public load balancer'),
  internetFacing: flagFact('is reached from the internet', { missing: 'neither a load balancer nor the site says so' }),
  services: listFact('services that its security rules, or traffic to it, show', { missing: noServices }),
  tags: listFact('tags (key=value)', { needs: 'site' }),
  primaryZone: textFact('zone at the primary site', { needs: 'site', missing: 'no source states it' }),
} as const satisfies Readonly<Record<string, PolicyFact>>

export const applicationFacts = {
  name: textFact('name'),
  tier: ownerFacts.tier,
  tierRank: ownerFacts.tierRank,
  verdict: textFact('verdict', { values: verdicts }),
  vms: countFact('number of VMs'),
  mappedVms: countFact('number of VMs with a component'),
  zones: countFact('number of zones', { missing: 'the zone of a VM is not known' }),
  largestZoneShare: amountFact('share of its VMs in one zone', 'share', { missing: 'the zone of a VM is not known' }),
  strategies: listFact('strategies', { values: strategies }),
  services: listFact('services', { missing: noServices }),
  needs: listFact('applications that it needs'),
  firstWave: countFact('first wave', { missing: 'it is in none' }),
  lastWave: countFact('last wave', { missing: 'it is in none' }),
  runningOrReservedShare: amountFact('share of its VMs whose capacity runs or is reserved', 'share'),
  internetFacing: vmFacts.internetFacing,
  rtoPromisedMinutes: amountFact('promised RTO', 'min', { missing: noPromise }),
  rpoPromisedMinutes: amountFact('promised RPO', 'min', { missing: noPromise }),
  rtoAchievedMinutes: amountFact('calculated RTO', 'min', { missing: noRecovery }),
  rpoAchievedMinutes: amountFact('calculated RPO', 'min', { missing: noRecovery }),
  standbyPerMonth: amountFact('cost of standing by', 'currency a month'),
  recoveredPerHour: amountFact('cost once recovered', 'currency an hour'),
} as const satisfies Readonly<Record<string, PolicyFact>>

export const planFacts = {
  site: textFact('site'),
  platform: textFact('platform'),
  region: textFact('region'),
  primaryRegion: textFact('region of the primary site', { missing: 'no source states it' }),
  inPrimaryRegion: flagFact('recovers in the region of the primary site', {
    missing: 'the region of the primary site is not known',
  }),
  vms: countFact('number of planned VMs'),
  unmappedVms: countFact('number of VMs without a component'),
  excludedVms: countFact('number of VMs left out on purpose'),
  applications: countFact('number of applications'),
  brokenPromises: countFact('number of broken promises'),
  undecidedPromises: countFact('number of undecided promises'),
  waves: countFact('number of waves'),
  zones: countFact('number of zones that hold VMs'),
  largestZoneVms: countFact('number of VMs in the fullest zone'),
  largestZoneShare: amountFact('share of the VMs in the fullest zone', 'share', { missing: 'no zone is known' }),
  unmeasuredShare: amountFact('share of the VMs whose demand rests on no history', 'share', {
    missing: 'there are no VMs',
  }),
  standbyPerMonth: amountFact('cost of standing by', 'currency a month'),
  recoveredPerHour: amountFact('cost once recovered', 'currency an hour'),
  limitsUnstated: countFact('number of limits of which nobody has said how much there is'),
  equivalence: textFact('verdict on connections', { values: equivalenceVerdicts }),
  differencesAccepted: flagFact('connections are proven equal, or every difference is waived'),
  catalogueAgeDays: amountFact('age of the catalogue', 'days', { needs: 'day' }),
} as const satisfies Readonly<Record<string, PolicyFact>>
