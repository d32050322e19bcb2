/**
 * Everything terraform can say about an emitted folder without an account: both roots through init, validate, plan,
 * apply and a second plan. By hand, for any output folder: `node test/support/terraform/two-roots.ts out/terraform`.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appliedResources, planResources, type PlanJson, type PlanResource, type StateJson } from './plan-resources.ts'
import { runTerraform, startStandIn } from './terraform.ts'

export interface AppliedRoot {
  readonly root: 'foundation' | 'recovery'
  /** What the plan would make. */
  readonly resources: readonly PlanResource[]
  /** The plan as `terraform show -json` writes it. */
  readonly planJson: string
  /** What is there after the apply, with the ids that it was given. */
  readonly applied: readonly PlanResource[]
}

export interface RootVerdict extends AppliedRoot {
  /** 0: the plan after the apply is empty. */
  readonly secondPlan: number
}

/** A root, the mode of its servers, and a terraform that runs in it; `run` throws with what terraform said when it fails. */
interface Root {
  readonly root: AppliedRoot['root']
  readonly mode: string
  readonly run: (args: readonly string[]) => Promise<string>
  readonly codeOf: (args: readonly string[]) => Promise<number>
}

/** Works on a copy of `folder`. Throws with what terraform said when a command fails. */
export const tryTwoRoots = (folder: string): Promise<readonly RootVerdict[]> =>
  inTwoRoots(folder, async (at) => {
    const applied = await applyRoot(at)
    await at.run(['validate'])
    return { ...applied, secondPlan: await at.codeOf(['plan', '-detailed-exitcode', ...variablesOf(at)]) }
  })

/** The same for who only looks at what is planned and made: without the second plan. */
export const applyTwoRoots = (folder: string): Promise<readonly AppliedRoot[]> => inTwoRoots(folder, applyRoot)

async function inTwoRoots<Verdict>(folder: string, tryRoot: (at: Root) => Promise<Verdict>): Promise<Verdict[]> {
  const copy = mkdtempSync(join(tmpdir(), 'drplan-two-roots-'))
  const standIn = await startStandIn()
  const at = (root: Root['root'], mode: string, environment: Record<string, string> = {}): Root => {
    const options = { cwd: join(copy, root), standIn, environment }
    return {
      root,
      mode,
      codeOf: async (args) => (await runTerraform(args, options)).code,
      run: async (args) => {
        const { code, stdout, stderr } = await runTerraform(args, options)
        if (code !== 0) throw new Error(`terraform ${args.join(' ')} in ${root} ended with ${code}:\n${stderr}`)
        return stdout
      },
    }
  }
  try {
    cpSync(folder, copy, { recursive: true })
    const foundation = at('foundation', 'standby')
    const first = await tryRoot(foundation)
    const handedOver = { TF_VAR_foundation: await foundation.run(['output', '-json', 'foundation']) }
    return [first, await tryRoot(at('recovery', 'failover', handedOver))]
  } finally {
    standIn.close()
    rmSync(copy, { recursive: true, force: true })
  }
}

const variablesOf = ({ mode }: Root): readonly string[] => ['-input=false', `-var=mode=${mode}`]

async function applyRoot(at: Root): Promise<AppliedRoot> {
  const { root, run } = at
  await run(['init', '-input=false'])
  await run(['plan', ...variablesOf(at), '-out=plan.bin'])
  const planJson = await run(['show', '-json', 'plan.bin'])
  await run(['apply', '-input=false', 'plan.bin'])
  const state = JSON.parse(await run(['show', '-json'])) as StateJson
  return {
    root,
    planJson,
    resources: planResources(JSON.parse(planJson) as PlanJson),
    applied: appliedResources(state),
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
