/** `drplan init --ci`: what is written where, and what is left alone. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { init, type InitWish } from '../../src/pipeline/init.ts'
import { contentsOf, temporaryFolder } from '../support/temporary-folder.ts'

const answers = {
  site: 'north',
  sources: [{ kind: 'inventory', path: 'inventory.csv' }],
  platform: 'aws',
  region: 'eu-central-1',
}

/** A repository, and how drplan is asked to start in one of its folders. */
async function aRepository(below: string): Promise<{ root: string; wish: InitWish }> {
  const root = await temporaryFolder()
  await mkdir(join(root, '.git'))
  await mkdir(join(root, below), { recursive: true })
  const file = join(root, below, 'drplan.yaml')
  return { root, wish: { file, answers, overwrite: false, ci: 'github', version: '1.2.3' } }
}

test('from a folder below, the pipeline goes to the root of the repository and names the way back', async () => {
  const { root, wish } = await aRepository('sites/the north')

  const written = await init(wish)

  const workflow = join(root, '.github/workflows/drplan.yml')
  expect(written).toEqual([wish.file, workflow])
  expect(await readFile(workflow, 'utf8')).toContain('DRPLAN_CONFIG: "sites/the north/drplan.yaml"')
})

test('a drplan.yaml that is there is read, not replaced; a second time there is nothing to do', async () => {
  const { root, wish } = await aRepository('.')
  await init({ ...wish, ci: null })
  await writeFile(wish.file, (await readFile(wish.file, 'utf8')).replace('"north"', 'south'))
  const before = await readFile(wish.file, 'utf8')

  const first = await init({ ...wish, ci: 'kubernetes' })
  const second = await init({ ...wish, ci: 'kubernetes' })

  expect(first).toEqual(['Containerfile', 'drplan-check.yaml'].map((name) => join(root, 'kubernetes', name)))
  expect(second).toEqual([])
  expect(await readFile(wish.file, 'utf8')).toBe(before)
  expect(await readFile(first[1]!, 'utf8')).toContain('drplan-check-south')
})

test('a file that somebody wrote is never replaced, and then nothing else is written', async () => {
  const { root, wish } = await aRepository('.')
  await mkdir(join(root, '.gitlab'))
  await writeFile(join(root, '.gitlab/drplan.yml'), 'mine: true\n')

  const attempt = init({ ...wish, ci: 'gitlab', overwrite: true })

  await expect(attempt).rejects.toMatchObject({
    code: 'ci.exists',
    message: expect.stringContaining('.gitlab/drplan.yml'),
  })
  expect([...(await contentsOf(root))]).toEqual([['.gitlab/drplan.yml', 'mine: true\n']])
})

test.each(['a${{ secrets.X }}', '$(whoami)', '`id`', 'a"b', "a'b", 'a\\b', 'a\nb', '-c', 'a*', '<% x %>', 'a%{b}'])(
  'a folder named %j, which a pipeline would read as code, is refused',
  async (name) => {
    const { root, wish } = await aRepository(name)

    await expect(init(wish)).rejects.toMatchObject({ code: 'ci.path-unsupported', exitCode: 2 })
    expect([...(await contentsOf(root))]).toEqual([])
  },
)

test('without a repository the folder of drplan.yaml counts as its root', async () => {
  const folder = await temporaryFolder()

  const written = await init({
    file: join(folder, 'drplan.yaml'),
    answers,
    overwrite: false,
    ci: 'jenkins',
    version: '1.2.3',
  })

  expect(written).toEqual([join(folder, 'drplan.yaml'), join(folder, 'Jenkinsfile.drplan')])
})
