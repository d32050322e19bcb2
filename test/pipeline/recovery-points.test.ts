import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPoints } from '../../src/pipeline/recovery-points.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const planned = [
  { id: 'vm-1', name: 'db-1' },
  { id: 'vm-2', name: 'web-1' },
]
const vms = {
  planned,
  all: [...planned, { id: 'vm-9', name: 'old-1' }, { id: 'vm-7', name: 'twin' }, { id: 'vm-8', name: 'twin' }],
}

async function read(name: string, text: string) {
  const file = join(await temporaryFolder(), name)
  await writeFile(file, text)
  return readPoints(file, vms)
}

test('CSV by name or id, with the columns in any order, and points of VMs that are not planned counted', async () => {
  const { points, elsewhere } = await read(
    'points.csv',
    'time,vm,kind,group\n2026-01-05T07:00:00Z,db-1,application-consistent,g1\n2026-01-05T08:00:00+01:00,vm-2,,\n2026-01-05T07:00:00Z,old-1,,\n',
  )

  expect(points.get('vm-1')).toEqual([
    { id: '2026-01-05T07:00:00.000Z', at: '2026-01-05T07:00:00Z', kind: 'application-consistent', groupPointId: 'g1' },
  ])
  expect(points.get('vm-2')).toMatchObject([{ id: '2026-01-05T07:00:00.000Z', kind: 'crash-consistent' }])
  expect(elsewhere).toBe(1)
})

test('YAML and JSON are the same file', async () => {
  const point = { vm: 'db-1', time: '2026-01-05T07:00:00Z', id: 'p1' }
  const yaml = 'schema: drplan/recovery-points@1\npoints:\n  - { vm: db-1, time: "2026-01-05T07:00:00Z", id: p1 }\n'

  const one = await read('points.yaml', yaml)
  const other = await read('points.json', JSON.stringify({ schema: 'drplan/recovery-points@1', points: [point] }))

  expect([...one.points]).toEqual([...other.points])
})

test('an unknown VM is refused with its line and the nearest name, and every other fault with it', async () => {
  const reading = read(
    'points.csv',
    'vm,time\ndb-1,2026-01-05T07:00:00Z\nbd-1,2026-01-05T07:00:00Z\ntwin,2026-01-05T07:00:00Z\ndb-1,2026-01-05T07:00:00Z\n',
  )

  await expect(reading).rejects.toMatchObject({
    code: 'replication.points-invalid',
    message: expect.stringMatching(/There is no VM bd-1\.\n.*:4: 2 VMs are called twin.*\n.*:5: db-1 has two points/),
    place: { line: 3 },
    suggestions: ['Did you mean db-1?'],
  })
})

test('a time without a zone, a consistency that is none and a column that is none are refused where they stand', async () => {
  await expect(read('p.csv', 'vm,time\ndb-1,2026-01-05 07:00\n')).rejects.toMatchObject({ place: { line: 2 } })
  await expect(read('p.csv', 'vm,time,kind\ndb-1,2026-01-05T07:00:00Z,good\n')).rejects.toMatchObject({
    code: 'replication.points-invalid',
    message: expect.stringContaining('consistency'),
  })
  await expect(read('p.csv', 'vm,tme\ndb-1,x\n')).rejects.toMatchObject({
    message: expect.stringContaining('no column time'),
    suggestions: expect.arrayContaining(['Did you mean time?']),
  })
  await expect(
    read('p.yaml', 'schema: drplan/recovery-points@1\npoints:\n  - { vm: bd-1, time: "2026-01-05T07:00:00Z" }\n'),
  ).rejects.toMatchObject({ place: { line: 3 }, suggestions: ['Did you mean db-1?'] })
})

test('a file that is not there is told as such', async () => {
  await expect(readPoints(join(await temporaryFolder(), 'none.csv'), vms)).rejects.toMatchObject({
    code: 'replication.points-missing',
  })
})
