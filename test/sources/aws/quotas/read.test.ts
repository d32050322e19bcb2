import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { QuotaRequest } from '../../../../src/model/account-quotas.ts'
import { awsSettingsSchema } from '../../../../src/model/live-settings.ts'
import { quotaCalls } from '../../../../src/sources/aws/quotas/actions.ts'
import { awsQuotaSource } from '../../../../src/sources/aws/quotas/read.ts'
import { withCredentials } from '../../../support/aws-request.ts'
import { startAwsServer, type Answer, type Asked, type AwsServer } from '../../../support/aws-server.ts'
import { json, serviceQuotas } from '../../../support/service-quotas.ts'
import { ec2Error } from '../../../support/small-aws.ts'

let server: AwsServer | null = null

beforeEach(() => {
  withCredentials()
  vi.stubEnv('AWS_MAX_ATTEMPTS', '2')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await server?.close()
})

interface Instance {
  readonly type: string
  readonly cores?: number
  readonly state?: string
  readonly lifecycle?: string
  readonly tenancy?: string
  readonly site?: string
}

const tagged = (site: string | undefined): string =>
  site === undefined ? '' : `<tagSet><item><key>drplan:site</key><value>${site}</value></item></tagSet>`

const instances = (list: readonly Instance[]): string =>
  list
    .map(
      ({ type, cores = 1, state = 'running', lifecycle = '', tenancy = 'default', site }, index) => `<item>
<instanceId>i-${index}</instanceId><instanceType>${type}</instanceType><instanceState><name>${state}</name></instanceState>
${lifecycle && `<instanceLifecycle>${lifecycle}</instanceLifecycle>`}<placement><tenancy>${tenancy}</tenancy></placement>
<cpuOptions><coreCount>${cores}</coreCount><threadsPerCore>2</threadsPerCore></cpuOptions>${tagged(site)}</item>`,
    )
    .join('')

const volume = (type: string, size: number, site?: string): string =>
  `<item><volumeId>vol-${type}-${size}</volumeId><volumeType>${type}</volumeType><size>${size}</size>${tagged(site)}</item>`

const contents: Readonly<Record<string, string>> = {
  DescribeInstances: `<reservationSet><item><instancesSet>${instances([
    { type: 'm7i.large' },
    { type: 'c7i.2xlarge', cores: 4 },
    { type: 'm7i.xlarge', cores: 1 },
    { type: 'm7i.large', state: 'stopped' },
    { type: 'm7i.large', lifecycle: 'spot' },
    { type: 'm7i.large', tenancy: 'host' },
    { type: 'm7i.large', site: 'shop' },
    { type: 'g6.xlarge', cores: 2 },
  ])}</instancesSet></item></reservationSet>`,
  DescribeInstanceTypes:
    '<instanceTypeSet><item><instanceType>m7i.xlarge</instanceType><vCpuInfo><defaultVCpus>4</defaultVCpus></vCpuInfo></item></instanceTypeSet>',
  DescribeVolumes: `<volumeSet>${volume('gp3', 512)}${volume('gp3', 1024)}${volume('gp2', 100)}${volume('gp3', 2048, 'shop')}</volumeSet>`,
  DescribeNetworkInterfaces: `<networkInterfaceSet><item><networkInterfaceId>eni-1</networkInterfaceId></item><item><networkInterfaceId>eni-2</networkInterfaceId>${tagged('shop')}</item></networkInterfaceSet>`,
  DescribeAddresses: `<addressesSet><item><allocationId>eipalloc-1</allocationId><publicIp>192.0.2.1</publicIp></item></addressesSet>`,
}

const whole = (asked: Asked): Answer =>
  serviceQuotas(asked, '111122223333') ?? {
    body: `<${asked.operation}Response>${contents[asked.operation] ?? ''}</${asked.operation}Response>`,
  }

async function read(
  answer: (asked: Asked) => Answer,
  over: Partial<QuotaRequest> = {},
  accounts: readonly string[] = [],
) {
  server = await startAwsServer(answer)
  const live = awsSettingsSchema.parse({
    kind: 'aws',
    regions: ['eu-west-1'],
    endpoint: server.endpoint,
    accounts: accounts.map((name) => ({ name, roles: [] })),
  })
  return awsQuotaSource.readQuotas({ region: 'eu-central-1', account: null, live, ownSite: 'shop', ...over })
}

type Reading = Awaited<ReturnType<typeof read>>
const roomOf = ({ quotas }: Reading) => Object.fromEntries(quotas.map(({ id, most, used }) => [id, [most, used]]))

test('quotas of all pages are read for the recovery region, with what others have of them', async () => {
  const reading = await read(whole)

  expect(reading.account).toBe('111122223333')
  expect(reading.findings).toEqual([])
  expect(roomOf(reading)).toEqual({
    // m7i.large 2, c7i.2xlarge 8, and m7i.xlarge 4, though half of it is switched off.
    'L-1216C47A': [1920, 14],
    'L-DB2E81BA': [8, 4],
    'L-0263D0A3': [5, 1],
    'L-7A658B76': [50, 1.5],
    'L-DF5E4CA3': [5000, 1],
    'drs:replicating-source-servers': [300, null],
  })
  expect(reading.quotas[0]?.source).toBe('Service Quotas ec2/L-1216C47A')
  expect(new Set(server?.asked.map(({ region }) => region))).toEqual(new Set(['eu-central-1']))
  expect([...new Set(server?.asked.map(({ operation }) => operation))].sort()).toEqual([...quotaCalls].sort())
})

test('without a site of its own everything counts as used by others', async () => {
  expect(roomOf(await read(whole, { ownSite: null }))).toMatchObject({
    'L-1216C47A': [1920, 16],
    'L-7A658B76': [50, 3.5],
    'L-DF5E4CA3': [5000, 2],
  })
})

test('what may not be counted is not known, and the quota counts all the same', async () => {
  const reading = await read((asked) =>
    asked.operation === 'DescribeVolumes' ? ec2Error(403, 'UnauthorizedOperation', 'no') : whole(asked),
  )

  expect(roomOf(reading)).toMatchObject({ 'L-7A658B76': [50, null], 'L-1216C47A': [1920, 14] })
  expect(reading.findings).toMatchObject([
    { code: 'source.partial', suggestion: expect.stringContaining('ec2:DescribeVolumes') },
  ])
})

test('a service without quotas in the region loses no other, nor does one that fails', async () => {
  const reading = await read((asked) => {
    if (asked.body.includes('"drs"')) return json(400, { __type: 'NoSuchResourceException', Message: 'no' })
    if (asked.body.includes('"ebs"')) return json(500, { __type: 'ServiceException', Message: 'no' })
    return whole(asked)
  })

  expect(Object.keys(roomOf(reading))).toEqual(['L-1216C47A', 'L-DB2E81BA', 'L-0263D0A3', 'L-DF5E4CA3'])
  expect(reading.findings).toMatchObject([
    { code: 'source.partial', message: expect.stringContaining('ServiceException') },
  ])
})

test('entries without a value are none, and throttling that ends is waited for', async () => {
  const reading = await read((asked) => {
    if (asked.operation !== 'ListServiceQuotas') return whole(asked)
    if (asked.earlier === 0) return json(429, { __type: 'TooManyRequestsException', Message: 'slower' })
    if (!asked.body.includes('"vpc"')) return json(200, { Quotas: [{ QuotaCode: 'L-1216C47A' }, { Value: 3 }, null] })
    return whole(asked)
  })

  expect(Object.keys(roomOf(reading))).toEqual(['L-DF5E4CA3'])
  expect(reading.findings).toEqual([])
})

test.each([
  ['AccessDeniedException', 'source.unauthorised', 'servicequotas:ListServiceQuotas'],
  ['TooManyRequestsException', 'source.throttled', 'Run it again'],
])('nothing that can be read (%s) is an error', async (name, code, said) => {
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
  const answer = () => json(400, { __type: name, Message: 'no' })

  await expect(read(answer)).rejects.toMatchObject({ code, suggestions: [expect.stringContaining(said)] })
})

test('whose quotas are meant must be clear', async () => {
  await expect(read(whole, {}, ['shop', 'spare'])).rejects.toMatchObject({
    code: 'cli.usage',
    suggestions: ['--account shop | spare | ARN of a role'],
  })
  await expect(read(whole, { account: 'spar' }, ['shop', 'spare'])).rejects.toMatchObject({
    code: 'cli.usage',
    suggestions: ['Did you mean spare?'],
  })
  expect((await read(whole, { account: 'spare' }, ['shop', 'spare'])).quotas).toHaveLength(6)
})

test('the account of the recovery site may be reached by a role that no source names', async () => {
  const role = 'arn:aws:iam::222233334444:role/reader'
  const key = `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>a</AccessKeyId><SecretAccessKey>b</SecretAccessKey><SessionToken>c</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`

  const reading = await read((asked) => (asked.operation === 'AssumeRole' ? { body: key } : whole(asked)), {
    account: role,
  })

  expect(reading.quotas).toHaveLength(6)
  expect(server?.asked.some(({ operation, body }) => operation === 'AssumeRole' && body.includes('222233334444'))).toBe(
    true,
  )
})
