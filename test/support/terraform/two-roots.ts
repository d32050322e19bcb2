/**
 * Everything terraform can say about an emitted folder without an account: both roots through init, validate, plan,
 * apply and a second plan. By hand, for any output folder: `node test/support/terraform/two-roots.ts out/terraform`.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appliedResources, planResources, type PlanJson, type PlanResource, type StateJson } from './plan-resources.ts'
import { runTerraform, startStandIn } from './terraform.ts'

export interface RootVerdict {
  readonly root: 'foundation' | 'recovery'
  /** What the plan would make. */
  readonly resources: readonly PlanResource[]
  /** The plan as `terraform show -json` writes it. */
  readonly planJson: string
  /** What is there after the apply, with the ids that it was given. */
  readonly applied: readonly PlanResource[]
  /** 0: the plan after the apply is empty. */
  readonly secondPlan: number
}

/** Works on a copy of `folder`. Throws with what terraform said when a command fails. */
export async function tryTwoRoots(folder: string): Promise<readonly RootVerdict[]> {
  const copy = mkdtempSync(join(tmpdir(), 'drplan-two-roots-'))
  const standIn = await startStandIn()
  const run = async (
    root: string,
    args: readonly string[],
    environment: Record<string, string> = {},
  ): Promise<string> => {
    const { code, stdout, stderr } = await runTerraform(args, { cwd: join(copy, root), standIn, environment })
    if (code !== 0) throw new Error(`terraform ${args.join(' ')} in ${root} ended with ${code}:\n${stderr}`)
    return stdout
  }
  const tryRoot = async (
    root: RootVerdict['root'],
    mode: string,
    environment: Record<string, string>,
  ): Promise<RootVerdict> => {
    const variables = ['-input=false', `-var=mode=${mode}`]
    await run(root, ['init', '-input=false'])
    await run(root, ['validate'])
    await run(root, ['plan', ...variables, '-out=plan.bin'], environment)
    const planJson = await run(root, ['show', '-json', 'plan.bin'])
    const resources = planResources(JSON.parse(planJson) as PlanJson)
    await run(root, ['apply', '-input=false', 'plan.bin'])
    const applied = appliedResources(JSON.parse(await run(root, ['show', '-json'])) as StateJson)
    const again = await runTerraform(['plan', '-detailed-exitcode', ...variables], {
      cwd: join(copy, root),
      standIn,
      environment,
    })
    return { root, resources, planJson, applied, secondPlan: again.code }
  }
  try {
    cpSync(folder, copy, { recursive: true })
    const foundation = await tryRoot('foundation', 'standby', {})
    const handedOver = { TF_VAR_foundation: await run('foundation', ['output', '-json', 'foundation']) }
    return [foundation, await tryRoot('recovery', 'failover', handedOver)]
  } finally {
    standIn.close()
    rmSync(copy, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const [folder = 'out/terraform'] = process.argv.slice(2)
  for (const { root, resources, secondPlan } of await tryTwoRoots(folder)) {
    console.log(
      `${root}: ${resources.length} resources planned and applied, second plan ${secondPlan === 0 ? 'empty' : 'NOT EMPTY'}`,
    )
  }
}
