/** The live source against a stand-in that fails as Azure and networks do. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { SourceError } from '../../../src/errors.ts'
import type { SiteReading, SourceRequest } from '../../../src/model/source.ts'
import { readMetrics } from '../../../src/sources/azure/read-metrics.ts'
import { readSite } from '../../../src/sources/azure/read-site.ts'
import { answerOf, type Estate } from '../../support/azure-estate.ts'
import { anAzureRequest, withAzureCredentials } from '../../support/azure-request.ts'
import { armError, startAzureServer, type Answer, type Asked, type AzureServer } from '../../support/azure-server.ts'
import { collect } from '../../support/collect.ts'
import { smallAzure } from '../../support/small-azure.ts'
import { aSite } from '../../builders.ts'

/** A stand-in that answers as the small estate does, but where `fault` says otherwise. */
const aStandIn = (fault: (asked: Asked) => Answer | null, estate: Estate = smallAzure()): Promise<AzureServer> =>
  startAzureServer((asked) => fault(asked) ?? answerOf(estate, asked))

/** A stand-in for one test, which also gives out the tokens. */
async function aServer(...asked: Parameters<typeof aStandIn>): Promise<AzureServer> {
  const server = await aStandIn(...asked)
  onTestFinished(async () => {
    vi.unstubAllEnvs()
    await server.close()
  })
  withAzureCredentials(server.endpoint)
  return server
}

const namesOf = ({ vms }: SiteReading): readonly string[] => vms.map(({ name }) => name)
const partial = ({ findings }: Pick<SiteReading, 'findings'>) =>
  findings.filter(({ code }) => code === 'source.partial')
const everyone = ['host-1', 'host-2', 'host-3']
const machines = 'Microsoft.Compute/virtualMachines/read'
const isMachines = ({ action, query }: Asked): boolean => action === machines && !query.has('statusOnly')
const isSecondPage = (asked: Asked): boolean => isMachines(asked) && asked.query.has('$skiptoken')
/** Fails the first so many times that `which` is asked. */
function firstTimes(count: number, which: (asked: Asked) => boolean, answer: (asked: Asked) => Answer) {
  let seen = 0
  return (asked: Asked): Answer | null => (which(asked) && seen++ < count ? answer(asked) : null)
}

async function failure(request: SourceRequest): Promise<SourceError> {
  const error = await readSite(request).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(SourceError)
  return error as SourceError
}

// They wait side by side, so one stand-in gives out the tokens for both.
describe.concurrent('what takes its time', () => {
  const throttled = () => armError(429, 'TooManyRequests: Slow down.', { 'retry-after': '1' })
  let server: AzureServer
  beforeAll(async () => {
    server = await aStandIn(firstTimes(1, isSecondPage, throttled))
    withAzureCredentials(server.endpoint)
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    await server.close()
  })

  test('throttling: it waits as long as Azure asks, and all pages are there in the end', async () => {
    const { endpoint } = server
    const start = performance.now()

    const reading = await readSite(anAzureRequest({ endpoint }))

    expect(performance.now() - start).toBeGreaterThan(900)
    expect(namesOf(reading)).toEqual(everyone)
    expect(partial(reading)).toEqual([])
  })

  test('nobody at the endpoint', async () => {
    const other = await startAzureServer(() => ({ body: {} }))
    await other.close()

    const error = await failure(anAzureRequest({ endpoint: other.endpoint }))

    expect(error).toMatchObject({ code: 'source.unreachable' })
    expect(error.suggestions.join()).toContain(other.endpoint)
  }, 30_000)
})

describe('what passes', () => {
  test('an error of the server', async () => {
    const { endpoint, asked } = await aServer(
      firstTimes(
        1,
        ({ action }) => action.endsWith('/networkInterfaces/read'),
        () => armError(500, 'InternalServerError: An error occurred.'),
      ),
    )

    const reading = await readSite(anAzureRequest({ endpoint }))

    expect(partial(reading)).toEqual([])
    expect(reading.vms.map(({ nics }) => nics.length)).toEqual([1, 1, 1])
    expect(asked.filter(({ action }) => action.endsWith('/networkInterfaces/read'))).toHaveLength(3)
  })

  test.each(['reset', 'short'] as const)('a page that breaks off in the middle (%s)', async (cut) => {
    const { endpoint } = await aServer(
      firstTimes(1, isSecondPage, (asked) => ({ ...answerOf(smallAzure(), asked), cut })),
    )

    const reading = await readSite(anAzureRequest({ endpoint }))

    expect(namesOf(reading)).toEqual(everyone)
    expect(partial(reading)).toEqual([])
  })
})

describe('what stays', () => {
  test('a token that Azure does not take stops, and says how to log in again', async () => {
    const { endpoint } = await aServer(() => armError(401, 'ExpiredAuthenticationToken: The access token expired.'))

    const error = await failure(anAzureRequest({ endpoint }))

    expect(error).toMatchObject({ code: 'source.unauthorised', exitCode: 3 })
    expect(error.message).toContain('azure/11111111-2222-4333-8444-000000000001')
    expect(error.suggestions.join()).toContain('az login')
  })

  test('a token that expires in the middle stops too: half a site is worse than none', async () => {
    const { endpoint } = await aServer(({ action }) =>
      action.endsWith('/loadBalancers/read') ? armError(401, 'ExpiredAuthenticationToken: It expired.') : null,
    )

    expect(await failure(anAzureRequest({ endpoint, tenant: '77777777-0000-4000-8000-000000000009' }))).toMatchObject({
      code: 'source.unauthorised',
      suggestions: ['Log in again: az login --tenant 77777777-0000-4000-8000-000000000009'],
    })
  })

  test('no credentials at all', async () => {
    const { endpoint } = await aServer(() => null)
    vi.stubEnv('AZURE_CLIENT_SECRET', undefined)

    expect(await failure(anAzureRequest({ endpoint }))).toMatchObject({ code: 'source.unauthorised' })
  })

  test('credentials that the SDK does not know', async () => {
    const { endpoint } = await aServer(() => null)
    vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'wishful-thinking')

    const error = await failure(anAzureRequest({ endpoint }))

    expect(error).toMatchObject({ code: 'source.unauthorised' })
    expect(error.suggestions.join()).toContain('AZURE_TOKEN_CREDENTIALS')
  })

  test('nobody at the directory that gives out tokens', async () => {
    const { endpoint } = await aServer(() => null)
    const other = await startAzureServer(() => ({ body: {} }))
    await other.close()
    vi.stubEnv('AZURE_AUTHORITY_HOST', other.endpoint)

    expect(await failure(anAzureRequest({ endpoint }))).toMatchObject({ code: 'source.unreachable' })
  }, 30_000)

  test('throttling without end', async () => {
    const { endpoint } = await aServer(() => armError(429, 'TooManyRequests: Slow down.', { 'retry-after': '0' }))

    expect(await failure(anAzureRequest({ endpoint }))).toMatchObject({ code: 'source.throttled' })
  })

  test('a subscription that is not there', async () => {
    const { endpoint } = await aServer(() => armError(404, 'SubscriptionNotFound: The subscription was not found.'))

    const error = await failure(anAzureRequest({ endpoint }))

    expect(error).toMatchObject({
      code: 'source.unreachable',
      message: expect.stringContaining('SubscriptionNotFound') as string,
    })
    expect(error.suggestions.join()).toContain('az account list')
  })

  test.each([
    ['half of the JSON', { body: '{"value": [{"id": "/subscr' }],
    ['a page of a captive portal', { body: '<html><body>Log in</body></html>', type: 'text/html' }],
    ['JSON of something else', { body: { message: 'hello' } }],
  ])('%s is no estate', async (_, answer) => {
    const { endpoint } = await aServer(() => answer)

    expect(await failure(anAzureRequest({ endpoint }))).toMatchObject({ code: 'source.answer-damaged' })
  })

  test('an entry that is not what its kind is loses no other', async () => {
    const { endpoint } = await aServer((asked) => {
      if (!asked.action.endsWith('/virtualNetworks/read')) return null
      const { value } = answerOf(smallAzure(), asked).body as { value: readonly object[] }
      return { body: { value: [null, { id: 7, name: [] }, ...value] } }
    })

    const reading = await readSite(anAzureRequest({ endpoint }))

    expect(reading.network.vpcs.map(({ name }) => name)).toEqual(['quay-vnet'])
    expect(reading.findings.filter(({ code }) => code === 'site.row-unreadable').map(({ place }) => place)).toEqual([
      'azure/11111111-2222-4333-8444-000000000001/VirtualNetworks_ListAll[0]',
      'azure/11111111-2222-4333-8444-000000000001/VirtualNetworks_ListAll[1]',
    ])
  })

  test('calls that are not allowed are one finding, with the actions to allow', async () => {
    const { endpoint } = await aServer(({ action }) =>
      /\/(bastionHosts|natGateways)\/read$/.test(action)
        ? armError(403, 'AuthorizationFailed: No authorization.')
        : null,
    )

    const reading = await readSite(anAzureRequest({ endpoint }))

    expect(namesOf(reading)).toEqual(everyone)
    expect(partial(reading)).toMatchObject([
      {
        severity: 'error',
        suggestion:
          'Allow Microsoft.Network/bastionHosts/read, Microsoft.Network/natGateways/read in a role on the subscription; README.md links one with all that is asked.',
      },
    ])
  })

  test('without the list of SKUs the machines stay, and their sizes are asked for', async () => {
    const { endpoint } = await aServer(({ action }) =>
      action.endsWith('/skus/read') ? armError(403, 'AuthorizationFailed: No authorization.') : null,
    )

    const reading = await readSite(anAzureRequest({ endpoint }))

    expect(reading.vms.map(({ vcpus }) => vcpus)).toEqual([null, null, null])
    expect(reading.findings.map(({ code }) => code)).toContain('site.size-missing')
  })

  test('one subscription of two that fails is a finding; the other is the site', async () => {
    const other = '99999999-2222-4333-8444-000000000001'
    const { endpoint } = await aServer(({ subscription }) =>
      subscription === other ? armError(403, 'AuthorizationFailed: Not yours.') : null,
    )
    const [own] = smallAzure().resources.map(({ id }) => id.split('/')[2] ?? '')

    const reading = await readSite(anAzureRequest({ endpoint, subscriptions: [other, own ?? ''] }))

    expect(namesOf(reading)).toEqual(everyone)
    expect(partial(reading)).toMatchObject([
      { subject: `azure/${other}`, message: expect.stringContaining('Not yours.') as string },
    ])
  })

  test('metrics that fail are a finding with the batches so far, and cover nothing that was not answered', async () => {
    let windows = 0
    const { endpoint } = await aServer(({ action }) =>
      action.endsWith('/metrics/read') && windows++ >= 4 ? armError(403, 'AuthorizationFailed: No.') : null,
    )
    const request = anAzureRequest({ endpoint, historyDays: 8 })
    const { vms } = await readSite(request)

    const { batches, findings } = await readMetrics(request, aSite({ vms: [...vms] }))
    const read = await collect(batches)

    const start = Date.parse('2026-11-13T00:00:00Z')
    expect(read.length).toBeGreaterThan(0)
    expect(new Set(read.map(({ covers }) => JSON.stringify(covers)))).toEqual(
      new Set([JSON.stringify({ from: start, until: start + 4 * 86_400_000 })]),
    )
    expect(findings).toMatchObject([
      {
        code: 'source.partial',
        suggestion:
          'Allow Microsoft.Insights/metrics/read in a role on the subscription; README.md links one with all that is asked.',
      },
    ])
  })
})
