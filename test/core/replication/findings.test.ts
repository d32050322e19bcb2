import { expect, test } from 'vitest'
import { recoveryLineFindings } from '../../../src/core/replication/findings.ts'
import type { ChosenPoint } from '../../../src/model/recovery-line.ts'

const lost = (vmId: string, why: ChosenPoint['why'], becauseOf: readonly string[]): ChosenPoint => ({
  vmId,
  pointId: null,
  at: null,
  lossSeconds: null,
  rolledBackSeconds: null,
  skewSeconds: null,
  why,
  becauseOf,
})

test('a VM without a consistent state says whose fault that is', () => {
  const vms = [
    lost('db', 'no-point', []),
    lost('web', 'needs', ['db']),
    lost('cache', 'group', ['app']),
    { ...lost('log', 'newest', []), pointId: 'at-5' },
  ]

  const findings = recoveryLineFindings({ complete: false, vms }, (id) => id.toUpperCase())

  expect(findings.map(({ subject, message }) => [subject, message])).toEqual([
    ['DB', 'DB has no recovery point that it accepts.'],
    ['WEB', 'The oldest recovery point of WEB is too new for what DB can be brought back to.'],
    ['CACHE', 'CACHE has no recovery point of one moment with APP.'],
  ])
})
