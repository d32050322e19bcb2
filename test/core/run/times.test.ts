import { describe, expect, it } from 'vitest'
import * as decide from '../../../src/core/run/decide.ts'
import { measuredTimes } from '../../../src/core/run/times.ts'
import type { Run } from '../../../src/model/run-state.ts'
import { measuredTimesSchema } from '../../../src/model/measured-times.ts'
import type { RunbookStep } from '../../../src/model/runbook.ts'
import { after, aRun, aRunbook, aRunStep, anActor } from '../../builders-run.ts'

/** All steps done, with the minutes that somebody gives. */
function walked(steps: readonly (Partial<RunbookStep> & { readonly id: string; readonly minutes: number | null })[]) {
  const run = aRun(
    aRunbook(
      steps.map(({ id, measures = null, covers, vmIds = [], wave = null }) =>
        aRunStep({ id, measures, vmIds, wave, ...(covers && { covers }) }),
      ),
    ),
  )
  return measuredTimes(
    steps.reduce(
      (before: Run, { id, minutes }) =>
        after(before, decide.done(before, anActor(), { step: id, ...(minutes !== null && { minutes }) })),
      run,
    ),
  )
}

describe('measured times', () => {
  it('are those of steps that replace a term of the model, one for each VM of the step', () => {
    const times = walked([
      { id: 'talk', minutes: 3 },
      { id: 'declare', measures: 'declare', minutes: 14 },
      { id: 'launch', measures: 'launch', vmIds: ['vm-1', 'vm-2'], wave: 1, minutes: 9 },
    ])

    expect(times.steps.map(({ step }) => step)).toEqual(['declare', 'launch'])
    expect(times.recorded).toEqual([
      { term: 'declare', vmId: null, minutes: [14] },
      { term: 'launch', vmId: 'vm-1', minutes: [9] },
      { term: 'launch', vmId: 'vm-2', minutes: [9] },
    ])
    expect(measuredTimesSchema.parse(times)).toEqual(times)
  })

  it('take terms within the time of a step as over with it, so that a simulation counts none twice', () => {
    const { recorded } = walked([
      { id: 'launch', measures: 'launch', covers: ['restore', 'convert'], vmIds: ['vm-1'], minutes: 31 },
    ])

    expect(recorded).toEqual([
      { term: 'convert', vmId: 'vm-1', minutes: [0] },
      { term: 'launch', vmId: 'vm-1', minutes: [31] },
      { term: 'restore', vmId: 'vm-1', minutes: [0] },
    ])
  })

  it('of several steps of one VM are all kept', () => {
    const steps = ['one', 'two'].map((id, index) => ({ id, measures: 'verify', vmIds: ['vm-1'], minutes: index + 1 }))

    expect(walked(steps).recorded).toEqual([{ term: 'verify', vmId: 'vm-1', minutes: [1, 2] }])
  })
})
