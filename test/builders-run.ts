/** Runbooks and runs; a test states only what it is about. */
import { foldRun } from '../src/core/run/fold.ts'
import { aStep, type Runbook, type RunbookStep } from '../src/model/runbook.ts'
import type { RunEvent, RunEventOf } from '../src/model/run.ts'
import type { Run } from '../src/model/run-state.ts'
import type { Actor } from '../src/core/run/decide.ts'

export const startMs = Date.UTC(2026, 10, 22, 8)
export const minuteMs = 60_000

export const aRunStep = (over: Partial<RunbookStep> & Pick<RunbookStep, 'id'>): RunbookStep =>
  aStep({
    stage: 'recover',
    title: `Do ${over.id}`,
    kind: 'manual',
    who: 'platform',
    instruction: 'Do it.',
    expected: 'it is done',
    timeoutMinutes: 10,
    ...over,
  })

export const aRunbook = (steps: readonly RunbookStep[], over: Partial<Runbook> = {}): Runbook => ({
  phase: 'drill',
  mode: 'planned',
  site: 'quay',
  target: { id: 'aws', region: 'eu-west-1' },
  parameters: [],
  steps,
  ...over,
})

export const anActor = (over: Partial<Actor> = {}): Actor => ({
  by: 'ana',
  user: 'operator',
  runner: null,
  nowMs: startMs,
  ...over,
})

export const aStart = (over: Partial<RunEventOf<'started'>> = {}): RunEventOf<'started'> => ({
  kind: 'started',
  at: new Date(startMs).toISOString(),
  by: 'ana',
  user: 'operator',
  run: 'drill-1',
  runbook: 'drill',
  site: 'quay',
  runbookSha256: 'a'.repeat(64),
  planSha256: 'b'.repeat(64),
  parameters: {},
  ...over,
})

/** A run of these steps, after these events. */
export const aRun = (runbook: Runbook, events: readonly RunEvent[] = []): Run =>
  foldRun({ runbook, events: [aStart(), ...events], file: 'runs/drill-1.jsonl' })

/** The run after one more decision. */
export const after = (run: Run, decided: readonly RunEvent[]): Run =>
  foldRun({ runbook: run.runbook, events: [...run.events, ...decided], file: 'runs/drill-1.jsonl' })
