import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runProgram, type Program } from '../../src/workspace/run-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const program = (script: string, over: Partial<Program> = {}): Program => ({
  argv: [process.execPath, '-e', script],
  cwd: process.cwd(),
  environment: {},
  outputTo: null,
  timeoutMs: 20_000,
  signal: new AbortController().signal,
  onOutput: () => {},
  ...over,
})

test('a program that ends well gives all that it printed, and sees what it is told', async () => {
  const heard: string[] = []
  const script = 'console.log(process.env.KEY); console.error("aside")'

  const end = await runProgram(
    program(script, { environment: { KEY: 'run/1' }, onOutput: (text) => void heard.push(text) }),
  )

  expect(end).toMatchObject({ exitCode: 0, failure: null })
  expect(end.output).toContain('run/1')
  expect(heard.join('')).toContain('aside')
})

test('how a program ended badly is a sentence', async () => {
  expect(await runProgram(program('process.exit(3)'))).toMatchObject({
    exitCode: 3,
    failure: 'it ended with exit code 3',
  })
  const missing = await runProgram(program('', { argv: ['no-such-program-of-drplan'] }))
  expect(missing).toMatchObject({ exitCode: null, failure: expect.stringContaining('it did not start') })
})

test('an argument is never read by a shell', async () => {
  const folder = await temporaryFolder()
  const argv = [process.execPath, '-e', 'console.log(process.argv[1])', '$(touch made); touch made']

  const end = await runProgram(program('', { argv, cwd: folder }))

  expect(end.output.trim()).toBe('$(touch made); touch made')
  expect(await readdir(folder)).toEqual([])
})

test('a program that takes too long, or that somebody stops, is ended and says why', async () => {
  const forever = 'setInterval(() => {}, 1000)'
  const late = await runProgram(program(forever, { timeoutMs: 300 }))
  const stopped = await runProgram(program(forever, { signal: AbortSignal.abort() }))

  expect(late.failure).toBe('it took longer than its timeout and was ended')
  expect(stopped.failure).toBe('a person stopped it')
})

test('output takes the place of a file whole, and only of a program that ended well', async () => {
  const folder = await temporaryFolder()
  const outputTo = join(folder, 'deep/values.json')

  await runProgram(program('console.log("new")', { outputTo }))
  await runProgram(program('console.log("half"); process.exit(1)', { outputTo }))

  expect(await readFile(outputTo, 'utf8')).toBe('new\n')
  expect(await readdir(join(folder, 'deep'))).toEqual(['values.json'])
})

test('what stands there stays where the program fails', async () => {
  const outputTo = join(await temporaryFolder(), 'values.json')
  await writeFile(outputTo, 'old')

  await runProgram(program('process.exit(1)', { outputTo }))

  expect(await readFile(outputTo, 'utf8')).toBe('old')
})
