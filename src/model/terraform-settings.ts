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

export const terraformSettingsSchema = z
  .strictObject({
    /** Null: the state is a local file, or whoever applies writes a backend.tf. */
    backend: backendSchema.nullable().default(null),
    /** A plan.json that was applied, relative to drplan.yaml: what is renamed since then is moved, and not made anew. */
    previous: z.string().min(1).nullable().default(null),
    /** Things that are there already and shall be kept by Terraform from now on. */
    imports: z.array(importSchema).default([]),
  })
  .refine(
    ({ backend }) => backend === null || !(stateNames[backend.type] in backend.settings),
    'names the state itself: drplan names it for every root; use prefix',
  )
export type TerraformSettings = Immutable<z.infer<typeof terraformSettingsSchema>>
