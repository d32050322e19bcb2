/**
 * A plan of ARC Region switch, as its API takes it (CreatePlan, 2022-07-26). What only exists in an account is a placeholder
 * `${name}`; the file beside it lists these, and which VMs the Lambda function of each step brings back.
 */
import type { OrderToExport } from '../../model/order-export.ts'
import { allSteps, homeStep, switchSteps, type SingleSwitchStep, type SwitchStep } from '../../model/switch-steps.ts'
import type { JsonValue } from '../../model/target.ts'
import { jsonFile, membersOf, type ExportDocument } from '../document.ts'

export function renderArc(order: OrderToExport): ExportDocument {
  const steps = switchSteps(order)
  const primaryRegion = order.site.region ?? '${primary_region}'
  return {
    main: jsonFile('arc-region-switch-plan.json', {
      name: 'drplan-failover',
      description: 'Written by drplan from the plan of the recovery. See exports.md.',
      regions: [primaryRegion, order.target.region],
      primaryRegion,
      recoveryApproach: 'activePassive',
      executionRole: '${execution_role_arn}',
      ...(order.rtoMinutes !== null && { recoveryTimeObjectiveMinutes: Math.min(10_080, Math.ceil(order.rtoMinutes)) }),
      // One for each region ("Create Region switch plan workflows", developer guide): the second one does nothing.
      workflows: [
        {
          workflowTargetAction: 'activate',
          workflowTargetRegion: order.target.region,
          workflowDescription: 'From the primary site to the recovery site',
          steps: steps.map(stepOf),
        },
        {
          workflowTargetAction: 'activate',
          workflowTargetRegion: primaryRegion,
          workflowDescription: 'From the recovery site to the primary site: by the runbook',
          steps: [stepOf(homeStep)],
        },
      ],
    }),
    beside: [jsonFile('arc-region-switch-members.json', membersOf(allSteps(steps), parametersOf(steps)))],
  }
}

const parametersOf = (steps: readonly SwitchStep[]): Record<string, string> => ({
  execution_role_arn: 'Role that Region switch takes on: it may invoke both functions, and read health checks.',
  approval_role_arn: 'Role of those who approve.',
  recover_function_primary_arn: 'Lambda function in the primary region; never called by this workflow.',
  recover_function_recovery_arn: 'Lambda function in the recovery region: brings back the VMs of the step it is told.',
  ...(allSteps(steps).some(({ does }) => does === 'redirect') && {
    hosted_zone_id: 'Hosted zone of the records that change.',
  }),
})

/** What a person wrote is no placeholder. */
const plain = (text: string): string => text.replaceAll('${', '$(')

function stepOf(step: SwitchStep): JsonValue {
  if (step.does !== 'side-by-side') return singleOf(step)
  return {
    name: step.name,
    executionBlockType: 'Parallel',
    executionBlockConfiguration: { parallelConfig: { steps: step.inside.map(singleOf) } },
  }
}

function singleOf(step: SingleSwitchStep): JsonValue {
  const { name, timeoutMinutes } = step
  if (step.does === 'approve')
    return {
      name,
      description: plain(step.description),
      executionBlockType: 'ManualApproval',
      executionBlockConfiguration: {
        executionApprovalConfig: { approvalRole: '${approval_role_arn}', timeoutMinutes },
      },
    }
  if (step.does === 'redirect')
    return {
      name,
      executionBlockType: 'Route53HealthCheck',
      executionBlockConfiguration: {
        route53HealthCheckConfig: {
          hostedZoneId: '${hosted_zone_id}',
          recordName: step.recordName,
          timeoutMinutes,
        },
      },
    }
  // Without `ungraceful`, so that nothing in the plan asks to skip it.
  return {
    name,
    executionBlockType: 'CustomActionLambda',
    executionBlockConfiguration: {
      customActionLambdaConfig: {
        lambdas: [{ arn: '${recover_function_primary_arn}' }, { arn: '${recover_function_recovery_arn}' }],
        regionToRun: 'activatingRegion',
        retryIntervalMinutes: 1,
        timeoutMinutes,
      },
    },
  }
}
