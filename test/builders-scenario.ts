/** Mappings and outcomes of scenarios; a test states only what it is about. */
import type { MappedScenario } from '../src/core/scenario/compare.ts'
import { configSchema } from '../src/model/config.ts'
import type { Assignment, Mapping } from '../src/model/mapping.ts'
import type { ScenarioOutcome, VmDifference } from '../src/model/scenario-comparison.ts'
import { defaultTiers } from '../src/model/tier.ts'
import { anAssignment, anOffering } from './builders-plan.ts'

const policy = configSchema.shape.mapping.parse(undefined)

/** Totals are the sums of the assignments. */
export function aMapping(assignments: readonly Assignment[], over: Partial<Mapping> = {}): Mapping {
  const sum = (value: (one: Assignment) => number): number => assignments.reduce((total, one) => total + value(one), 0)
  return {
    target: 'here',
    region: 'west',
    assignments,
    unmapped: [],
    excluded: [],
    standbyPerMonth: sum(({ offering }) => offering.standbyPerMonth),
    recoveredPerHour: sum(({ offering }) => offering.recoveredPerHour),
    currency: 'USD',
    hoursPerMonth: 730,
    catalogueAsOf: '2026-01-01',
    ledger: [],
    solution: {
      objective: 'least-cost',
      status: 'optimal',
      gap: 0,
      value: 0,
      bound: 0,
      method: 'by hand',
      stopped: null,
    },
    ...over,
  }
}

export const anAssigned = (vmId: string, standbyPerMonth: number, over: Partial<Assignment> = {}): Assignment =>
  anAssignment({ vmId, offering: anOffering({ standbyPerMonth }), ...over })

export const aMappedScenario = (mapping: Mapping, over: Partial<MappedScenario> = {}): MappedScenario => ({
  name: 'as planned',
  file: null,
  settings: [],
  config: { tiers: defaultTiers, mapping: policy },
  mapping,
  findings: [],
  ...over,
})

export const aDrilled = (recoveredHoursPerMonth: number): MappedScenario['config'] => ({
  tiers: defaultTiers,
  mapping: { ...policy, recoveredHoursPerMonth },
})

export const anOutcome = (over: Partial<ScenarioOutcome> = {}): ScenarioOutcome => ({
  name: 'as planned',
  file: null,
  target: { id: 'here', region: 'north-central-1', catalogueAsOf: '2026-01-01' },
  settings: [],
  vms: {
    mapped: 24,
    unmapped: 0,
    promised: 23,
    keeping: 23,
    promisedLess: 0,
    compatibility: { ready: 24, conditional: 0, 'not-ready': 0, unknown: 0 },
    strategies: { 'pilot-light': 20, 'backup-restore': 4 },
  },
  cost: {
    currency: 'USD',
    standbyPerMonth: 123_456.789,
    recoveredPerHour: 10,
    recoveredPerDay: 240,
    hoursPerMonth: 730,
    drillHoursPerMonth: 4,
    perYear: 1_481_529.47,
  },
  solution: { objective: 'least-cost', status: 'optimal', gap: 0, stopped: null },
  findings: { error: 0, warning: 1, info: 2 },
  difference: null,
  vmDifferences: [],
  ...over,
})

export const aDifference = (over: Partial<VmDifference> = {}): VmDifference => ({
  vmId: 'vm-1',
  name: 'vm-1',
  before: {
    state: 'mapped',
    componentId: 'm7i.large',
    strategy: 'warm-standby',
    standbyPerMonth: 10,
    recoveredPerHour: 0.1,
    perYear: 124.8,
  },
  after: {
    state: 'unmapped',
    componentId: null,
    strategy: null,
    standbyPerMonth: 0,
    recoveredPerHour: 0,
    perYear: 0,
  },
  isOther: true,
  perYear: -124.8,
  ...over,
})
