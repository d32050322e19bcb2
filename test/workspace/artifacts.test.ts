import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { artifacts, type ArtifactKind, type ArtifactOf } from '../../src/model/artifact.ts'
import { loadAwsCatalogue } from '../../src/targets/aws/catalogue.ts'
import { canonicalJson, loadArtifact, saveArtifact } from '../../src/workspace/artifacts.ts'
import { aDemand, aSite, aVm } from '../builders.ts'
import { anEquivalence } from '../builders-network.ts'
import { aPlan } from '../builders-plan.ts'
import { aReplicationReport } from '../builders-replication.ts'
import { aFailbackReport, aSimulationReport } from '../builders-simulation.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const plan = aPlan()
const contents = {
  site: aSite({ vms: [aVm({ tags: { owner: '日本', empty: '' } })] }),
  demands: { demands: [aDemand()], forecasts: [], findings: [] },
  mapping: { mapping: plan.mapping, findings: [] },
  translation: { translation: plan.network, equivalence: anEquivalence(), findings: [] },
  plan,
  simulation: aSimulationReport(),
  replication: aReplicationReport(),
  failback: aFailbackReport(),
  catalogue: { catalogue: loadAwsCatalogue(), refreshed: [{ region: 'eu-west-1', asOf: '2026-11-21' }], findings: [] },
  quotas: {
    platform: 'aws',
    account: '111122223333',
    region: 'eu-west-1',
    readAt: '2026-11-21T08:00:00Z',
    quotas: [{ id: 'L-1216C47A', most: 64, used: 12, source: 'Service Quotas ec2/L-1216C47A' }],
  },
}
const kinds = Object.keys(artifacts) as ArtifactKind[]
const inputs = { 'file b.csv': 'b', 'file a.csv': 'a' }
const artifactOf = (kind: ArtifactKind): never => ({ content: contents[kind], inputs, madeBy: 'drplan 1.2.3' }) as never

test.each(kinds)('%s is read as it was saved, addresses and all', async (kind) => {
  const file = join(await temporaryFolder(), 'a.json')

  const saved = await saveArtifact(file, kind, artifactOf(kind))
  const loaded = await loadArtifact(file, kind)

  expect(loaded).toEqual({ content: contents[kind], inputs, madeBy: 'drplan 1.2.3', hash: saved.hash })
})

test.each(kinds)('%s is the same bytes whatever the order of its keys', async (kind) => {
  const folder = await temporaryFolder()
  const reversed = (value: unknown): unknown =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, inner]) => [key, reversed(inner)]),
        )
      : Array.isArray(value)
        ? value.map(reversed)
        : value
  await saveArtifact(join(folder, 'a'), kind, artifactOf(kind))

  await saveArtifact(join(folder, 'b'), kind, {
    content: reversed(contents[kind]) as ArtifactOf<typeof kind>,
    inputs: reversed(inputs) as typeof inputs,
    madeBy: 'drplan 1.2.3',
  })

  const [a, b] = await Promise.all(['a', 'b'].map((name) => readFile(join(folder, name), 'utf8')))
  expect(b).toBe(a)
  expect(a).toBe(canonicalJson(JSON.parse(a ?? '')))
})

test('an artefact that is not there is null', async () => {
  expect(await loadArtifact(join(await temporaryFolder(), 'site.json'), 'site')).toBeNull()
})

const envelope = { schema: 'drplan/demands@2', madeBy: 'x', inputs: {}, ...contents.demands }

test.each([
  ['not JSON', '{"schema":"drplan/dem', 'artifact.damaged'],
  ['empty', '', 'artifact.damaged'],
  ['a list', '[]', 'artifact.damaged'],
  ['of another kind', JSON.stringify({ ...envelope, schema: 'drplan/site@1' }), 'artifact.damaged'],
  ['without a schema', JSON.stringify({ ...envelope, schema: undefined }), 'artifact.damaged'],
  ['older', JSON.stringify({ ...envelope, schema: 'drplan/demands@1' }), 'artifact.older'],
  ['newer', JSON.stringify({ ...envelope, schema: 'drplan/demands@3' }), 'artifact.newer'],
  ['short of a field', JSON.stringify({ ...envelope, forecasts: undefined }), 'artifact.damaged'],
  ['with a key too many', JSON.stringify({ ...envelope, extra: 1 }), 'artifact.damaged'],
  ['with a key __proto__', JSON.stringify(envelope).replace('{', '{"__proto__":{"a":1},'), 'artifact.damaged'],
  ['of a wrong type', JSON.stringify({ ...envelope, demands: [{ vmId: 1 }] }), 'artifact.damaged'],
])('an artefact that is %s is refused with its file and what to do', async (_, text, code) => {
  const file = join(await temporaryFolder(), 'demands.json')
  await writeFile(file, text)

  await expect(loadArtifact(file, 'demands')).rejects.toMatchObject({
    code,
    exitCode: 2,
    place: { file },
    suggestions: [expect.stringContaining('drplan plan')],
  })
})

test('an artefact cut off anywhere is refused', async () => {
  const file = join(await temporaryFolder(), 'site.json')
  await saveArtifact(file, 'site', artifactOf('site'))
  const text = await readFile(file, 'utf8')

  for (let length = 0; length < text.length - 2; length += 37) {
    await writeFile(file, text.slice(0, length))
    await expect(loadArtifact(file, 'site')).rejects.toMatchObject({ code: 'artifact.damaged' })
  }
})

test('what does not fit its schema is not saved', async () => {
  const file = join(await temporaryFolder(), 'demands.json')
  const content = { ...contents.demands, demands: [aDemand({ storageGiB: NaN })] }

  const saving = saveArtifact(file, 'demands', { content, inputs, madeBy: 'x' })

  await expect(saving).rejects.toBeInstanceOf(z.core.$ZodError)
})
