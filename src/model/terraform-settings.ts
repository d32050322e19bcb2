/** `terraform` of drplan.yaml: where the state lives, what is there already, and the plan that was applied before. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

export const terraformRoots = ['foundation', 'recovery', 'failback'] as const
export type TerraformRootName = (typeof terraformRoots)[number]

/** By type of backend, the setting that names the state, which every root needs another one of. */
export const stateNames = { azurerm: 'key', gcs: 'prefix', local: 'path', s3: 'key' } as const

/** State is read by whoever applies: with their own credentials, which have no place in a file of the repository. */
const secretSetting = /secret|password|token|access_key|sas|credential/i

const backendSchema = z.strictObject({
  type: z.enum(['azurerm', 'gcs', 'local', 's3']),
  /** In front of the name of the state of each root: `dr/` gives `dr/foundation.tfstate`. */
  prefix: z
    .string()
    .regex(/^[A-Za-z0-9._/-]*$/, 'letters, digits and . _ / - only')
    .default(''),
  settings: z
    .record(
      z
        .string()
        .regex(/^[a-z][a-z0-9_]*$/, 'is no name of a setting')
        .refine((name) => !secretSetting.test(name), 'is a secret: leave it to the environment of whoever applies'),
      z.union([z.string(), z.number(), z.boolean()]),
    )
    .default({}),
})

/** An address in the state: modules, a type, a name, and a key. */
const addressPattern = /^(module\.[a-z_][a-z0-9_]*\.)*[a-z][a-z0-9_]*\.[a-z_][a-z0-9_]*(\["[a-z0-9./:-]+"\])?$/

const importSchema = z.strictObject({
  root: z.enum(terraformRoots),
  to: z.string().regex(addressPattern, 'is no address such as module.network.aws_vpc.this["shop"]'),
  id: z.string().min(1).max(1024),
})

const roleSchema = z
  .string()
  .regex(/^arn:aws[a-zA-Z0-9-]*:iam::\d{12}:role\/.+$/, 'is no role such as arn:aws:iam::111122223333:role/name')

/** Of a function in one region; a version or an alias may follow its name. */
const functionSchema = z
  .string()
  .regex(
    /^arn:aws[a-zA-Z-]*:lambda:[a-z]{2}-[a-z-]+-\d+:\d{12}:function:[\w-]{1,64}(:[$\w-]+)?$/,
    'is no function such as arn:aws:lambda:eu-west-1:111122223333:function:recover',
  )

/** What a service of the platform that switches between two of its regions needs, and what only exists in an account. */
const regionSwitchSchema = z.strictObject({
  /** Of those who approve. */
  approvalRole: roleSchema,
  /** That the service takes on; null: one is made, which may do what the plan needs. */
  executionRole: roleSchema.nullable().default(null),
  /** They bring back the VMs of the step that they are told, each in its own region. */
  functions: z.strictObject({ primary: functionSchema, recovery: functionSchema }),
  /** By name of a zone its id: names in other zones are not redirected by the service. */
  hostedZones: z
    .record(
      z.string().regex(/^[a-z0-9_]([a-z0-9_.-]{0,253}[a-z0-9])?$/i, 'is no name of a zone'),
      z.string().regex(/^Z[A-Z0-9]{1,31}$/, 'is no id such as Z0123456789ABCDEFGHIJ'),
    )
    .default({}),
})
export type RegionSwitchSettings = Immutable<z.infer<typeof regionSwitchSchema>>

export const terraformSettingsSchema = z
  .strictObject({
    /** Null: the state is a local file, or whoever applies writes a backend.tf. */
    backend: backendSchema.nullable().default(null),
    /** A plan.json that was applied, relative to drplan.yaml: what is renamed since then is moved, and not made anew. */
    previous: z.string().min(1).nullable().default(null),
    /** Things that are there already and shall be kept by Terraform from now on. */
    imports: z.array(importSchema).default([]),
    /** The order of the failover for the platform's own service, where it switches between two regions of one platform. */
    regionSwitch: regionSwitchSchema.optional(),
  })
  .refine(
    ({ backend }) => backend === null || !(stateNames[backend.type] in backend.settings),
    'names the state itself: drplan names it for every root; use prefix',
  )
export type TerraformSettings = Immutable<z.infer<typeof terraformSettingsSchema>>
