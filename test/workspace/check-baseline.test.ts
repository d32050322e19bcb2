import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadBaseline, saveBaseline } from '../../src/workspace/check-baseline.ts'
import type { CheckBaseline } from '../../src/model/check-baseline.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const baseline: CheckBaseline = {
  schema: 'drplan/baseline@1',
  findings: [{ fingerprint: '0123456789abcdef', rule: 'check.vm-gone', subject: 'web-1', affected: ['vm-1'] }],
}

test('a baseline is read as it was written', async () => {
  const file = join(await temporaryFolder(), 'baseline.json')

  await saveBaseline(file, baseline)

  expect(await loadBaseline(file)).toEqual(baseline)
})

test('a baseline that is not there is an error that says how to make one', async () => {
  const file = join(await temporaryFolder(), 'baseline.json')

  await expect(loadBaseline(file)).rejects.toMatchObject({ code: 'check.baseline-missing', exitCode: 2 })
})

test.each([
  ['no JSON', 'findings:'],
  ['another file', '{"schema":"drplan/plan@3"}'],
  ['a fingerprint that is none', JSON.stringify({ ...baseline, findings: [{ fingerprint: 'x' }] })],
  ['a key twice', '{"schema":"drplan/baseline@1","schema":"drplan/baseline@1","findings":[]}'],
  ['nesting without end', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
])('%s is no baseline', async (_what, text) => {
  const file = join(await temporaryFolder(), 'baseline.json')
  await writeFile(file, text)

  await expect(loadBaseline(file)).rejects.toMatchObject({ code: 'check.baseline-invalid', place: { file } })
})
