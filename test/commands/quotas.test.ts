import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { captureOutput } from '@oclif/test'
import { afterEach, describe, expect, test, vi } from 'vitest'
import CatalogueRefresh from '../../commands/catalogue/refresh.ts'
import Check from '../../commands/check.ts'
import MapCommand from '../../commands/map.ts'
import Plan from '../../commands/plan.ts'
import { withCredentials } from '../support/aws-request.ts'
import { startAwsServer, type Asked, type AwsServer } from '../support/aws-server.ts'
import { json, serviceQuotas } from '../support/service-quotas.ts'
import { smallAws } from '../support/small-aws.ts'
import { aScenario, contentsOf, temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')
const name = 'quotas-aws-eu-central-1.json'
const until = ['--until', '2026-11-21T08:00:00Z']

type Runnable = { run(argv: string[], root: string): Promise<unknown> }

async function run(command: Runnable, argv: readonly string[]) {
  process.exitCode = 0
  const { stdout, stderr, error } = await captureOutput(() => command.run([...argv], root), { print: false })
  return { stdout, stderr, exitCode: (error?.oclif?.exit ?? process.exitCode) || 0 }
}

afterEach(() => {
  process.exitCode = 0
  vi.unstubAllEnvs()
})

/** An account with three m5.large in every region. */
const answer = (asked: Asked) => serviceQuotas(asked, '111122223333') ?? smallAws(asked)

async function withServer(own: typeof answer, use: (server: AwsServer) => Promise<void>): Promise<void> {
  const server = await startAwsServer(own)
  withCredentials()
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
  vi.stubEnv('AWS_ENDPOINT_URL', server.endpoint)
  try {
    await use(server)
  } finally {
    await server.close()
  }
}

interface MapReport {
  readonly mapping: {
    readonly standbyPerMonth: number
    readonly ledger: readonly {
      readonly id: string
      readonly most: number | null
      readonly used: number | null
      readonly source: string | null
    }[]
  }
  readonly findings: readonly { readonly code: string; readonly subject: string }[]
}

describe('catalogue refresh --quotas', () => {
  test('is what the mapping keeps to from then on, and a plan made without it is stale', async () => {
    const folder = await aScenario()
    const config = ['--config', join(folder, 'drplan.yaml')]
    await run(Plan, config)
    const before = JSON.parse((await run(MapCommand, [...config, '--json'])).stdout) as MapReport
    await withServer(answer, async () => {
      const { stdout, exitCode } = await run(CatalogueRefresh, [...config, '--quotas', ...until])

      expect(exitCode).toBe(0)
      expect(stdout).toContain('Quotas of 111122223333 in eu-central-1: 6 quotas read.')
      expect(stdout).toMatch(/L-1216C47A .* 1,920 +6 +vCPU/)
      expect(stdout).toContain('catalogue.quota-unmatched')
    })

    const checked = await run(Check, config)
    const shown = await run(MapCommand, config)
    const after = JSON.parse((await run(MapCommand, [...config, '--json'])).stdout) as MapReport

    expect(checked.stdout).toContain(`${name} is new since the plan was made`)
    expect(shown.stdout).toMatch(/shared by VMs +needed +of +others have/)
    expect(shown.stderr).toMatch(/monitor.*reused/)
    expect(after.mapping.ledger).toContainEqual(
      expect.objectContaining({
        id: 'L-1216C47A',
        most: 1914,
        used: 6,
        source: 'account 111122223333 as of 2026-11-21',
      }),
    )
    expect(after.mapping.standbyPerMonth).toBe(before.mapping.standbyPerMonth)
    expect(after.findings.filter(({ code }) => code === 'map.quota-unstated').length).toBeLessThanOrEqual(
      before.findings.filter(({ code }) => code === 'map.quota-unstated').length,
    )
  })

  test('twice the same is the same file, byte by byte, until it is cleared', async () => {
    const workspace = join(await temporaryFolder(), '.drplan')
    const argv = ['--workspace', workspace, '--target', 'aws', '--quotas', '--region', 'eu-central-1']
    await withServer(answer, async () => {
      const { stdout } = await run(CatalogueRefresh, [...argv, ...until, '--json'])
      const first = await contentsOf(workspace)
      await run(CatalogueRefresh, [...argv, ...until])

      expect(JSON.parse(stdout)).toMatchObject({
        schema: 'drplan/quotas-refresh@1',
        read: [
          { platform: 'aws', account: '111122223333', region: 'eu-central-1', readAt: '2026-11-21T08:00:00.000Z' },
        ],
      })
      expect([...first.keys()]).toEqual([name])
      expect(JSON.parse(first.get(name) ?? '')).toMatchObject({ schema: 'drplan/quotas@1' })
      expect(await contentsOf(workspace)).toEqual(first)
    })

    const cleared = await run(CatalogueRefresh, [...argv, '--clear'])
    const again = await run(CatalogueRefresh, [...argv, '--clear'])

    expect(cleared.stdout).toContain('were removed')
    expect(again.stdout).toContain('nothing to remove')
    expect([...(await contentsOf(workspace)).keys()]).toEqual([])
  })

  test('needs a region, and one that the catalogue has', async () => {
    const argv = ['--workspace', join(await temporaryFolder(), '.drplan'), '--target', 'aws', '--quotas']

    expect(await run(CatalogueRefresh, argv)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('no region is named'),
    })
    expect(await run(CatalogueRefresh, [...argv, '--region', 'eu-wst-1'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Did you mean eu-west-1?'),
    })
  })

  test('without the right to read them ends with 3, and what was read before stays', async () => {
    const workspace = join(await temporaryFolder(), '.drplan')
    const argv = ['--workspace', workspace, '--target', 'aws', '--quotas', '--region', 'eu-central-1']
    await withServer(answer, async () => void (await run(CatalogueRefresh, argv)))
    const before = await contentsOf(workspace)

    await withServer(
      () => json(400, { __type: 'AccessDeniedException', Message: 'no' }),
      async () => {
        expect(await run(CatalogueRefresh, argv)).toMatchObject({
          exitCode: 3,
          stderr: expect.stringContaining('servicequotas:ListServiceQuotas'),
        })
      },
    )

    expect(await contentsOf(workspace)).toEqual(before)
  })

  test.each([
    ['damaged', '{'],
    ['of another region', 'eu-west-1'],
  ])('a file that is %s is named, with how to make it again', async (_, text) => {
    const folder = await aScenario()
    const config = ['--config', join(folder, 'drplan.yaml')]
    const file = join(folder, '.drplan', name)
    await withServer(answer, async () => void (await run(CatalogueRefresh, [...config, '--quotas'])))
    const whole = await readFile(file, 'utf8')
    await writeFile(file, text === '{' ? text : whole.replace('"eu-central-1"', `"${text}"`))

    expect(await run(MapCommand, config)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/artifact\.damaged[\s\S]*drplan catalogue refresh --quotas/),
    })

    await rm(file)
    expect((await run(MapCommand, config)).exitCode).not.toBe(2)
  })

  test('--region means nothing when the catalogue is cleared', async () => {
    const argv = ['--workspace', join(await temporaryFolder(), '.drplan'), '--target', 'aws']

    expect((await run(CatalogueRefresh, [...argv, '--clear', '--region', 'eu-west-1'])).exitCode).toBe(2)
  })
})
