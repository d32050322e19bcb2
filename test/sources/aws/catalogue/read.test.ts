import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CatalogueRequest } from '../../../../src/model/catalogue-reading.ts'
import { awsSettingsSchema } from '../../../../src/model/live-settings.ts'
import { awsCatalogueSource } from '../../../../src/sources/aws/catalogue/read.ts'
import { withCredentials } from '../../../support/aws-request.ts'
import { startAwsServer, type Answer, type Asked, type AwsServer } from '../../../support/aws-server.ts'
import { aProduct } from '../../../support/price-lists.ts'

/** The last one is that of the test, unless tests run side by side. */
const servers: AwsServer[] = []

beforeEach(() => {
  withCredentials()
  vi.stubEnv('AWS_MAX_ATTEMPTS', '2')
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await Promise.all(servers.map(({ close }) => close()))
})

const types = (...names: readonly string[]): string =>
  `<DescribeInstanceTypesResponse><instanceTypeSet>${names
    .map(
      (
        name,
      ) => `<item><instanceType>${name}</instanceType><currentGeneration>true</currentGeneration><bareMetal>false</bareMetal>
<burstablePerformanceSupported>${String(name.startsWith('t'))}</burstablePerformanceSupported>
<supportedBootModes><item>legacy-bios</item><item>uefi</item></supportedBootModes>
<processorInfo><supportedArchitectures><item>x86_64</item></supportedArchitectures></processorInfo>
<vCpuInfo><defaultVCpus>2</defaultVCpus></vCpuInfo><memoryInfo><sizeInMiB>8192</sizeInMiB></memoryInfo>
<ebsInfo><maximumEbsAttachments>32</maximumEbsAttachments><ebsOptimizedInfo><baselineBandwidthInMbps>650</baselineBandwidthInMbps><baselineIops>3600</baselineIops></ebsOptimizedInfo></ebsInfo>
<networkInfo><maximumNetworkInterfaces>3</maximumNetworkInterfaces><networkCards><item><baselineBandwidthInGbps>0.781</baselineBandwidthInGbps></item></networkCards></networkInfo></item>`,
    )
    .join('')}</instanceTypeSet></DescribeInstanceTypesResponse>`

const offerings = (...names: readonly string[]): string =>
  `<DescribeInstanceTypeOfferingsResponse><instanceTypeOfferingSet>${names
    .map(
      (name) =>
        `<item><instanceType>${name}</instanceType><locationType>region</locationType><location>eu-west-1</location></item>`,
    )
    .join('')}</instanceTypeOfferingSet></DescribeInstanceTypeOfferingsResponse>`

const products = (PriceList: readonly string[], NextToken?: string): Answer => ({
  type: 'application/x-amz-json-1.1',
  body: JSON.stringify({ FormatVersion: 'aws_v1', PriceList, ...(NextToken && { NextToken }) }),
})

const error = (status: number, code: string): Answer => ({
  status,
  body: `<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors></Response>`,
})

const jsonError = (status: number, code: string): Answer => ({
  status,
  type: 'application/x-amz-json-1.1',
  body: JSON.stringify({ __type: code, message: 'no' }),
})

/** Linux in two pages, Windows in one, of one region. */
function prices({ body }: Asked): Answer {
  const { Filters, NextToken } = JSON.parse(body) as { Filters: { Field: string; Value: string }[]; NextToken?: string }
  const valueOf = (field: string) => Filters.find(({ Field }) => Field === field)?.Value ?? ''
  const region = valueOf('regionCode')
  if (valueOf('operatingSystem') === 'Windows')
    return products([
      aProduct({ region, system: 'Windows', usd: '0.2042' }),
      aProduct({ region, id: 't3.large', system: 'Windows', usd: '0.01' }),
    ])
  if (NextToken === undefined)
    return products([aProduct({ region }), aProduct({ region, attributes: { tenancy: 'Host' }, usd: '0.0' })], 'next')
  return products([
    aProduct({ region }),
    aProduct({ region, id: 't3.large', usd: '0.0912' }),
    aProduct({ region, id: 'm7i.xlarge', usd: '0' }),
  ])
}

const whole = (asked: Asked): Answer => {
  if (asked.operation === 'DescribeInstanceTypes') return { body: types('m7i.large', 't3.large') }
  if (asked.operation === 'DescribeInstanceTypeOfferings') return { body: offerings('m7i.large', 't3.large') }
  return prices(asked)
}

async function read(answer: (asked: Asked) => Answer, over: Partial<CatalogueRequest> = {}) {
  const server = await startAwsServer(answer)
  servers.push(server)
  const live = awsSettingsSchema.parse({ kind: 'aws', regions: ['eu-west-1'], endpoint: server.endpoint })
  return awsCatalogueSource.readCatalogue({
    regions: ['eu-west-1'],
    live,
    pricesEndpoint: null,
    today: '2026-11-21',
    ...over,
  })
}

test('types, offerings and prices of all pages are read', async () => {
  const { components, regions } = await read(whole)

  expect(components.map(({ id, missing }) => [id, missing.length])).toEqual([
    ['m7i.large', 0],
    ['t3.large', 1],
  ])
  expect(components[0]).toMatchObject({
    family: 'm7i',
    current: true,
    specialPurpose: null,
    capacity: {
      vcpus: 2,
      memoryGiB: 8,
      architecture: 'x86_64',
      bootModes: ['bios', 'uefi'],
      networkMbps: 781,
      diskMiBps: 77.48,
      diskIops: 3600,
      maxDisks: 32,
      maxNics: 3,
      bareMetal: false,
    },
  })
  expect(regions).toEqual([
    {
      region: 'eu-west-1',
      offered: ['m7i.large', 't3.large'],
      prices: [
        { componentId: 'm7i.large', perHour: 0.1122, windowsPerHour: 0.092 },
        { componentId: 't3.large', perHour: 0.0912, windowsPerHour: null },
      ],
      refused: ['m7i.xlarge', 't3.large with Windows'],
    },
  ])
})

test('prices that cannot be are findings that name them', async () => {
  const { findings } = await read(whole)

  expect(findings.map(({ code, affected }) => [code, affected])).toEqual([
    ['catalogue.price-refused', ['t3.large with Windows']],
    ['catalogue.price-refused', ['m7i.xlarge']],
  ])
})

test('the price list is asked in its own region, and at its own address where one is given', async () => {
  const list = await startAwsServer(prices)
  await read((asked) => whole(asked), { pricesEndpoint: list.endpoint })
  await list.close()

  expect(new Set(list.asked.map(({ region, operation }) => `${region} ${operation}`))).toEqual(
    new Set(['us-east-1 GetProducts']),
  )
  expect(servers.at(-1)?.asked.map(({ operation }) => operation)).toEqual([
    'DescribeInstanceTypes',
    'DescribeInstanceTypeOfferings',
  ])
})

test('what may not be read is a finding, and the rest is there', async () => {
  const { regions, findings } = await read((asked) =>
    asked.operation === 'GetProducts' ? jsonError(400, 'AccessDeniedException') : whole(asked),
  )

  expect(regions).toMatchObject([{ offered: ['m7i.large', 't3.large'], prices: null }])
  expect(findings).toMatchObject([
    {
      code: 'source.partial',
      subject: 'GetProducts (eu-west-1)',
      suggestion: expect.stringContaining('pricing:GetProducts'),
    },
  ])
})

test('one region that is closed loses no other', async () => {
  const { regions, findings } = await read(
    (asked) => (asked.region === 'ap-east-1' ? error(401, 'AuthFailure') : whole(asked)),
    { regions: ['ap-east-1', 'eu-west-1'] },
  )

  expect(regions.map(({ region, offered, prices: read }) => [region, offered?.length, read?.length])).toEqual([
    ['ap-east-1', undefined, 2],
    ['eu-west-1', 2, 2],
  ])
  expect(findings.filter(({ code }) => code === 'source.partial').map(({ subject }) => subject)).toEqual([
    'DescribeInstanceTypeOfferings (ap-east-1)',
    'DescribeInstanceTypes (ap-east-1)',
  ])
})

test('two prices of one type are none', async () => {
  const { regions, findings } = await read((asked) =>
    asked.operation === 'GetProducts' ? products([aProduct(), aProduct({ usd: '0.5' })]) : whole(asked),
  )

  expect(regions).toMatchObject([{ prices: [], refused: ['m7i.large'] }])
  expect(findings).toMatchObject([{ message: expect.stringContaining('there are two that differ') }])
})

// The SDK slows down when it is throttled: they wait side by side.
describe.concurrent('an AWS that does not answer at once, or not at all', () => {
  test('throttling that ends is waited for', async () => {
    const { regions } = await read((asked) =>
      asked.operation === 'GetProducts' && asked.earlier === 0 ? jsonError(400, 'ThrottlingException') : whole(asked),
    )

    expect(regions[0]?.prices).toHaveLength(2)
  })

  test.each([
    [
      'without rights',
      (asked: Asked) =>
        asked.operation === 'GetProducts'
          ? jsonError(400, 'AccessDeniedException')
          : error(403, 'UnauthorizedOperation'),
      'source.unauthorised',
    ],
    [
      'throttled',
      (asked: Asked) =>
        asked.operation === 'GetProducts' ? jsonError(400, 'ThrottlingException') : error(503, 'RequestLimitExceeded'),
      'source.throttled',
    ],
    ['with a page of a proxy', () => ({ type: 'text/html', body: '<html>log in' }), 'source.unreachable'],
  ])('nothing that can be read, %s, is an error', async (_, answer, code) => {
    await expect(read(answer)).rejects.toMatchObject({ code, exitCode: 3 })
  })
})

test('without credentials it is said how to log in', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined)

  await expect(read(whole)).rejects.toMatchObject({
    code: 'source.unauthorised',
    suggestions: [expect.stringContaining('Log in')],
  })
})
