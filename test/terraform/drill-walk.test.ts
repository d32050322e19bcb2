/** The drill of a small plan, walked step by step with the commands, from the agreement to the clean-up. */
import { mkdirSync, renameSync, rmSync, writeFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { captureOutput } from '@oclif/test'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import Approve from '../../commands/runbook/approve.ts'
import Done from '../../commands/runbook/done.ts'
import Run from '../../commands/runbook/run.ts'
import Start from '../../commands/runbook/start.ts'
import Status from '../../commands/runbook/status.ts'
import Times from '../../commands/runbook/times.ts'
import { buildRunbooks } from '../../src/core/runbook/build-runbooks.ts'
import { noRunbookParts } from '../../src/model/runbook-parts.ts'
import { runbookSettingsSchema } from '../../src/model/runbook-settings.ts'
import type { RunView } from '../../src/model/run-view.ts'
import { hashText } from '../../src/workspace/files.ts'
import { aPlan, aPlannedServer } from '../builders-plan.ts'
import { emitPlan } from '../support/terraform/templates.ts'
import { hasTerraform, runTerraform, startStandIn, type StandIn } from '../support/terraform/terraform.ts'

const why = hasTerraform ? '' : ' (NOT RUN: there is no terraform on the PATH)'
const root = join(import.meta.dirname, '../..')
/** A database, and two servers that need it: two waves. */
const made = aPlan({ servers: ['db', 'app', 'web'].map((id) => aPlannedServer({ id, strategy: 'backup-restore' })) })
const plan = {
  ...made,
  vms: made.vms.map((vm) => ({ ...vm, dependsOn: vm.vmId === 'db' ? [] : ['db'] })),
  waves: [
    { number: 1, tierId: '3', vmIds: ['db'], startMinutes: 0, endMinutes: 60 },
    { number: 2, tierId: '3', vmIds: ['app', 'web'], startMinutes: 60, endMinutes: 120 },
  ],
}

let out = ''
let standIn: StandIn

type Runnable = { run(argv: string[], root: string): Promise<unknown> }

async function ask<Answer>(command: Runnable, ...argv: readonly string[]): Promise<Answer> {
  const { stdout, stderr, error } = await captureOutput(() => command.run([...argv, '--out', out, '--json'], root), {
    print: false,
  })
  if (stdout === '') throw new Error(`${argv.join(' ')}: ${stderr} ${String(error)}`)
  return JSON.parse(stdout) as Answer
}

/** How many servers recovery/ has made by now. */
async function instances(): Promise<number> {
  const { stdout } = await runTerraform(['state', 'list'], { cwd: join(out, 'terraform/recovery'), standIn })
  return stdout.split('\n').filter((line) => /(^|\.)aws_instance\./.test(line)).length
}

describe.skipIf(!hasTerraform)(`the drill runbook${why}`, () => {
  beforeAll(async () => {
    standIn = await startStandIn()
    for (const [name, value] of Object.entries({
      ...standIn.environment,
      TF_CLI_CONFIG_FILE: '/dev/null',
      CHECKPOINT_DISABLE: '1',
    }))
      vi.stubEnv(name, value)
    out = mkdtempSync(join(tmpdir(), 'drplan-walk-'))
    renameSync(emitPlan(plan), join(out, 'terraform'))
    mkdirSync(join(out, 'runbooks'))
    writeFileSync(join(out, 'plan.json'), 'the plan')
    const settings = runbookSettingsSchema.parse(undefined)
    const drill = buildRunbooks({ plan, settings, parts: noRunbookParts, conversions: [], terraform: true }).find(
      ({ phase }) => phase === 'drill',
    )
    const file = { schema: 'drplan/runbook@1', plan: hashText('the plan'), ...drill }
    writeFileSync(join(out, 'runbooks/drill.json'), JSON.stringify(file))
    for (const args of [
      ['init', '-input=false'],
      ['apply', '-input=false', '-auto-approve'],
    ]) {
      const { code, stderr } = await runTerraform(args, { cwd: join(out, 'terraform/foundation'), standIn })
      if (code !== 0) throw new Error(stderr)
    }
  })
  afterAll(() => {
    vi.unstubAllEnvs()
    standIn.close()
    rmSync(out, { recursive: true, force: true })
    process.exitCode = 0
  })

  test('is walked to its end by drplan runbook run, done and approve, and its times are measured', async () => {
    const ran: unknown[] = []
    const order: string[] = []
    const standing: Record<string, number> = {}
    await ask<RunView>(Start, 'drill')

    for (let view = await ask<RunView>(Status); view.state === 'open'; view = await ask<RunView>(Status)) {
      const step = view.steps.find(({ id }) => id === view.next[0])
      if (!step) throw new Error(`nothing is next: ${JSON.stringify(view.steps.filter(({ tail }) => tail.length > 0))}`)
      if (step.kind === 'approval') await ask(Approve, step.id, '--as', 'incident lead', '--by', 'ana')
      else if (step.command === null) await ask(Done, step.id, '--minutes', '2')
      else ran.push(await ask(Run, step.id))
      order.push(step.id)
      if (step.id.endsWith('.apply')) standing[step.id] = await instances()
    }

    expect(ran.length).toBeGreaterThan(4)
    for (const one of ran) expect(one).toMatchObject({ failure: null, standing: 'done', exitCode: 0, attempt: 1 })
    const times = await ask<{ recorded: readonly { term: string; vmId: string }[] }>(Times)
    expect(standing).toEqual({ 'recover.wave-1.apply': 1, 'recover.wave-2.apply': 3 })
    expect(order.indexOf('recover.wave-1.check')).toBeLessThan(order.indexOf('recover.wave-2.apply'))
    for (const vmId of ['db', 'app', 'web'])
      expect(times.recorded).toContainEqual({ term: 'launch', vmId, minutes: [expect.any(Number)] })
    const { stdout } = await runTerraform(['state', 'list'], { cwd: join(out, 'terraform/recovery'), standIn })
    expect(stdout.split('\n').filter((line) => line !== '' && !line.includes('data.'))).toEqual([])
  })
})
