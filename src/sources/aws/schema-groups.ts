/**
 * What AWS sends of Auto Scaling, field by field from its API reference. A launch configuration carries what machines run
 * at their start (UserData), which may hold secrets; it is left there.
 */
import { z } from 'zod'
import { list, number, text } from './schema.ts'

const templateReferenceSchema = z.object({ LaunchTemplateId: text, LaunchTemplateName: text, Version: text })
export type AwsTemplateReference = z.infer<typeof templateReferenceSchema>

export const scalingGroupSchema = z.object({
  AutoScalingGroupName: z.string().min(1),
  AutoScalingGroupARN: text,
  LaunchConfigurationName: text,
  LaunchTemplate: templateReferenceSchema.nullish(),
  MixedInstancesPolicy: z
    .object({
      LaunchTemplate: z
        .object({
          LaunchTemplateSpecification: templateReferenceSchema.nullish(),
          Overrides: list(z.object({ LaunchTemplateSpecification: templateReferenceSchema.nullish() })),
        })
        .nullish(),
    })
    .nullish(),
  MinSize: number,
  MaxSize: number,
  DesiredCapacity: number,
  /** Ids of subnets, with commas between. */
  VPCZoneIdentifier: text,
  TargetGroupARNs: list(z.string()),
  Instances: list(z.object({ InstanceId: text })),
})
export type AwsScalingGroup = z.infer<typeof scalingGroupSchema>

export const launchConfigurationSchema = z.object({
  LaunchConfigurationName: z.string().min(1),
  SecurityGroups: list(z.string()),
})

/** Every template that the group may start from, the one for all types first. */
export const templateReferencesOf = ({
  LaunchTemplate,
  MixedInstancesPolicy,
}: Pick<AwsScalingGroup, 'LaunchTemplate' | 'MixedInstancesPolicy'>): readonly AwsTemplateReference[] => {
  const mixed = MixedInstancesPolicy?.LaunchTemplate
  const overrides = mixed?.Overrides.map((one) => one.LaunchTemplateSpecification) ?? []
  return [LaunchTemplate, mixed?.LaunchTemplateSpecification, ...overrides].flatMap((one) => one ?? [])
}
