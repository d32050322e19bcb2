import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { captureOutput } from '@oclif/test'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import ReplicationCadence from '../../commands/replication/cadence.ts'
import ReplicationLine from '../../commands/replication/line.ts'
import ReplicationReplay from '../../commands/replication/replay.ts'
import ReplicationSeed from '../../commands/replication/seed.ts'
import { shortHarbourFoods } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')
const runs = {
  replay: (argv: string[]): Promise<unknown> => ReplicationReplay.run(argv, root),
  cadence: (argv: string[]): Promise<unknown> => ReplicationCadence.run(argv, root),
  seed: (argv: string[]): Promise<unknown> => ReplicationSeed.run(argv, root),
  line: (argv: string[]): Promise<unknown> => ReplicationLine.run(argv, root),
}
let folder: string

async function run(name: keyof typeof runs, ...argv: readonly string[]) {
  process.exitCode = 0
  const config = argv.includes('-c') ? [] : ['--config', join(folder, 'drplan.yaml')]
  const { stdout, stderr, error } = await captureOutput(
    async () => {
      await runs[name]([...argv, ...config])
    },
    { print: false },
  )
  return { stdout, stderr, exitCode: (error?.oclif?.exit ?? process.exitCode) || 0 }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drplan-replication-'))
  await shortHarbourFoods(folder)
  return () => rm(folder, { recursive: true, force: true })
})

afterEach(() => {
  process.exitCode = 0
})

describe('replay', () => {
  test('shows tiers, links and the worst VMs on stdout, progress on stderr, and no colour in a pipe', async () => {
    const { stdout, stderr, exitCode } = await run('replay', '--all', '--link', '15')

    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^ {2}(■ missed|● kept) +0 /m)
    expect(stdout).toMatch(/^ {2}all tiers +[\d.]+ MiB\/s/m)
    expect(stdout).toMatch(/^ {2}erp-batch-1 /m)
    expect(stderr).toMatch(/✔ replay +\d+ VMs over/)
    expect(stdout).not.toContain('\u001B[')
    expect(stdout).not.toMatch(/[\u2801-\u28ff]/)
  })

  test('leaves replication.json, gives it as JSON, and fails on a violation only when asked to', async () => {
    const narrow = await run('replay', '--all', '--link', '15', '--json', '--fail-on-violation')
    const wide = await run('replay', '--all', '--link', '1000', '--json', '--fail-on-violation')

    const written = JSON.parse(await readFile(join(folder, '.drplan/replication.json'), 'utf8'))
    expect([narrow.exitCode, wide.exitCode]).toEqual([1, 0])
    expect(JSON.parse(wide.stdout)).toEqual(written)
    expect(written).toMatchObject({ schema: 'drplan/replication@1', linkMiBps: 1000, scope: 'all' })
    expect(narrow.stderr).toBe('')
  })

  test('of an unknown link nothing can be told, which is no success', async () => {
    const { stdout, exitCode } = await run('replay', '--all', '--fail-on-violation')

    expect(exitCode).toBe(1)
    expect(stdout).toContain('the link is unknown')
    expect(stdout).toContain('replication.link-unknown')
  })

  test('one VM whose figures can be added by hand', async () => {
    const at = await mkdtemp(join(folder, 'small-'))
    const mib = 2 ** 20
    // 15, 5, 5, 5 MiB/s an hour over 10 MiB/s: 5 MiB/s too much for an hour, which the next hour sends.
    const samples = [15, 5, 5, 5].map(
      (rate, hour) => `db-1,2026-10-12T0${hour}:00:00Z,disk_written_bytes,${rate * mib}`,
    )
    const vms = [
      { id: 'vm-1', name: 'db-1', tier: '1', disks: [{ id: 'd', capacityGiB: 10 }] },
      { id: 'vm-2', name: 'dark-1', tier: '1', disks: [{ id: 'd', capacityGiB: 10 }] },
    ]
    await writeFile(join(at, 'inventory.json'), JSON.stringify({ schema: 'drplan/inventory@1', vms }))
    await writeFile(join(at, 'metrics.csv'), ['vm,timestamp,metric,value', ...samples].join('\n'))
    await writeFile(
      join(at, 'drplan.yaml'),
      'schema: drplan/config@1\nsite: { id: small }\nsources: [{ kind: inventory, path: inventory.json }, { kind: metrics-csv, path: metrics.csv }]\ntarget: { platform: aws, region: eu-central-1 }\nreplication: { linkMiBps: 10, compression: { ratio: 1 } }\n',
    )

    const { stdout } = await run('replay', '--all', '--json', '-c', join(at, 'drplan.yaml'))

    const { lag, unknownVms } = JSON.parse(stdout)
    expect(unknownVms).toEqual(['vm-2'])
    expect(lag.vms).toHaveLength(1)
    // The last byte of the first hour arrives when half of the second is over; 25 min later the lag is 5 min again.
    expect(lag.tiers[0].worstLagMinutes).toBeCloseTo(30, 6)
    expect(lag.tiers[0].violations[0].minutes).toBeCloseTo(100, 4)
    expect(lag.tiers[0].backlogPeakGiB).toBeCloseTo((5 * 3600) / 1024, 6)
    expect(lag.tiers[0].lossMinutes).toMatchObject({ p50: 0 })
  })
})

test('cadence has each tier and VM, and says what nobody has stated', async () => {
  const { stdout, exitCode } = await run('cadence', '--link', '40')
  const unknown = await run('cadence', '--json')

  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^ {2}erp-db-1 +1 /m)
  expect(stdout).toContain('set replication.logShipping.replayMiBps')
  expect(JSON.parse(unknown.stdout).tiers.every(({ kept }: { kept: number }) => kept === 0)).toBe(true)
})

test('seed has the end of the first copies, and fails where a date is not kept', async () => {
  const late = await run(
    'seed',
    '--all',
    '--link',
    '40',
    '--start',
    '2026-12-01',
    '--finish-by',
    '2026-12-01T01:00:00Z',
  )
  const open = await run('seed', '--all', '--link', '40', '--start', '2026-12-01')
  const slip = await run('seed', '--start', 'soon')

  expect(late).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/It needs a link of [\d,.]+\s+MiB\/s/) })
  expect(open).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/First copies of \d+ VMs/) })
  expect(slip).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--start soon is not a time') })
})

test('line has the latest points that fit, and fails where a VM has none', async () => {
  const file = join(folder, 'points.csv')
  const rows = ['web-1,2026-10-20T07:50:00Z', 'web-1,2026-10-20T07:00:00Z', 'shop-1,2026-10-20T07:30:00Z']
  const more = ['shop-db-1,2026-10-20T07:40:00Z', 'cache-1,2026-10-20T07:45:00Z', 'id-1,2026-10-20T07:00:00Z']
  await writeFile(file, ['vm,time', ...rows, ...more].join('\n'))
  const failed = ['--failed-at', '2026-10-20T08:00:00Z']

  const fits = await run('line', '--points', file, ...failed)
  const older = await run('line', '--points', file, ...failed, '--at', '2026-10-20T07:10:00Z', '--json')
  await writeFile(file, 'vm,time\nweb-l,2026-10-20T07:50:00Z')
  const unknown = await run('line', '--points', file, ...failed)

  expect(fits.exitCode).toBe(0)
  // web-1 of 07:50 would know what shop-1 of 07:30 does not.
  expect(fits.stdout).toMatch(/^ {2}web-1 +2026-10-20 07:00Z +60 min .*web-1 → shop-1$/m)
  expect(older.exitCode).toBe(1)
  expect(JSON.parse(older.stdout)).toMatchObject({ schema: 'drplan/recovery-line@1', complete: false })
  expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Did you mean web-1?') })
})
