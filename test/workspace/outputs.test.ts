import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { compareOutputs, manifestOf, writeOutputs } from '../../src/workspace/outputs.ts'
import { contentsOf, temporaryFolder } from '../support/temporary-folder.ts'

async function put(file: string, contents = 'mine'): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, contents)
}

const aFile = (path: string): { path: string; contents: string } => ({ path, contents: path })

async function folders(): Promise<{ out: string; manifest: string; root: string }> {
  const root = await temporaryFolder()
  return { root, out: join(root, 'out'), manifest: join(root, '.drplan', 'outputs.json') }
}

test('a file that is no longer made is removed', async () => {
  const { out, manifest } = await folders()
  await writeOutputs(out, manifest, { plan: 'a plan', files: [aFile('terraform/old.tf'), aFile('terraform/main.tf')] })

  await writeOutputs(out, manifest, { plan: 'a plan', files: [aFile('terraform/main.tf')] })

  expect([...(await contentsOf(out)).keys()]).toEqual(['terraform/main.tf'])
})

test("the user's own files are never touched", async () => {
  const { out, manifest } = await folders()
  const own = ['terraform/.terraform/lock', 'terraform/terraform.tfstate', 'terraform/extra.tf', 'notes.md']
  for (const path of own) await put(join(out, path))
  await writeOutputs(out, manifest, { plan: 'a plan', files: [aFile('terraform/main.tf'), aFile('terraform/old.tf')] })

  await writeOutputs(out, manifest, { plan: 'a plan', files: [aFile('terraform/main.tf')] })

  const found = await contentsOf(out)
  expect(own.map((path) => found.get(path))).toEqual(own.map(() => 'mine'))
})

test.each(['../../x', '../x', '/etc/x', 'a/../../../x', '', 'a\\..\\x', 'a\0b'])(
  'a list that names %j removes nothing',
  async (path) => {
    const { root, out, manifest } = await folders()
    await put(join(root, 'x'))
    await put(manifest, JSON.stringify({ schema: 'drplan/outputs@1', files: [path] }))

    await writeOutputs(out, manifest, { plan: 'a plan', files: [aFile('a.md')] })

    expect(await readFile(join(root, 'x'), 'utf8')).toBe('mine')
    expect(await readdir(out)).toEqual(['a.md'])
  },
)

test('a folder where a file of ours was is not removed, and does not stop the others', async () => {
  const { out, manifest } = await folders()
  await writeOutputs(out, manifest, { plan: 'a plan', files: [aFile('b.md')] })
  await put(manifest, JSON.stringify({ schema: 'drplan/outputs@1', files: ['own', 'b.md'] }))
  await put(join(out, 'own/file'))

  await writeOutputs(out, manifest, { plan: 'a plan', files: [aFile('a.md')] })

  expect([...(await contentsOf(out)).keys()]).toEqual(['a.md', 'own/file'])
})

test('what a killed run left half-written is removed', async () => {
  const { out, manifest } = await folders()
  await put(join(out, 'terraform/.drplan-0b9cdd47-6d8a-4c2e-8d94-7b6b2f1f0f00.tmp'))

  await writeOutputs(out, manifest, { plan: 'a plan', files: [aFile('terraform/main.tf')] })

  expect([...(await contentsOf(out)).keys()]).toEqual(['terraform/main.tf'])
})

test.each(['{"schema":"drplan/outputs@1","fil', '{"schema":"drplan/outputs@9","files":["a.md"]}', '[]'])(
  'a damaged list (%s) costs nothing but the removal',
  async (text) => {
    const { out, manifest } = await folders()
    await put(manifest, text)

    await writeOutputs(out, manifest, { plan: 'a plan', files: [aFile('b.md')] })

    expect(await readdir(out)).toEqual(['b.md'])
    expect(JSON.parse(await readFile(manifest, 'utf8'))).toMatchObject({
      schema: 'drplan/outputs@2',
      plan: 'a plan',
      files: { 'b.md': expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
  },
)

test('what somebody edited or removed is told from what stands as it was written, line ends aside', async () => {
  const { out } = await folders()
  const files = ['kept.md', 'crlf.md', 'edited.tf', 'gone.tf'].map((path) => ({ path, contents: `${path}\nsecond\n` }))
  await writeOutputs(out, manifestOf(out), { plan: 'a plan', files })
  await put(join(out, 'crlf.md'), 'crlf.md\r\nsecond\r\n')
  await put(join(out, 'edited.tf'))
  await rm(join(out, 'gone.tf'))

  const [same, other] = [await compareOutputs(out, 'a plan'), await compareOutputs(out, 'another plan')]

  expect(same).toEqual({ missing: ['gone.tf'], changed: ['edited.tf'] })
  expect(other?.changed).toEqual(['plan.json', 'edited.tf'])
})

test('where an older drplan wrote the list, nothing is compared', async () => {
  const { out } = await folders()
  await put(manifestOf(out), JSON.stringify({ schema: 'drplan/outputs@1', files: ['a.md'] }))

  expect(await compareOutputs(out, 'a plan')).toBeNull()
})
