/** What is asked of Region switch in tests, and the exported document with what drplan.yaml says in the place of its placeholders. */
import type { Plan } from '../../../src/model/plan.ts'
import type { RegionSwitchSettings } from '../../../src/model/terraform-settings.ts'
import { orchestrators } from '../../../src/orchestrators/index.ts'
import { awsRegionSwitch } from '../../../src/targets/aws/terraform-switch.ts'
import { siteName } from '../../../src/targets/aws/text.ts'
import { orderOf, planOf, tinyService } from '../../orchestrators/random-plans.ts'

const account = '111122223333'

export const someSwitch = {
  approvalRole: `arn:aws:iam::${account}:role/approvers`,
  executionRole: null,
  functions: {
    primary: `arn:aws:lambda:eu-central-1:${account}:function:recover`,
    recovery: `arn:aws:lambda:eu-west-1:${account}:function:recover:live`,
  },
  hostedZones: { 'shop.example': 'Z0F00D0F00D0F00D', 'corp.example': 'Z0F00D0F00D0F00D' },
} as const satisfies RegionSwitchSettings

/** Every sort of step, and rounds that follow one another. */
export const switchedPlan: Plan = planOf([
  { strategy: 'pilot-light', tier: 0, needs: [] },
  { strategy: 'pilot-light', tier: 0, needs: [] },
  { strategy: 'pilot-light', tier: 0, needs: [] },
  { strategy: 'pilot-light', tier: 0, needs: [] },
  { strategy: 'backup-restore', tier: 0, needs: [] },
  { strategy: 'warm-standby', tier: 0, needs: [] },
  { strategy: 'pilot-light', tier: 1, needs: [0] },
])

const orderFor = (plan: Plan) => orderOf(plan, tinyService)

export const switchVariables = (plan: Plan, settings: RegionSwitchSettings = someSwitch) =>
  awsRegionSwitch(orderFor(plan), settings)

export interface ExportedSwitch {
  /** In the words of the API, as far as Terraform makes it. */
  readonly document: Record<string, unknown>
  /** Beside it: which VMs a step stands for. */
  readonly members: string
}

/** By text alone: nothing of the values for Terraform has a part in it. */
export function exportedSwitch(plan: Plan): ExportedSwitch {
  const { main, beside } = orchestrators.arc.write(orderFor(plan))
  const filled: Readonly<Record<string, string>> = {
    // A role that Terraform makes has no ARN before it is made.
    execution_role_arn: '(known after apply)',
    approval_role_arn: someSwitch.approvalRole,
    recover_function_primary_arn: someSwitch.functions.primary,
    recover_function_recovery_arn: someSwitch.functions.recovery,
    hosted_zone_id: someSwitch.hostedZones['shop.example'],
  }
  const text = main.contents.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => filled[name] ?? '')
  const own = { name: siteName(plan.site.id), description: switchDescription }
  return { document: { ...(JSON.parse(text) as object), ...own }, members: beside[0]?.contents ?? '' }
}

const switchDescription =
  'Written by drplan: what a step brings back is in runbooks/exports/arc-region-switch-members.json'
