import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { captureOutput } from '@oclif/test'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import CatalogueList from '../../commands/catalogue/list.ts'
import CatalogueRefresh from '../../commands/catalogue/refresh.ts'
import CatalogueShow from '../../commands/catalogue/show.ts'
import Check from '../../commands/check.ts'
import Forecast from '../../commands/forecast.ts'
import MapCommand from '../../commands/map.ts'
import Plan from '../../commands/plan.ts'
import { withCredentials } from '../support/aws-request.ts'
import { startAwsServer, type Answer, type Asked, type AwsServer } from '../support/aws-server.ts'
import { aProduct } from '../support/price-lists.ts'
import { aScenario, contentsOf, harbourFoods, temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')

interface Outcome {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

type Runnable = { run(argv: string[], root: string): Promise<unknown> }

async function run(command: Runnable, argv: readonly string[]): Promise<Outcome> {
  process.exitCode = 0
  const { stdout, stderr, error } = await captureOutput(() => command.run([...argv], root), { print: false })
  return { stdout, stderr, exitCode: (error?.oclif?.exit ?? process.exitCode) || 0 }
}

afterEach(() => {
  process.exitCode = 0
  vi.unstubAllEnvs()
})

/** A workspace of its own without a drplan.yaml. */
const alone = async (): Promise<string[]> => [
  '--workspace',
  join(await temporaryFolder(), '.drplan'),
  '--target',
  'aws',
]

interface ListReport {
  readonly region: string | null
  readonly components: readonly { readonly id: string; readonly capacity: { readonly vcpus: number } }[]
}

describe('catalogue list', () => {
  test('says first how old it is and how much is in it, and that prices are estimated', async () => {
    const { stdout, stderr } = await run(CatalogueList, [...(await alone()), '--region', 'eu-central-1', '--all'])

    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /^ Catalogue of AWS as of 2024-07-18, 1,373 components, prices of eu-central-1 \(6 regions\); estimated prices marked with ~\./,
    )
    expect(stdout).toMatch(/ ~\d+\.\d{4} /)
    expect(stderr).toBe('')
  })

  test('narrows and sorts as it is asked, also in JSON', async () => {
    const asked = [
      '--region',
      'eu-central-1',
      '--vcpus',
      '4..8',
      '--memory',
      '..16',
      '--architecture',
      'arm64',
      '--current',
    ]

    const { stdout } = await run(CatalogueList, [
      ...(await alone()),
      ...asked,
      '--sort',
      'vcpus',
      '--limit',
      '3',
      '--json',
    ])

    const report = JSON.parse(stdout) as ListReport
    expect(report).toMatchObject({ schema: 'drplan/catalogue-list@1', target: 'aws', region: 'eu-central-1' })
    expect(report.components).toHaveLength(3)
    expect(report.components.every(({ capacity }) => capacity.vcpus === 4)).toBe(true)
  })

  test('without a region shows each in its cheapest one', async () => {
    const { stdout } = await run(CatalogueList, [...(await alone()), '--family', 'm7i', '--vcpus', '2'])

    expect(stdout).toMatch(/m7i\.large .* 0\.1008 .*us-east-1/)
  })

  test.each([
    ['--disks', /gp3 +1–65,536 /],
    ['--services', /backup-gib-month +eu-west-1 +0\.0500/],
    ['--regions', /eu-west-1 +\d+ +\d+ +7 +2025-04-04/],
  ])('%s lists something else', async (flag, row) => {
    expect((await run(CatalogueList, [...(await alone()), '--region', 'eu-west-1', flag])).stdout).toMatch(row)
  })

  test.each([
    ['a range that is none', ['--vcpus', '8..4'], '8..4'],
    ['a price that is none', ['--max-price', 'cheap'], 'cheap'],
    ['an unknown region', ['--region', 'eu-west-11'], 'Did you mean eu-west-1?'],
    ['two lists', ['--disks', '--services'], '--disks'],
  ])('%s ends with 2', async (_, argv, said) => {
    expect(await run(CatalogueList, [...(await alone()), ...argv])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(said),
    })
  })

  test('nothing like that is said, not drawn as an empty table', async () => {
    expect((await run(CatalogueList, [...(await alone()), '--vcpus', '7'])).stdout).toContain(
      'No component is like that',
    )
  })

  test('a configuration that is named must be there', async () => {
    expect(await run(CatalogueList, ['--config', '/nowhere/drplan.yaml'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('config.missing'),
    })
  })
})

describe('catalogue show', () => {
  test('shows every price with its day, and where the catalogue is from', async () => {
    const { stdout } = await run(CatalogueShow, [...(await alone()), 'm7i.large'])

    expect(stdout).toMatch(/us-east-1 +0\.1008 .*73\.58 +2026-07-20/)
    expect(stdout).toContain('Where it is from')
  })

  test('shows a class of disks, too', async () => {
    const { stdout } = await run(CatalogueShow, [...(await alone()), 'gp3', '--json'])

    expect(JSON.parse(stdout)).toMatchObject({ schema: 'drplan/disk-class@1', id: 'gp3', ownPrices: [] })
  })

  test('offers the nearest name for a slip', async () => {
    expect(await run(CatalogueShow, [...(await alone()), 'm7i.larg'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/catalogue\.component-unknown[\s\S]*Did you mean m7i\.large\?/),
    })
  })
})

/** The workspace of the scenario after drplan forecast: prices change nothing before that. */
let forecastWorkspace: string

beforeAll(async () => {
  forecastWorkspace = await mkdtemp(join(tmpdir(), 'drplan-catalogue-'))
  await run(Forecast, ['--config', join(harbourFoods, 'drplan.yaml'), '--workspace', forecastWorkspace])
  return () => rm(forecastWorkspace, { recursive: true, force: true })
})

async function aScenarioWithPrices(prices: string): Promise<{ folder: string; config: string[] }> {
  const folder = await aScenario()
  await cp(forecastWorkspace, join(folder, '.drplan'), { recursive: true })
  const file = join(folder, 'drplan.yaml')
  const text = await readFile(file, 'utf8')
  const withPrices = text.replace(
    /^target:.*\n(?: .*\n)*/m,
    'target: { platform: aws, region: eu-central-1, prices: prices.yaml }\n',
  )
  await writeFile(file, withPrices)
  await writeFile(join(folder, 'prices.yaml'), `schema: drplan/prices@1\nasOf: 2026-10-01\n${prices}`)
  return { folder, config: ['--config', file] }
}

interface MapReport {
  readonly mapping: { readonly standbyPerMonth: number }
  readonly findings: readonly { readonly code: string; readonly subject: string; readonly place: string | null }[]
}

describe('own prices', () => {
  test('change what map and list say; a row that matches nothing is a finding with its line', async () => {
    const { folder, config } = await aScenarioWithPrices('discounts: []\n')
    const before = JSON.parse((await run(MapCommand, [...config, '--json'])).stdout) as MapReport
    const half = `discounts:\n  - { match: {}, percent: 50, reason: EDP }\n  - { match: { components: [m99.*] }, percent: 5, reason: x }\n`
    await writeFile(join(folder, 'prices.yaml'), `schema: drplan/prices@1\nasOf: 2026-10-01\n${half}`)

    const { stdout, stderr } = await run(MapCommand, config)
    const after = JSON.parse((await run(MapCommand, [...config, '--json'])).stdout) as MapReport
    const list = await run(CatalogueList, [...config, '--family', 'm7i'])

    expect(stdout.length).toBeGreaterThan(100)
    expect(stderr).toMatch(/monitor.*reused/)
    expect(stderr).not.toMatch(/map .*reused/)
    expect(after.mapping.standbyPerMonth).toBeLessThan(before.mapping.standbyPerMonth * 0.51)
    expect(after.findings).toContainEqual(
      expect.objectContaining({ code: 'catalogue.price-unused', place: 'prices.yaml:5' }),
    )
    expect(list.stdout).toMatch(/m7i\.large .* ~?\*0\.\d/)
    expect(list.stdout).toContain('catalogue.price-unused')
  })

  test('that changed since the plan are found by check', async () => {
    const { folder, config } = await aScenarioWithPrices('discounts: []\n')
    await run(Plan, config)
    await writeFile(join(folder, 'prices.yaml'), 'schema: drplan/prices@1\nasOf: 2026-10-02\n')

    expect((await run(Check, config)).stdout).toContain('file prices.yaml changed since the plan was made')
  })

  test('are as old as they say, so fresh ones end the finding about old prices', async () => {
    const ofAll = `overrides:
  - { component: '*', perHour: 0.1, source: x }
  - { diskClass: '*', perGiBMonth: 0.1, perIopsMonth: 0.01, perMiBpsMonth: 0.1, source: x }
  - { service: '*', price: 0.05, source: x }
`
    const { folder, config } = await aScenarioWithPrices('discounts: []\n')
    const file = join(folder, 'drplan.yaml')
    await writeFile(file, `${await readFile(file, 'utf8')}\nmapping: { today: 2026-11-21 }\n`)
    const staleOf = async () =>
      (JSON.parse((await run(MapCommand, [...config, '--json'])).stdout) as MapReport).findings.filter(
        ({ code, subject }) => code === 'map.price-stale' && subject === 'old prices',
      ).length

    const before = await staleOf()
    await writeFile(join(folder, 'prices.yaml'), `schema: drplan/prices@1\nasOf: 2026-10-01\n${ofAll}`)

    expect(before).toBeGreaterThan(0)
    expect(await staleOf()).toBe(0)
  })

  test('that are damaged end with 2 and their line', async () => {
    const { config } = await aScenarioWithPrices('overrides:\n  - { component: m7i.large, perHour: 0, source: x }\n')

    expect(await run(MapCommand, config)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/catalogue\.prices-invalid[\s\S]*prices\.yaml:4/),
    })
  })
})

describe('catalogue refresh', () => {
  const offered = ['m7i.large', 'm7i.xlarge']
  const answer = (asked: Asked): Answer => {
    if (asked.operation === 'DescribeInstanceTypes')
      return { body: '<DescribeInstanceTypesResponse><instanceTypeSet/></DescribeInstanceTypesResponse>' }
    if (asked.operation === 'DescribeInstanceTypeOfferings')
      return {
        body: `<DescribeInstanceTypeOfferingsResponse><instanceTypeOfferingSet>${offered.map((id) => `<item><instanceType>${id}</instanceType></item>`).join('')}</instanceTypeOfferingSet></DescribeInstanceTypeOfferingsResponse>`,
      }
    const isLinux = asked.body.includes('"Linux"')
    const PriceList = isLinux ? offered.map((id) => aProduct({ id, usd: '0.2222000000' })) : []
    return { type: 'application/x-amz-json-1.1', body: JSON.stringify({ FormatVersion: 'aws_v1', PriceList }) }
  }

  async function withServer(own: (asked: Asked) => Answer, use: (server: AwsServer) => Promise<void>): Promise<void> {
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

  test('what was read counts from then on, until it is cleared', async () => {
    const where = await alone()
    const until = ['--until', '2026-11-21T08:00:00Z']
    await withServer(answer, async () => {
      const done = await run(CatalogueRefresh, [...where, '--region', 'eu-west-1', ...until, '--json'])
      const shown = await run(CatalogueShow, [...where, 'm7i.large'])
      const listed = await run(CatalogueList, [...where, '--regions'])
      const cleared = await run(CatalogueRefresh, [...where, '--clear'])
      const again = await run(CatalogueShow, [...where, 'm7i.large'])

      expect(JSON.parse(done.stdout)).toMatchObject({
        schema: 'drplan/catalogue-refresh@1',
        regions: ['eu-west-1'],
        changes: { pricesRead: 2, pricesChanged: 2 },
        findings: [{ code: 'catalogue.row-vanished', subject: 'eu-west-1' }],
      })
      expect(shown.stdout).toMatch(/eu-west-1 +0\.2222 .*162\.21 +2026-11-21/)
      expect(listed.stdout).toContain('Refreshed: eu-west-1 on 2026-11-21.')
      expect(cleared.stdout).toContain('was removed')
      expect(again.stdout).not.toContain('0.2222')
    })
  })

  test('twice the same is the same file, byte by byte', async () => {
    const where = await alone()
    const argv = [...where, '--region', 'eu-west-1', '--until', '2026-11-21T08:00:00Z']
    await withServer(answer, async () => {
      await run(CatalogueRefresh, argv)
      const first = await contentsOf(where[1] ?? '')
      await run(CatalogueRefresh, argv)

      expect([...first.keys()]).toEqual(['catalogue-aws.json'])
      expect(await contentsOf(where[1] ?? '')).toEqual(first)
    })
  })

  test('a region that cannot be read keeps what was there, and is said', async () => {
    const where = await alone()
    const denied: Answer = {
      status: 403,
      body: '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>',
    }
    const own = (asked: Asked): Answer =>
      asked.region === 'eu-central-1' || (asked.operation === 'GetProducts' && asked.body.includes('eu-central-1'))
        ? denied
        : answer(asked)
    await withServer(own, async () => {
      const { stdout, exitCode } = await run(CatalogueRefresh, [
        ...where,
        '--region',
        'eu-west-1',
        '--region',
        'eu-central-1',
      ])
      const list = await run(CatalogueList, [...where, '--regions'])

      expect(exitCode).toBe(0)
      expect(stdout).toContain('source.partial')
      expect(list.stdout).toMatch(/Refreshed: eu-west-1 on [\d-]+\./)
    })
  })

  test('offline it ends with 3, and writes nothing', async () => {
    const where = await alone()
    withCredentials()
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9')

    const { exitCode, stderr } = await run(CatalogueRefresh, [...where, '--region', 'eu-west-1'])

    expect({ exitCode, stderr }).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('source.unreachable') })
    expect([...(await contentsOf(where[1] ?? '')).keys()]).toEqual([])
  })

  test('a refreshed file that is damaged is named, with how to make it again', async () => {
    const where = await alone()
    await withServer(answer, async () => {
      await run(CatalogueRefresh, [...where, '--region', 'eu-west-1'])
      await writeFile(join(where[1] ?? '', 'catalogue-aws.json'), '{')

      expect(await run(CatalogueList, where)).toMatchObject({
        exitCode: 2,
        stderr: expect.stringMatching(/artifact\.damaged[\s\S]*drplan catalogue refresh/),
      })
      expect((await run(CatalogueRefresh, [...where, '--clear'])).exitCode).toBe(0)
    })
  })

  test('an unknown region ends with 2 before anything is asked', async () => {
    await withServer(answer, async (server) => {
      const { exitCode, stderr } = await run(CatalogueRefresh, [...(await alone()), '--region', 'eu-wst-1'])

      expect({ exitCode, stderr }).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('Did you mean eu-west-1?'),
      })
      expect(server.asked).toEqual([])
    })
  })
})
