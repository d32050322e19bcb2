/** A wave that DRS launches: jobs of as many servers as it takes, their end, and what joins them to the rest. */
import { formatAddress } from '../../model/address.ts'
import { count } from '../../model/quantity.ts'
import { aStep, type RunbookStep } from '../../model/runbook.ts'
import { cardsOf, type PlacedVm } from '../placed-vms.ts'
import { living, showServers, sourceServer, versionName, type LaunchMode } from './drs.ts'
import { awsRecoveryService } from './quotas.ts'
import { failsWith, failsWithout, into, joinStep, lots, ofVms, valueOf, waiting } from '../runbook-steps.ts'
import { filters, type AwsCall } from './runbook-command.ts'
import { versionSteps } from './runbook-prepare.ts'

export interface DrsSite {
  readonly aws: AwsCall
  /** Prefix of names of the site; the tag drplan:site has `siteTag`. */
  readonly siteName: string
  readonly siteTag: string
  /** All that DRS launches. */
  readonly vms: readonly PlacedVm[]
}

const recoveredFile = 'terraform/recovery/recovered.auto.tfvars.json'
/** Linux takes 131,072 bytes in one argument (execve(2), MAX_ARG_STRLEN). */
const LONGEST_QUERY = 120_000

export function recoverSteps(site: DrsSite, wave: number, mode: LaunchMode): readonly RunbookStep[] {
  const vms = site.vms.filter((placed) => placed.wave === wave)
  if (vms.length === 0) return []
  const prefix = `recover.wave-${wave}`
  const settings =
    mode === 'drill'
      ? vms.flatMap((placed) => versionSteps(placed, 'drill', { aws: site.aws, stage: 'recover', prefix }))
      : [settingsCheck(site, prefix)]
  return [
    ...settings,
    ...launches(vms, site, { prefix, mode }),
    idsStep(site, mode, { id: `${prefix}.drs-ids`, stage: 'recover', ...ofVms(vms) }),
    ...forwarding(vms, prefix),
    joinStep(vms, { id: `${prefix}.drs-join`, mode, wave }),
  ]
}

interface WaveOf {
  readonly prefix: string
  readonly mode: LaunchMode
}

/** A drill that was not cleaned up would launch closed servers in a failover. */
const settingsCheck = ({ aws, siteName }: DrsSite, prefix: string): RunbookStep => {
  const left = `LaunchTemplateVersions[?VersionDescription=='${versionName('drill', siteName)}'].LaunchTemplateId | [0]`
  return aStep({
    id: `${prefix}.drs-settings`,
    stage: 'recover',
    title: 'See that no drill is set up',
    kind: 'check',
    who: 'platform',
    instruction: 'Default versions of launch templates. If one is of a drill, do stage clean-up of drill.md first.',
    command: aws('ec2', 'describe-launch-template-versions', ['--versions', '$Default', '--query', failsWith(left)]),
    expected: '0',
    timeoutMinutes: 5,
    tries: { most: 2, waitMinutes: 1 },
  })
}

/** As many jobs as run at a time are started; the next ones once they have ended. */
function launches(vms: readonly PlacedVm[], site: DrsSite, of: WaveOf): readonly RunbookStep[] {
  const { vmsInPart, partsAtOnce, vmsAtOnce } = awsRecoveryService
  const atOnce = Math.min(partsAtOnce?.value ?? Infinity, Math.floor((vmsAtOnce?.value ?? Infinity) / vmsInPart.value))
  const jobs = lots(vms, vmsInPart.value).map((own, index) => ({ own, number: index + 1 }))
  return lots(jobs, atOnce).flatMap((together) => [
    ...together.map((job) => startStep(job, site, of)),
    ...together.map((job) => endStep(job, site, of)),
  ])
}

interface Job {
  readonly own: readonly PlacedVm[]
  readonly number: number
}

/** Names a job among others, by a tag. */
const jobName = ({ number }: Job, { prefix, mode }: WaveOf): string => `${mode}.${prefix}.${number}`

function startStep(job: Job, { aws }: DrsSite, of: WaveOf): RunbookStep {
  const { prefix, mode } = of
  const drill = mode === 'drill'
  const servers = job.own.map(({ vm }) => valueOf(sourceServer(vm.key), 'sourceServerID='))
  return aStep({
    id: `${prefix}.drs-start-${job.number}`,
    stage: 'recover',
    title: `Let DRS launch ${count(job.own.length, 'server')}`,
    kind: 'command',
    who: 'platform',
    instruction: drill
      ? 'Replication goes on. They get their planned addresses, behind a group that lets nothing pass. Run it once: a second run launches a second time, in place of the first.'
      : 'From the newest data, unless a value names an older point (aws drs describe-recovery-snapshots lists them): after ransomware, one from before it. From here on they may take writes: going back is a failback. Run it once: a second run launches a second time, and ends what the first one launched.',
    command: aws('drs', 'start-recovery', [
      drill ? '--is-drill' : '--no-is-drill',
      '--tags',
      `drplan:job=${jobName(job, of)}`,
      '--source-servers',
      ...servers,
    ]),
    dryRun: showServers(aws),
    expected: 'a job, PENDING',
    timeoutMinutes: 10,
    irreversible: !drill,
    ...ofVms(job.own),
  })
}

/** Jobs come newest first (API reference, DescribeJobs), so what an earlier drill left is not looked at. */
function endStep(job: Job, { aws }: DrsSite, of: WaveOf): RunbookStep {
  const newest = `items[?tags."drplan:job"=='${jobName(job, of)}'] | [0:1]`
  const ended = `[?status=='COMPLETED' && !(participatingServers[?launchStatus!='LAUNCHED'])] | [0].jobID`
  return aStep({
    id: `${of.prefix}.drs-end-${job.number}`,
    stage: 'recover',
    title: `Wait for ${count(job.own.length, 'server')}`,
    kind: 'check',
    who: 'platform',
    instruction:
      'It fails until the job is COMPLETED and each server LAUNCHED. If one is FAILED: aws drs describe-job-log-items says why.',
    command: aws('drs', 'describe-jobs', ['--query', failsWithout(`${newest} | ${ended}`, 'drsjob-')]),
    expected: 'true',
    ...waiting(job.own),
    ...ofVms(job.own),
  })
}

/** The same for all waves: what is not launched yet is null, and left out by recovery/. */
export function idsStep(
  site: DrsSite,
  mode: LaunchMode,
  given: Pick<RunbookStep, 'id' | 'stage' | 'vmIds'>,
): RunbookStep {
  const ids = site.vms.map(({ vm }) => `"${vm.key}":[?k=='${vm.key}']|[0].i`)
  const query = `Reservations[].Instances[].{k:Tags[?Key=='drplan:vm']|[0].Value,i:InstanceId}|{recovered_instances:{${ids.join(',')}}}`
  const shared = {
    ...given,
    title: 'Hand the launched instances to recovery/',
    who: 'platform',
    expected: 'a file with the id of each that runs, null for the others',
    timeoutMinutes: 5,
  } as const
  if (query.length > LONGEST_QUERY)
    return aStep({
      ...shared,
      kind: 'manual',
      instruction: `Write {"recovered_instances": {"<key>": "<instance id>"}} into ${recoveredFile}, for each instance with the tags drplan:site = ${site.siteTag} and drplan:mode = ${mode}: its key is its tag drplan:vm.`,
      timeoutMinutes: 60,
    })
  const command = site.aws('ec2', 'describe-instances', [
    ...filters({ 'tag:drplan:site': site.siteTag, 'tag:drplan:mode': mode, ...living }),
    '--output',
    'json',
    '--query',
    query,
  ])
  return aStep({
    ...shared,
    kind: 'command',
    instruction: 'Servers are found by the tags of their launch template. So they join target groups and routes.',
    command: into(command, recoveredFile),
    dryRun: command,
    tries: { most: 3, waitMinutes: 1 },
  })
}

/** Launch templates cannot say it (API reference, LaunchTemplateInstanceNetworkInterfaceSpecificationRequest). */
function forwarding(vms: readonly PlacedVm[], prefix: string): readonly RunbookStep[] {
  const forwards = vms.filter(({ addresses }) => addresses.some((address) => address.forwards === true))
  if (forwards.length === 0) return []
  const cards = forwards.flatMap(({ vm, addresses }) =>
    cardsOf(addresses).flatMap(([first], index) =>
      first?.forwards === true
        ? [`card ${index} of ${vm.key} (${first.to ? formatAddress(first.to) : 'any address'})`]
        : [],
    ),
  )
  return [
    aStep({
      id: `${prefix}.drs-forward`,
      stage: 'recover',
      title: 'Let cards forward',
      kind: 'manual',
      who: 'network',
      instruction: `They pass on what is not for them: ${cards.join(', ')}. aws ec2 modify-network-interface-attribute --network-interface-id eni-… --no-source-dest-check, for each.`,
      expected: 'SourceDestCheck is false',
      ...ofVms(forwards),
    }),
  ]
}
