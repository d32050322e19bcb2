import { expect, test } from 'vitest'
import { replicationReportSchema } from '../../src/model/replication.ts'
import { replayReplication } from '../../src/pipeline/replication.ts'
import { contextOf } from '../support/run-plan.ts'
import { shortHarbourFoods, temporaryFolder } from '../support/temporary-folder.ts'

test('the shipped site is replayed over a link from its own samples, and that is reused', async () => {
  const folder = await temporaryFolder()
  await shortHarbourFoods(folder)
  const context = await contextOf(folder)

  const { stored, reused } = await replayReplication(context, { linkMiBps: 20, all: true })
  const again = await replayReplication(context, { linkMiBps: 20, all: true })
  const wider = await replayReplication(context, { linkMiBps: 40, all: true })

  const { lag, names, unknownVms, findings } = stored.content
  expect(replicationReportSchema.parse(JSON.parse(JSON.stringify(stored.content)))).toEqual(stored.content)
  expect(lag!.vms.length + unknownVms.length).toBe(Object.keys(names).length)
  const said = findings.flatMap(({ code, affected }) => (code === 'replication.churn-unknown' ? affected : []))
  expect([...said].sort()).toEqual(unknownVms)
  expect([reused, again.reused, wider.reused]).toEqual([false, true, false])
})
