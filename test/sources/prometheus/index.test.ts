import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError, SourceError } from '../../../src/errors.ts'
import { parseAddress } from '../../../src/model/address.ts'
import { findingSchema, type Finding } from '../../../src/model/finding.ts'
import { prometheusSettingsSchema, type PrometheusSettings } from '../../../src/model/live-settings.ts'
import type { Site } from '../../../src/model/site.ts'
import type { SampleBatch } from '../../../src/model/source.ts'
import { createPrometheusSource, type PrometheusOptions } from '../../../src/sources/prometheus/index.ts'
import { aNic, aSite, aVm } from '../../builders.ts'
import { collect } from '../../support/collect.ts'
import { aRequest } from '../../support/source-folder.ts'
import { aFreePort } from './real-server.ts'
import { aServer, everyStep, matrix, sendJson, type Answering, type Asked } from './stand-in.ts'

const UNTIL = '2026-11-21T00:00:00Z'
const STEP = 3600

/** One own query, one day of hours, unless a test says more. */
const settings = (url: string, over: Partial<PrometheusSettings> = {}): PrometheusSettings => ({
  ...prometheusSettingsSchema.parse({
    kind: 'prometheus',
    url,
    presets: [],
    queries: [{ metric: 'cpu_vcpu', query: 'own_cpu' }],
    historyDays: 1,
    stepSeconds: STEP,
  }),
  ...over,
})

const site = aSite({
  vms: [
    aVm({ id: 'vm-1', name: 'web-1.example.net', nics: [aNic({ addresses: [parseAddress('10.0.0.10')] })] }),
    aVm({ id: 'vm-2', name: 'twin', vcpus: 4, nics: [aNic({ addresses: [parseAddress('10.0.0.20')] })] }),
    aVm({ id: 'vm-3', name: 'twin', vcpus: null, nics: [aNic({ addresses: [parseAddress('fd00::3')] })] }),
  ],
})

interface Read {
  readonly batches: readonly SampleBatch[]
  readonly findings: readonly Finding[]
}

interface ReadOptions extends PrometheusOptions {
  readonly of?: Site
}

/** Waits are written down, not waited for. */
async function read(live: PrometheusSettings, { of = site, ...options }: ReadOptions = {}): Promise<Read> {
  const pace = { sleep: () => Promise.resolve(), ...options.pace }
  const source = createPrometheusSource({ environment: {}, ...options, pace })
  const reading = await source.readMetrics!(aRequest('', { live, until: UNTIL }), of)
  const batches = (await collect(reading.batches)).filter(({ covers }) => covers === undefined)
  return { batches, findings: reading.findings }
}

const failure = (live: PrometheusSettings, options: ReadOptions = {}): Promise<unknown> =>
  read(live, options).then(
    () => null,
    (error: unknown) => error,
  )

const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code)

const web = { instance: 'web-1:9100' }

const alwaysOne: Answering = (response, asked) =>
  sendJson(response, 200, matrix([{ metric: web, values: everyStep(asked, () => '1') }]))

/** The first question is the first look; the second, after it, is about the history itself. */
const onHistory =
  (answer: Answering): Answering =>
  (response, asked) =>
    asked.number === 1 ? alwaysOne(response, asked) : answer(response, asked)

describe('the time that is read', () => {
  test('is every whole step before the end, stamped with its beginning', async () => {
    const { url } = await aServer(alwaysOne)

    const { batches, findings } = await read(settings(url))

    const [batch] = batches
    expect(batches).toHaveLength(1)
    expect(batch).toMatchObject({ vmId: 'vm-1', metric: 'cpu' })
    expect(batch?.at).toHaveLength(24)
    expect(batch?.at[0]).toBe(Date.parse('2026-11-20T00:00:00Z'))
    expect(batch?.at[23]).toBe(Date.parse('2026-11-20T23:00:00Z'))
    expect(findings).toEqual([])
  })

  test('is cut into chunks of at most 10,000 points that neither overlap nor leave a hole', async () => {
    const { url, asked } = await aServer(alwaysOne)

    const { batches } = await read(settings(url, { historyDays: 35, stepSeconds: 60 }))

    const history = asked.filter(({ step }) => step === 60)
    expect(history).toHaveLength(6)
    expect(Math.max(...history.map(({ start, end }) => (end - start) / 60 + 1))).toBe(10_000)
    const at = batches.flatMap((batch) => [...batch.at])
    expect(at).toHaveLength(35 * 1440)
    expect(at.slice(1).every((ms, index) => ms === at[index]! + 60_000)).toBe(true)
  })

  test('is cut finer where there are many series, so that no answer is huge', async () => {
    const { url, asked } = await aServer((response, question) => {
      const series = Array.from({ length: 100 }, (_, index) => ({
        metric: { instance: `unknown-${index}` },
        values: question.step === 60 ? [] : everyStep(question, () => '1'),
      }))
      sendJson(response, 200, matrix(series))
    })

    await read(settings(url, { historyDays: 35, stepSeconds: 60 }))

    const history = asked.filter(({ step }) => step === 60)
    expect(Math.max(...history.map(({ start, end }) => (end - start) / 60 + 1))).toBe(2000)
  })

  test.each([
    [
      '422 and too many samples',
      422,
      { status: 'error', errorType: 'execution', error: 'query processing would load too many samples into memory' },
    ],
    [
      '503 and a timeout',
      503,
      { status: 'error', errorType: 'timeout', error: 'query timed out in expression evaluation' },
    ],
    ['a gateway that waited in vain', 504, 'no JSON'],
  ])('is asked for in halves after %s', async (_, status, body) => {
    const { url } = await aServer((response, asked) =>
      (asked.end - asked.start) / STEP > 8 ? sendJson(response, status, body) : alwaysOne(response, asked),
    )

    const { batches } = await read(settings(url))

    const at = batches.flatMap((batch) => [...batch.at])
    expect(at).toHaveLength(24)
    expect(new Set(at).size).toBe(24)
  })

  test('is asked for in halves when an answer is longer than this machine should hold', async () => {
    const { url, asked } = await aServer(alwaysOne)

    const { batches } = await read(settings(url), { pace: { mostBytes: 400 } })

    expect(batches.flatMap((batch) => [...batch.at])).toHaveLength(24)
    expect(asked.length).toBeGreaterThan(4)
  })

  test('a limit that even one step breaks is told in the words of the server', async () => {
    const body = { status: 'error', errorType: 'execution', error: 'the limit of 10 series is exceeded' }
    const { url } = await aServer((response) => sendJson(response, 422, body))

    expect(await failure(settings(url))).toMatchObject({
      code: 'source.query-refused',
      message: expect.stringContaining('the limit of 10 series is exceeded'),
    })
  })
})

describe('values', () => {
  test('that are no finite number, negative or unreadable are left out and counted once', async () => {
    const { url } = await aServer((response, asked) => {
      const values: unknown[] = everyStep(asked, () => '2')
      values.splice(
        0,
        7,
        [asked.start, 'NaN'],
        [asked.start, '+Inf'],
        [asked.start, '-Inf'],
        [asked.start, '-1'],
        [asked.start, ''],
        'x',
        [null, '1'],
      )
      sendJson(response, 200, matrix([{ metric: web, values }]))
    })

    const { batches, findings } = await read(settings(url))

    expect([...batches[0]!.values]).toEqual(Array(17).fill(2))
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({ code: 'store.value-dropped' })
    expect(findings[0]?.message).toBe(
      'Left out: 3 values that are no finite number (NaN, Inf), 1 value below zero, 3 values that cannot be read.',
    )
  })

  test('out of order or given twice are passed on as they come', async () => {
    const { url } = await aServer((response, { start, step }) => {
      const values = [
        [start + step, '2'],
        [start, '1'],
        [start + step, '3'],
      ]
      sendJson(response, 200, matrix([{ metric: web, values }]))
    })

    const { batches } = await read(settings(url))

    expect([...batches[0]!.values]).toEqual([2, 1, 3])
    expect(batches[0]!.at[0]).toBe(batches[0]!.at[2])
  })

  test('of times that were not asked for are ignored', async () => {
    const { url } = await aServer((response, asked) => {
      const values = [[asked.start - 1, '9'], ...everyStep(asked, () => '1'), [asked.end + 1, '9']]
      sendJson(response, 200, matrix([{ metric: web, values }]))
    })

    const { batches } = await read(settings(url))

    expect([...batches[0]!.values]).toEqual(Array(24).fill(1))
  })

  test('whatever they are, give finite amounts or nothing', async () => {
    let given: unknown[] = []
    const { url } = await aServer((response, { start }) => {
      sendJson(response, 200, matrix([{ metric: web, values: [[start, '1'], ...given] }]))
    })
    const value = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.constantFrom('+Inf', '-Inf', 'NaN', '1e400', '0x1f'),
    )
    const point = fc.oneof(fc.tuple(fc.integer({ min: 0, max: 2 ** 31 }), value), fc.jsonValue())

    await fc.assert(
      fc.asyncProperty(fc.array(point, { maxLength: 20 }), async (points) => {
        given = points

        const { batches } = await read(settings(url))

        const values = batches.flatMap((batch) => [...batch.values])
        expect(values.every((value) => Number.isFinite(value) && value >= 0)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  test('in percent become amounts by the allocation, and are left out where nobody states it', async () => {
    const { url } = await aServer((response, asked) => {
      const series = ['10.0.0.20:9100', '[fd00::3]:9100'].map((instance) => ({
        metric: { instance },
        values: everyStep(asked, () => '50'),
      }))
      sendJson(response, 200, matrix(series))
    })

    const { batches, findings } = await read(settings(url, { queries: [{ metric: 'cpu', unit: '%', query: 'own' }] }))

    expect(batches.map(({ vmId, values }) => [vmId, values[0]])).toEqual([['vm-2', 2]])
    expect(findings).toMatchObject([{ code: 'store.allocation-unknown', affected: ['vm-3'] }])
  })
})

describe('the VM of a series', () => {
  const labelled =
    (...series: Record<string, string>[]): Answering =>
    (response, asked) =>
      sendJson(response, 200, matrix(series.map((metric) => ({ metric, values: everyStep(asked, () => '1') }))))

  test.each([
    ['its id in the first label', { vm: 'vm-3', instance: 'web-1:9100' }, 'vm-3'],
    ['its host name and a port', { instance: 'web-1:9100' }, 'vm-1'],
    ['its address and a port', { instance: '10.0.0.10:9100' }, 'vm-1'],
    ['its IPv6 address and a port', { instance: '[fd00::3]:9100' }, 'vm-3'],
    ['a later label, when the first ones fit nothing', { instance: '172.16.0.1:9100', nodename: 'web-1' }, 'vm-1'],
    ['a later label, when the first one fits several', { vm: 'twin', instance: '10.0.0.20:9100' }, 'vm-2'],
  ])('is found by %s', async (_, labels, vmId) => {
    const { url } = await aServer(labelled(labels))

    const { batches, findings } = await read(settings(url))

    expect(batches.map((batch) => batch.vmId)).toEqual([vmId])
    expect(findings).toEqual([])
  })

  test('that is none, or could be two, is told in one finding', async () => {
    const { url } = await aServer(labelled({ instance: 'stranger:9100' }, { vm: 'twin' }, {}, web))

    const { batches, findings } = await read(settings(url))

    expect(batches.map(({ vmId }) => vmId)).toEqual(['vm-1'])
    expect(codes(findings)).toEqual(['store.series-unmatched'])
    expect(findings[0]?.affected).toEqual(['{instance="stranger:9100"}', '{vm="twin"}', '{}'])
  })

  test('that has several series for a metric gets the one with more samples, and a finding', async () => {
    const { url } = await aServer((response, asked) => {
      const all = everyStep(asked, () => '1')
      const series = [
        { metric: { ...web, job: 'a' }, values: all.slice(5) },
        { metric: { ...web, job: 'b' }, values: everyStep(asked, () => '2') },
      ]
      sendJson(response, 200, matrix(series))
    })

    const { batches, findings } = await read(settings(url))

    expect(batches.map(({ values }) => values[0])).toEqual([2])
    expect(findings).toMatchObject([{ code: 'store.series-doubled', affected: ['vm-1'] }])
  })

  test('that has an own query and a preset gets the own query, without a finding', async () => {
    const { url } = await aServer((response, asked) => {
      const values = everyStep(asked, () => (asked.query === 'own_cpu' ? '1' : '2'))
      const measured = asked.query === 'own_cpu' || asked.query.includes('node_cpu')
      sendJson(
        response,
        200,
        matrix(measured ? [{ metric: web, values: asked.query === 'own_cpu' ? values.slice(9) : values }] : []),
      )
    })

    const { batches, findings } = await read(settings(url, { presets: ['node_exporter'] }))

    expect(batches.map(({ values }) => values[0])).toEqual([1])
    expect(findings).toEqual([])
  })

  test('is not the exporter that measures other VMs', async () => {
    const { url } = await aServer((response, asked) => {
      const metric = { instance: 'web-1:9272', vm_name: 'vm-3' }
      sendJson(
        response,
        200,
        matrix(asked.query.includes('mem_consumed') ? [{ metric, values: everyStep(asked, () => '1024') }] : []),
      )
    })

    const { batches } = await read(settings(url, { presets: ['vmware_exporter'], queries: [] }))

    expect(batches.map(({ vmId, metric }) => [vmId, metric])).toEqual([['vm-3', 'memory']])
  })
})

describe('own queries', () => {
  test('of an unknown metric, or without a unit, are not asked, and the others are', async () => {
    const { url, asked } = await aServer(alwaysOne)
    const queries = [
      { metric: 'coffee', query: 'a' },
      { metric: 'cpu', query: 'b' },
      { metric: 'gpu', unit: 'gpus', query: 'rate(c[$__rate_interval])' },
    ]

    const { batches, findings } = await read(settings(url, { queries }))

    expect(batches.map(({ metric }) => metric)).toEqual(['gpu'])
    expect(new Set(asked.map(({ query }) => query))).toEqual(new Set(['rate(c[3600s])']))
    expect(codes(findings)).toEqual(['store.unit-unknown', 'store.unit-unknown'])
  })

  test('of which none can be used, and no preset, leave nothing to ask', async () => {
    const error = await failure(settings('http://127.0.0.1:1', { queries: [{ metric: 'coffee', query: 'a' }] }))

    expect(error).toMatchObject({
      code: 'config.invalid',
      suggestions: [expect.stringContaining('coffee'), expect.any(String)],
    })
  })

  test('labels that PromQL cannot take are refused before anything is asked', async () => {
    const error = await failure(
      settings('http://127.0.0.1:1', { presets: ['node_exporter'], identity: ['vm) or vector(1'] }),
    )

    expect(error).toBeInstanceOf(InputError)
    expect(error).toMatchObject({ code: 'config.invalid' })
  })
})

describe('what a server says beside its answer', () => {
  test('becomes findings, without control characters', async () => {
    const { url } = await aServer((response, asked) => {
      const remarks = { warnings: ['store \u001b[31mdown'], infos: ['may be no counter'], isPartial: true }
      sendJson(response, 200, matrix([{ metric: web, values: everyStep(asked, () => '1') }], remarks))
    })

    const { findings } = await read(settings(url))

    expect(findings).toMatchObject([
      { code: 'store.answer-partial', affected: ['The answer is marked as partial.', 'store [31mdown'] },
      { code: 'store.answer-noted', affected: ['may be no counter'] },
    ])
    expect(() => findings.map((finding) => findingSchema.parse(finding))).not.toThrow()
  })

  test('no series at all is an error, not an empty history', async () => {
    const { url } = await aServer((response) => sendJson(response, 200, matrix([])))

    expect(await failure(settings(url))).toMatchObject({ code: 'source.nothing-readable' })
  })
})

describe('a server in trouble', () => {
  test('that throttles for a while is waited for, as long as it asks', async () => {
    const waits: number[] = []
    const { url } = await aServer(
      onHistory((response, asked) => {
        if (asked.number > 3) return alwaysOne(response, asked)
        response.writeHead(asked.number === 2 ? 429 : 503, {
          'retry-after': asked.number === 2 ? '7' : 'Sat, 21 Nov 2026 00:00:09 GMT',
          date: 'Sat, 21 Nov 2026 00:00:00 GMT',
        })
        response.end('slow down')
      }),
    )

    const { batches } = await read(settings(url), { pace: { sleep: (ms) => Promise.resolve(waits.push(ms)) } })

    expect(batches[0]?.at).toHaveLength(24)
    expect(waits).toEqual([7000, 9000])
  })

  test('that has too many guests is waited for, not asked for less', async () => {
    const waits: number[] = []
    const { url, asked } = await aServer(
      onHistory((response, question) =>
        question.number === 2
          ? response.writeHead(503).end('cannot handle more than 8 concurrent requests')
          : alwaysOne(response, question),
      ),
    )

    await read(settings(url), { pace: { sleep: (ms) => Promise.resolve(waits.push(ms)) } })

    expect(waits).toHaveLength(1)
    expect(asked).toHaveLength(3)
  })

  test('that never stops throttling is given up after five attempts, with growing waits', async () => {
    const waits: number[] = []
    const { url, asked } = await aServer((response) => response.writeHead(429).end())

    const error = await failure(settings(url), { pace: { sleep: (ms) => Promise.resolve(waits.push(ms)) } })

    expect(error).toBeInstanceOf(SourceError)
    expect(error).toMatchObject({ code: 'source.throttled', exitCode: 3 })
    expect(asked).toHaveLength(5)
    expect(waits.every((ms, index) => ms >= 250 * 2 ** index && ms <= 500 * 2 ** index)).toBe(true)
  })

  test('whose Retry-After is longer than anyone waits is not waited for that long', async () => {
    const waits: number[] = []
    const { url } = await aServer((response) => response.writeHead(429, { 'retry-after': '86400' }).end())

    await failure(settings(url), { pace: { sleep: (ms) => Promise.resolve(waits.push(ms)) } })

    expect(Math.max(...waits)).toBe(60_000)
  })

  test.each<[string, Answering]>([
    [
      'closes the connection in mid-body',
      (response) => {
        response.writeHead(200, { 'content-length': '1000' })
        response.write('{"status":"success",')
        setTimeout(() => response.destroy(), 20)
      },
    ],
    ['sends JSON that is cut off', (response) => response.end('{"status":"success","data":{"resultType":"mat')],
    ['sends no JSON', (response) => response.end('<html>Welcome</html>')],
    [
      'sends JSON of another kind',
      (response) => sendJson(response, 200, { status: 'success', data: { resultType: 'scalar', result: [1, '2'] } }),
    ],
  ])('that %s is asked again, and is an error when it goes on', async (_, spoil) => {
    const once = await aServer(
      onHistory((response, asked) => (asked.number === 2 ? spoil(response, asked) : alwaysOne(response, asked))),
    )
    const always = await aServer(spoil)

    expect((await read(settings(once.url))).batches[0]?.at).toHaveLength(24)
    expect(await failure(settings(always.url))).toMatchObject({ code: 'source.answer-damaged', exitCode: 3 })
    expect(always.asked).toHaveLength(5)
  })

  test('that resets the connection before it answers is asked again', async () => {
    const { url } = await aServer(
      onHistory((response, asked) => (asked.number === 2 ? void response.destroy() : alwaysOne(response, asked))),
    )

    const { batches } = await read(settings(url))

    expect(batches[0]?.at).toHaveLength(24)
  })

  test('that is too slow is not waited for without end', async () => {
    const { url, asked } = await aServer(() => undefined)

    const error = await failure(settings(url), { pace: { timeoutMs: 50 } })

    expect(error).toMatchObject({ code: 'source.unreachable', message: expect.stringContaining('within 0.05 s') })
    expect(asked).toHaveLength(5)
  })

  test('that begins its answer and then stalls is not waited for without end', async () => {
    const { url } = await aServer((response) => {
      response.writeHead(200)
      response.write('{"status":')
    })

    const error = await failure(settings(url), { pace: { timeoutMs: 50, attempts: 2 } })

    expect(error).toMatchObject({ code: 'source.unreachable' })
  })

  test.each([
    ['nobody listens', async () => `http://127.0.0.1:${await aFreePort()}`, /ECONNREFUSED/],
    ['the name does not exist', async () => 'http://drplan.invalid:9090', /ENOTFOUND|EAI_AGAIN/],
  ])('is unreachable when %s', async (_, url, reason) => {
    const error = await failure(settings(await url()), { pace: { attempts: 2 } })

    expect(error).toMatchObject({ code: 'source.unreachable', message: expect.stringMatching(reason) })
  })

  test('that fails inside is asked again and then told with its status', async () => {
    const { url, asked } = await aServer((response) => response.writeHead(500).end('panic'))

    expect(await failure(settings(url))).toMatchObject({
      code: 'source.unreachable',
      message: expect.stringContaining('500: panic'),
    })
    expect(asked).toHaveLength(5)
  })

  test('that refuses a query is quoted, and not asked again', async () => {
    const body = { status: 'error', errorType: 'bad_data', error: 'parse error at char 3' }
    const { url, asked } = await aServer((response) => sendJson(response, 400, body))

    expect(await failure(settings(url))).toMatchObject({
      code: 'source.query-refused',
      message: expect.stringContaining('bad_data: parse error at char 3'),
    })
    expect(asked).toHaveLength(1)
  })

  test('is not asked on when the reader leaves early', async () => {
    const { url, asked } = await aServer(alwaysOne)
    const source = createPrometheusSource({ environment: {} })
    const live = settings(url, { historyDays: 455, stepSeconds: 15 })
    const reading = await source.readMetrics!(aRequest('', { live, until: UNTIL }), site)

    for await (const _ of reading.batches) break

    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(asked.length).toBeLessThan(12)
  })
})

describe('credentials', () => {
  const environment = { TOKEN: 's3cret-token', USER_NAME: 'drplan', PASSWORD: 'p4ss:word' }

  test.each([
    ['a bearer token', { bearerTokenVariable: 'TOKEN' }, 'Bearer s3cret-token'],
    [
      'a user and a password',
      { basicAuthVariables: { user: 'USER_NAME', password: 'PASSWORD' } },
      `Basic ${btoa('drplan:p4ss:word')}`,
    ],
    ['none', {}, null],
  ])('are sent as %s in a header, and in no URL', async (_, over, header) => {
    const { url, asked } = await aServer(alwaysOne)

    await read(settings(`${url}/prometheus/?tenant=a`, over), { environment })

    expect(asked.map(({ authorization }) => authorization)).toEqual([header, header])
    expect(new Set(asked.map(({ url }) => url))).toEqual(new Set(['/prometheus/api/v1/query_range?tenant=a']))
  })

  test.each([401, 403])(
    'that are not enough (%i) are an error at once, without the credentials in it',
    async (status) => {
      const { url, asked } = await aServer((response, { authorization }) =>
        response.writeHead(status).end(`no: ${authorization}`),
      )

      const error = await failure(settings(url, { bearerTokenVariable: 'TOKEN' }), { environment })

      expect(error).toMatchObject({ code: 'source.unauthorised', exitCode: 3 })
      expect(JSON.stringify([error, (error as Error).message, (error as Error).stack])).not.toContain('s3cret')
      expect(asked).toHaveLength(1)
    },
  )

  test.each([
    ['a variable that is not set', { bearerTokenVariable: 'ABSENT' }, 'source.unauthorised'],
    ['a token with a line break inside', { bearerTokenVariable: 'BROKEN' }, 'source.unauthorised'],
    [
      'two kinds at once',
      { bearerTokenVariable: 'TOKEN', basicAuthVariables: { user: 'USER_NAME', password: 'PASSWORD' } },
      'config.invalid',
    ],
  ])('of %s are refused', async (_, over, code) => {
    const error = await failure(settings('http://127.0.0.1:1', over), {
      environment: { ...environment, BROKEN: 'a-hidden\nb' },
    })

    expect(error).toBeInstanceOf(InputError)
    expect(error).toMatchObject({ code })
    expect((error as Error).message).not.toContain('hidden')
  })

  test.each(['http://user:s3cret@127.0.0.1:1', 'http://s3cret@127.0.0.1:1', 'ftp://127.0.0.1'])(
    'in a URL, or a URL that is none of HTTP, are refused: %s',
    async (url) => {
      const error = await failure(settings(url))

      expect(error).toBeInstanceOf(InputError)
      expect(error).toMatchObject({ code: 'config.invalid' })
      expect((error as Error).message).not.toContain('s3cret')
    },
  )

  test('follow a redirect within the host, and never to another one', async () => {
    const other = await aServer(alwaysOne)
    const within = await aServer((response, asked) =>
      asked.url.startsWith('/new')
        ? alwaysOne(response, asked)
        : response.writeHead(302, { location: '/new/api/v1/query_range' }).end(),
    )
    const away = await aServer((response, { url }) => response.writeHead(307, { location: `${other.url}${url}` }).end())
    const circle = await aServer((response, { url }) => response.writeHead(302, { location: url }).end())
    const live = (url: string) => settings(url, { bearerTokenVariable: 'TOKEN' })

    expect((await read(live(within.url), { environment })).batches[0]?.at).toHaveLength(24)
    expect(await failure(live(away.url), { environment })).toMatchObject({ code: 'source.unreachable' })
    expect(await failure(live(circle.url), { environment })).toMatchObject({ code: 'source.unreachable' })
    expect(other.asked).toEqual([])
    expect(circle.asked).toHaveLength(4)
  })
})

test('a request without settings is refused, and there are no files to list', async () => {
  const source = createPrometheusSource()

  await expect(source.readMetrics!(aRequest(''), site)).rejects.toMatchObject({ code: 'config.invalid' })
  expect(await source.listFiles(aRequest(''))).toEqual([])
})

test('the same answers give the same batches and findings', async () => {
  const { url } = await aServer((response, asked: Asked) =>
    setTimeout(() => alwaysOne(response, asked), (asked.number * 7) % 20),
  )
  const live = settings(url, { presets: ['node_exporter', 'windows_exporter'], historyDays: 20, stepSeconds: 60 })

  const [first, second] = [await read(live), await read(live)]

  expect(second).toEqual(first)
})
