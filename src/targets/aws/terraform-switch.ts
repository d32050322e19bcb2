/** The order of a failover as values of the variable region_switch of foundation/: a plan of ARC Region switch. */
import { createFinding, type Finding } from '../../model/finding.ts'
import type { OrderToExport } from '../../model/order-export.ts'
import { count } from '../../model/quantity.ts'
import {
  allSteps,
  homeStep,
  sideBySide,
  switchSteps,
  type SingleSwitchStep,
  type SwitchStep,
} from '../../model/switch-steps.ts'
import type { JsonValue, SwitchInTerraform } from '../../model/target.ts'
import type { RegionSwitchSettings } from '../../model/terraform-settings.ts'
import { plainText } from './text.ts'

/** Region switch API reference, Plan, recoveryTimeObjectiveMinutes. */
const MOST_RTO_MINUTES = 10_080

type Zones = RegionSwitchSettings['hostedZones']

/** For two regions of AWS: whoever calls has seen to that. */
export function awsRegionSwitch(order: OrderToExport, settings: RegionSwitchSettings): SwitchInTerraform {
  const { site, target, rtoMinutes } = order
  const misplaced = misplacedFunctions(order, settings)
  if (misplaced.length > 0) return { variables: {}, findings: misplaced }
  const all = switchSteps(order)
  const steps = all.flatMap((step) => redirected(step, settings.hostedZones))
  const region_switch = {
    primary_region: site.region ?? target.region,
    approval_role_arn: settings.approvalRole,
    execution_role_arn: settings.executionRole,
    functions: settings.functions,
    rto_minutes: rtoMinutes === null ? null : Math.min(MOST_RTO_MINUTES, Math.ceil(rtoMinutes)),
    home_step: { name: homeStep.name, description: homeStep.description, timeout_minutes: homeStep.timeoutMinutes },
    steps: steps.map((step) => stepOf(step, settings.hostedZones)),
  }
  return { variables: { region_switch }, findings: leftNames(all, settings.hostedZones) }
}

const regionOf = (arn: string): string => arn.split(':')[3] ?? ''

/** Region switch calls the function of the region that it activates. */
function misplacedFunctions({ site, target }: OrderToExport, { functions }: RegionSwitchSettings): readonly Finding[] {
  const wanted = [
    ['primary', functions.primary, site.region ?? ''],
    ['recovery', functions.recovery, target.region],
  ] as const
  return wanted
    .filter(([, arn, region]) => regionOf(arn) !== region)
    .map(([which, arn, region]) =>
      createFinding('plan.region-switch-unused', {
        subject: `terraform.regionSwitch.functions.${which}`,
        message: `The function is in ${regionOf(arn)}, and the ${which} site in ${region}: no plan of ARC Region switch is made.`,
        suggestion: `Name the function of ${region}.`,
      }),
    )
}

/** A step without what its zone is called in the account is left out, and the runbook redirects. */
function redirected(step: SwitchStep, zones: Zones): readonly SwitchStep[] {
  const isLeft = (one: SwitchStep): boolean => one.does === 'redirect' && zoneOf(one.recordName, zones) === null
  if (step.does !== 'side-by-side') return isLeft(step) ? [] : [step]
  const inside = step.inside.filter((one) => !isLeft(one))
  return inside.length === 0 ? [] : [sideBySide(step.name, inside)]
}

/** The id of the nearest zone that holds the name. */
function zoneOf(recordName: string, zones: Zones): string | null {
  const name = recordName.toLowerCase().replace(/[.]$/, '')
  const holding = Object.entries(zones)
    .map(([zone, id]) => [zone.toLowerCase(), id] as const)
    .filter(([zone]) => name === zone || name.endsWith(`.${zone}`))
    .toSorted(([a], [b]) => b.length - a.length)
  return holding[0]?.[1] ?? null
}

function leftNames(steps: readonly SwitchStep[], zones: Zones): readonly Finding[] {
  const left = allSteps(steps).flatMap((step) =>
    step.does === 'redirect' && zoneOf(step.recordName, zones) === null ? [step.recordName] : [],
  )
  if (left.length === 0) return []
  return [
    createFinding('plan.region-switch-names', {
      subject: count(left.length, 'name'),
      message: `ARC Region switch does not redirect ${count(left.length, 'name')}: the zones are not in terraform.regionSwitch.hostedZones.`,
      suggestion:
        'Redirect them by the runbook; or say the ids of their zones, and put the health checks that Region switch makes on their records.',
      affected: left,
    }),
  ]
}

function stepOf(step: SwitchStep, zones: Zones): JsonValue {
  if (step.does !== 'side-by-side') return singleOf(step, zones)
  return { name: step.name, type: 'parallel', steps: step.inside.map((one) => singleOf(one, zones)) }
}

function singleOf(step: SingleSwitchStep, zones: Zones): JsonValue {
  const shared = { name: step.name, type: step.does, timeout_minutes: step.timeoutMinutes }
  if (step.does === 'approve') return { ...shared, description: plainText(step.description) }
  if (step.does === 'recover') return shared
  return { ...shared, hosted_zone_id: zoneOf(step.recordName, zones), record_name: step.recordName }
}
