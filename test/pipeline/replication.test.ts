import { expect, test } from 'vitest'
import { replicationReplaySchema } from '../../src/model/replication.ts'
import { replicationSettingsSchema } from '../../src/model/replication-settings.ts'
import { replayReplication } from '../../src/pipeline/replication.ts'
import { contextOf } from '../support/run-plan.ts'
import { aScenario } from '../support/temporary-folder.ts'

test('the shipped site is replayed over a link from its own samples', async () => {
  const context = await contextOf(await aScenario())
  const settings = replicationSettingsSchema.parse({ linkMiBps: 20, compression: { ratio: 2 } })

  const { replay, seeding, findings } = await replayReplication(context, {
    settings,
    mapping: null,
    seedingStart: '2026-01-05T00:00:00Z',
  })

  expect(replicationReplaySchema.parse(JSON.parse(JSON.stringify(replay)))).toEqual(replay)
  expect(replay.lag!.vms.length).toBeGreaterThan(5)
  expect(seeding!.vms.length).toBeGreaterThan(5)
  const said = findings.flatMap(({ code, affected }) => (code === 'replication.churn-unknown' ? affected : []))
  expect(said).toEqual(replay.unknownVms)
})
