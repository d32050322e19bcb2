/** What a failover needs and drplan knows by itself: the state of Terraform, and services that are of no region. */
import type { StepNeed } from '../model/step-needs.ts'
import type { TargetId } from '../model/target-id.ts'
import type { TerraformSettings } from '../model/terraform-settings.ts'

const platforms = { s3: 'aws', azurerm: 'azure', gcs: 'gcp' } as const

export const knownNeeds = (target: TargetId, settings: TerraformSettings): readonly StepNeed[] => [
  ...stateNeeds(settings),
  ...controlPlanes[target],
]

/** A local file is with whoever has the folder, and other backends may not say their place: nothing is known of these. */
function stateNeeds({ backend }: TerraformSettings): readonly StepNeed[] {
  if (!backend || backend.type === 'local') return []
  const { region, location, bucket } = backend.settings
  const place = region ?? location
  if (typeof place !== 'string' || !/^[^\s/]+$/.test(place)) return []
  return [
    {
      name: `Terraform state${typeof bucket === 'string' ? ` in ${bucket}` : ''}`,
      kind: 'state',
      standsIn: [`${platforms[backend.type]}/${place}`],
      stages: ['reserve', 'standing', 'recover'],
      needs: [],
    },
  ]
}

/** What changes records of Route 53 is in one region, though answers come from everywhere (AWS Fault Isolation Boundaries, 2022-11). */
const controlPlanes: Readonly<Record<TargetId, readonly StepNeed[]>> = {
  aws: [
    {
      name: 'control plane of Route 53',
      kind: 'control-plane',
      standsIn: ['aws/us-east-1'],
      stages: ['redirect'],
      needs: [],
    },
  ],
  azure: [],
}
