/** `check.permissions` of drplan.yaml: whose permissions are held against what the plan needs. */
import { z } from 'zod'

export const permissionSettingsSchema = z.strictObject({
  /** ARN of the role or user that carries out the plan; IAM is asked with --recovery. */
  principal: z
    .string()
    .regex(/^arn:[\w-]+:iam::\d{12}:(?:role|user)\/[\w+=,.@/-]+$/, 'an ARN of a role or user')
    .optional(),
  /** A file with policies or role definitions, or a list of actions, as JSON, relative to drplan.yaml; nobody is asked. */
  policyFile: z.string().min(1).optional(),
})
