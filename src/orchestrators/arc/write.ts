/**
 * A plan of ARC Region switch, as its API takes it (CreatePlan, 2022-07-26). What only exists in an account is a placeholder
 * `${name}`; the file beside it lists these, and which VMs the Lambda function of each step brings back.
 */
import { gateAct, vmAct, type ExportedWave, type OrderToExport } from '../../model/order-export.ts'
import type { JsonValue } from '../../model/target.ts'
import { jsonFile, membersOf, type ExportDocument } from '../document.ts'

interface ArcStep {
  readonly name: string
  readonly acts: readonly string[]
  readonly json: JsonValue
  /** Steps of a Parallel block. */
  readonly inside: readonly ArcStep[]
}

export function renderArc(order: OrderToExport): ExportDocument {
  const steps = stepsOf(order)
  return {
    main: jsonFile('arc-region-switch-plan.json', {
      name: 'drplan-failover',
      description: 'Written by drplan from the plan of the recovery. See exports.md.',
      regions: [order.site.region ?? '${primary_region}', order.target.region],
      primaryRegion: order.site.region ?? '${primary_region}',
      recoveryApproach: 'activePassive',
      executionRole: '${execution_role_arn}',
      ...(order.rtoMinutes !== null && { recoveryTimeObjectiveMinutes: Math.min(10_080, Math.ceil(order.rtoMinutes)) }),
      workflows: [
        {
          workflowTargetAction: 'activate',
          workflowTargetRegion: order.target.region,
          workflowDescription: 'From the primary site to the recovery site',
          steps: steps.map(({ json }) => json),
        },
      ],
    }),
    beside: [
      jsonFile(
        'arc-region-switch-members.json',
        membersOf(
          steps.flatMap((step) => [step, ...step.inside]),
          {
            execution_role_arn:
              'Role that Region switch takes on: it may invoke both functions, and read health checks.',
            approval_role_arn: 'Role of those who approve.',
            recover_function_primary_arn: 'Lambda function in the primary region; never called by this workflow.',
            recover_function_recovery_arn:
              'Lambda function in the recovery region: brings back the VMs of the step it is told.',
            ...(recordNames(order).length > 0 && { hosted_zone_id: 'Hosted zone of the records that change.' }),
          },
        ),
      ),
    ],
  }
}

function stepsOf(order: OrderToExport): readonly ArcStep[] {
  return [
    ...order.gates.map(({ id, title, who, timeoutMinutes }) =>
      approval({ name: nameOf(id), description: plain(`${title} (${who})`), timeoutMinutes, acts: [gateAct(id)] }),
    ),
    ...(order.standing.length === 0 ? [] : [lambda('standing-grow', order.standing, 60)]),
    ...order.waves.flatMap(waveSteps),
    ...redirect(order),
  ]
}

/** Terraform and the jobs of the first round side by side, then the other rounds, then somebody looks. */
function waveSteps({ number, rounds, made, timeoutMinutes }: ExportedWave): readonly ArcStep[] {
  const wave = `wave-${number}`
  const blocks = Array.from({ length: Math.max(rounds.length, made.length > 0 ? 1 : 0) }, (_, round) => [
    ...(round === 0 && made.length > 0 ? [lambda(`${wave}-make`, made, timeoutMinutes)] : []),
    ...(rounds[round] ?? []).map((keys, job) => lambda(`${wave}-job-${round + 1}-${job + 1}`, keys, timeoutMinutes)),
  ])
  if (blocks.length === 0) return []
  const checked = { name: `${wave}-check`, description: `Check wave ${number}`, timeoutMinutes, acts: [] }
  return [...blocks.map((steps, round) => sideBySide(`${wave}-round-${round + 1}`, steps)), approval(checked)]
}

/** What a person wrote is no placeholder. */
const plain = (text: string): string => text.replaceAll('${', '$(')

const nameOf = (id: string): string => id.replaceAll('.', '-')

interface Approval {
  readonly name: string
  readonly description: string
  readonly timeoutMinutes: number
  readonly acts: readonly string[]
}

const approval = ({ name, description, timeoutMinutes, acts }: Approval): ArcStep => ({
  name,
  acts,
  inside: [],
  json: {
    name,
    description,
    executionBlockType: 'ManualApproval',
    executionBlockConfiguration: {
      executionApprovalConfig: { approvalRole: '${approval_role_arn}', timeoutMinutes: Math.ceil(timeoutMinutes) },
    },
  },
})

/** Without `ungraceful`, so that nothing in the plan asks to skip it. */
const lambda = (name: string, keys: readonly string[], timeoutMinutes: number): ArcStep => ({
  name,
  acts: keys.map(vmAct),
  inside: [],
  json: {
    name,
    executionBlockType: 'CustomActionLambda',
    executionBlockConfiguration: {
      customActionLambdaConfig: {
        lambdas: [{ arn: '${recover_function_primary_arn}' }, { arn: '${recover_function_recovery_arn}' }],
        regionToRun: 'activatingRegion',
        retryIntervalMinutes: 1,
        timeoutMinutes: Math.ceil(timeoutMinutes),
      },
    },
  },
})

function sideBySide(name: string, steps: readonly ArcStep[]): ArcStep {
  const [only] = steps
  if (only && steps.length === 1) return only
  return {
    name,
    acts: [],
    inside: steps,
    json: {
      name,
      executionBlockType: 'Parallel',
      executionBlockConfiguration: { parallelConfig: { steps: steps.map(({ json }) => json) } },
    },
  }
}

/** Names of records that are nothing but names. */
const recordNames = ({ records }: OrderToExport): readonly string[] =>
  records.filter((name) => /^[a-z0-9_*]([a-z0-9_.-]{0,253})$/i.test(name))

const redirect = (order: OrderToExport): readonly ArcStep[] => {
  const steps = recordNames(order).map((recordName, index): ArcStep => {
    const name = `redirect-${index + 1}`
    return {
      name,
      acts: [],
      inside: [],
      json: {
        name,
        executionBlockType: 'Route53HealthCheck',
        executionBlockConfiguration: {
          route53HealthCheckConfig: { hostedZoneId: '${hosted_zone_id}', recordName, timeoutMinutes: 30 },
        },
      },
    }
  })
  return steps.length === 0 ? [] : [sideBySide('redirect', steps)]
}
