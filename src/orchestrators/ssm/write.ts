/**
 * The failover as a document of Systems Manager Automation (schema 0.3): approvals ask, what people or Terraform do pauses,
 * and jobs of Elastic Disaster Recovery are started and waited for. No step runs a script.
 */
import { gateAct, vmAct, type ExportedWave, type OrderToExport } from '../../model/order-export.ts'
import type { RunbookStep } from '../../model/runbook.ts'
import type { JsonValue } from '../../model/target.ts'
import { jsonFile, membersOf, type ExportDocument } from '../document.ts'

interface SsmStep {
  readonly name: string
  readonly acts: readonly string[]
  readonly json: { readonly [name: string]: JsonValue }
}

export function renderSsm(order: OrderToExport): ExportDocument {
  const steps = stepsOf(order)
  const jobs = steps.filter(({ json }) => json['action'] === 'aws:executeAwsApi').map(({ name }) => name)
  return {
    main: jsonFile('ssm-automation.json', {
      schemaVersion: '0.3',
      description: 'Failover, written by drplan from the plan of the recovery. See exports.md.',
      assumeRole: '{{ AutomationAssumeRole }}',
      parameters: {
        AutomationAssumeRole: { type: 'String', description: 'ARN of the role that it takes on.' },
        Approvers: { type: 'StringList', description: 'ARNs of users or roles that may approve.' },
        ...Object.fromEntries(
          jobs.map((name) => [
            `Servers_${name}`,
            {
              type: 'MapList',
              description: `Of ${name}: [{"sourceServerID": "s-..."}, ...]; ssm-automation-members.json has the VMs.`,
            },
          ]),
        ),
      },
      mainSteps: steps.map(({ json }, index) =>
        index === steps.length - 1 ? { ...json, isEnd: true } : { ...json, nextStep: steps[index + 1]?.name ?? '' },
      ),
    }),
    beside: [
      jsonFile(
        'ssm-automation-members.json',
        membersOf(steps, { Approvers: 'ARNs of users or roles that may approve.' }),
      ),
    ],
  }
}

/** In the order of the runbook; jobs of a wave stand before the first other step of it. */
function stepsOf({ steps, waves, gates, vms }: OrderToExport): readonly SsmStep[] {
  const keys = new Map(vms.map(({ vmId, key }) => [vmId, key]))
  const gateIds = new Set(gates.map(({ id }) => id))
  const replicated = new Set(waves.flatMap(({ rounds }) => rounds.flat(2)))
  const begun = new Set<number>()
  return steps.flatMap((step) => {
    const wave = waves.find(({ number }) => number === step.wave)
    const jobs = wave && !begun.has(wave.number) && !step.id.startsWith('recover.hook.') ? jobSteps(wave) : []
    if (wave && jobs.length > 0) begun.add(wave.number)
    if (step.command?.call?.startsWith('drs:')) return jobs
    const started = startsOf(step)
      .flatMap((id) => keys.get(id) ?? [])
      .filter((key) => !replicated.has(key))
    const own = [...(gateIds.has(step.id) ? [gateAct(step.id)] : []), ...started.map(vmAct)]
    return [...jobs, person(step, own)]
  })
}

/** Whom a step starts or grows; a check starts nobody. */
const startsOf = ({ stage, id, irreversible, vmIds }: RunbookStep): readonly string[] =>
  stage === 'standing' || (stage === 'recover' && (irreversible || id.endsWith('.apply'))) ? vmIds : []

/** Thirty days: the longest that an approval or a pause may wait. */
const LONGEST_SECONDS = 2_592_000

const seconds = (minutes: number): string => String(Math.min(LONGEST_SECONDS, Math.ceil(minutes * 60)))

function person(step: RunbookStep, acts: readonly string[]): SsmStep {
  const name = nameOf(step.id)
  const shared = {
    name,
    description: plain(`${step.title} (${step.who})`),
    timeoutSeconds: seconds(step.timeoutMinutes),
    onFailure: 'Abort',
  }
  if (!step.approval) return { name, acts, json: { ...shared, action: 'aws:pause', inputs: {} } }
  const inputs = {
    Message: plain(step.title),
    MinRequiredApprovals: step.approval.required,
    Approvers: '{{ Approvers }}',
  }
  return { name, acts, json: { ...shared, action: 'aws:approve', inputs } }
}

/** Jobs of a round are all started before the first is waited for. */
const jobSteps = ({ number, rounds, timeoutMinutes }: ExportedWave): readonly SsmStep[] =>
  rounds.flatMap((jobs, round) => {
    const names = jobs.map((_, job) => `wave_${number}_job_${round + 1}_${job + 1}`)
    return [
      ...names.map((name, job) => start(name, jobs[job] ?? [])),
      ...names.map((name) => wait(name, timeoutMinutes)),
    ]
  })

const start = (name: string, keys: readonly string[]): SsmStep => ({
  name,
  acts: keys.map(vmAct),
  json: {
    name,
    action: 'aws:executeAwsApi',
    onFailure: 'Abort',
    inputs: { Service: 'drs', Api: 'StartRecovery', isDrill: false, sourceServers: `{{ Servers_${name} }}` },
    outputs: [{ Name: 'JobId', Selector: '$.job.jobID', Type: 'String' }],
  },
})

const wait = (job: string, timeoutMinutes: number): SsmStep => ({
  name: `${job}_wait`,
  acts: [],
  json: {
    name: `${job}_wait`,
    action: 'aws:waitForAwsResourceProperty',
    timeoutSeconds: seconds(timeoutMinutes),
    onFailure: 'Abort',
    inputs: {
      Service: 'drs',
      Api: 'DescribeJobs',
      filters: { jobIDs: [`{{ ${job}.JobId }}`] },
      PropertySelector: '$.items[0].status',
      DesiredValues: ['COMPLETED'],
    },
  },
})

/** Names of steps are letters, digits and underscores. */
const nameOf = (id: string): string => id.replaceAll(/[^a-zA-Z0-9]/g, '_')

/** Two braces would begin a reference. */
const plain = (text: string): string => text.replaceAll(/[{}]/g, (brace) => (brace === '{' ? '(' : ')')).slice(0, 512)
