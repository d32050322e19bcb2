import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSets } from '../../../bench/forecast/series-files.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drplan-bench-'))
  await mkdir(join(folder, 'b'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

test('wide files are found at any depth, plain and packed, in the order of their paths', async () => {
  await writeFile(join(folder, 'b', 'net.csv.gz'), gzipSync('# step_s=3600 n=3\n1,5,,7\n2,1,2,3\n'))
  await writeFile(join(folder, 'a.csv'), '# step_s=3600\nvm-1,0.5,1,2\n')

  const { sets } = readSets(folder, [])

  expect(sets.map(({ name, kind }) => [name, kind])).toEqual([
    ['a', 'wide'],
    ['b/net', 'wide'],
  ])
  expect(sets[1]?.series[0]).toEqual({ name: '1', values: Float64Array.of(5, Number.NaN, 7), official: null })
})

test('what is no table of hourly series is named, not guessed at', async () => {
  await writeFile(join(folder, 'vms.csv'), 'vm,cores\n1,2\n')
  await writeFile(join(folder, 'b', 'fine.csv'), '# step_s=300\n1,2,3\n')

  expect(readSets(folder, [])).toEqual({ sets: [], skipped: ['b/fine.csv', 'vms.csv'] })
})

test('M4 series get their official test by name, and end where their cells are empty', async () => {
  await writeFile(join(folder, 'b', 'Hourly-train.csv'), '"V1","V2","V3"\n"H1","1","2"\n"H2","3",\n')
  await writeFile(join(folder, 'b', 'Hourly-test.csv'), '"V1","V2"\n"H2","4"\n')

  const { sets } = readSets(folder, [])

  expect(sets).toEqual([
    {
      name: 'b/Hourly-train',
      kind: 'm4',
      series: [
        { name: 'H1', values: Float64Array.of(1, 2), official: null },
        { name: 'H2', values: Float64Array.of(3), official: Float64Array.of(4) },
      ],
    },
  ])
})

test('only paths that contain what was asked for', async () => {
  await writeFile(join(folder, 'a.csv'), '# step_s=3600\n1,2\n')
  await writeFile(join(folder, 'b', 'c.csv'), '# step_s=3600\n1,2\n')

  expect(readSets(folder, ['b/']).sets.map(({ name }) => name)).toEqual(['b/c'])
})
