/** Steps that run Terraform in the folders that the plan wrote; paths are relative to the output folder. */
import { aCommand, aStep, type RunbookCommand, type RunbookStep } from '../../model/runbook.ts'
import type { TerraformRootName } from '../../model/terraform-settings.ts'

const terraform = (root: TerraformRootName, ...argv: readonly string[]): RunbookCommand =>
  aCommand(['terraform', `-chdir=terraform/${root}`, ...argv])

type Given = Pick<RunbookStep, 'id' | 'stage' | 'title' | 'instruction' | 'expected'> & Partial<RunbookStep>

export const initStep = (root: TerraformRootName, given: Pick<RunbookStep, 'id' | 'stage'>): RunbookStep =>
  aStep({
    ...given,
    title: `Open ${root}/`,
    kind: 'check',
    who: 'platform',
    instruction: 'It reads the state and the provider. Neither may be at the primary site.',
    command: terraform(root, 'init', '-input=false'),
    expected: 'Terraform has been initialized',
    timeoutMinutes: 10,
    tries: { most: 3, waitMinutes: 1 },
  })

/** Looks what would change; with `-detailed-exitcode`, 0 is nothing and 2 is something. */
export const planStep = (
  root: TerraformRootName,
  given: Given & { readonly options: readonly string[] },
): RunbookStep => {
  const { options, ...rest } = given
  return aStep({
    kind: 'check',
    who: 'platform',
    command: terraform(root, 'plan', '-input=false', ...options),
    timeoutMinutes: 30,
    tries: { most: 2, waitMinutes: 1 },
    ...rest,
  })
}

/** Changes what is there; doing it twice changes nothing the second time. The dry run plans the same. */
export function applyStep(
  root: TerraformRootName,
  given: Given & {
    readonly options: readonly string[]
    readonly undoOptions: readonly string[] | null
    readonly undoWords?: string
  },
): RunbookStep {
  const { options, undoOptions, undoWords, ...rest } = given
  return aStep({
    kind: 'command',
    who: 'platform',
    command: terraform(root, 'apply', '-input=false', '-auto-approve', ...options),
    dryRun: terraform(root, 'plan', '-input=false', ...options),
    tries: { most: 2, waitMinutes: 1 },
    undo:
      undoOptions === null
        ? null
        : {
            instruction: undoWords ?? 'The same with the old mode.',
            command: terraform(root, 'apply', '-input=false', '-auto-approve', ...undoOptions),
          },
    ...rest,
  })
}

export const destroyStep = (
  root: TerraformRootName,
  given: Given & { readonly options: readonly string[] },
): RunbookStep => {
  const { options, ...rest } = given
  return aStep({
    kind: 'command',
    who: 'platform',
    command: terraform(root, 'destroy', '-input=false', '-auto-approve', ...options),
    dryRun: terraform(root, 'plan', '-input=false', '-destroy', ...options),
    tries: { most: 2, waitMinutes: 1 },
    ...rest,
  })
}

/** What recovery/ is made on top of, as a file of values. */
export const handOverStep = (given: Pick<RunbookStep, 'id' | 'stage'>): RunbookStep =>
  aStep({
    ...given,
    title: 'Hand the ids of foundation/ to recovery/',
    kind: 'command',
    who: 'platform',
    instruction: 'Keep a copy of the file with the runbook: then a failover does not need the state of foundation/.',
    command: {
      ...terraform('foundation', 'output', '-json', 'recovery_variables'),
      outputTo: 'terraform/recovery/foundation.auto.tfvars.json',
    },
    dryRun: terraform('foundation', 'output', '-json', 'recovery_variables'),
    expected: 'a file with the object foundation',
    timeoutMinutes: 5,
    tries: { most: 3, waitMinutes: 1 },
  })
