/** Of the primary site, through the whole of the source. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { limitsNearEnd } from '../../../../src/core/scope/limits-near-end.ts'
import { readSite } from '../../../../src/sources/aws/read-site.ts'
import { anAwsRequest, withCredentials } from '../../../support/aws-request.ts'
import { startAwsServer, type Answer, type Asked, type AwsServer } from '../../../support/aws-server.ts'
import { json } from '../../../support/service-quotas.ts'
import { ec2Error, smallAws } from '../../../support/small-aws.ts'

let server: AwsServer | null = null

beforeEach(() => {
  withCredentials()
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await server?.close()
})

async function read(answer: (asked: Asked) => Answer, regions: readonly string[] = ['eu-west-1']) {
  server = await startAwsServer(answer)
  return readSite(anAwsRequest({ endpoint: server.endpoint, regions }))
}

const arn = 'arn:aws:servicequotas:eu-west-1:111122223333'

test('quotas of which something is in use are limits of the site', async () => {
  const { limits } = await read(smallAws)

  expect(limits).toEqual([
    {
      id: `${arn}:ebs/L-7A658B76`,
      name: 'Storage for General Purpose SSD (gp3) volumes, in TiB',
      account: '111122223333',
      region: 'eu-west-1',
      used: 0.023,
      limit: 50,
    },
    {
      id: `${arn}:ec2/L-1216C47A`,
      name: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
      account: '111122223333',
      region: 'eu-west-1',
      used: 6,
      limit: 1920,
    },
  ])
})

test('every region has its own', async () => {
  const { limits = [] } = await read(
    (asked) =>
      asked.operation === 'DescribeInstances' && asked.region === 'eu-north-1'
        ? { body: '<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>' }
        : smallAws(asked),
    ['eu-west-1', 'eu-north-1'],
  )

  expect(limits.map(({ region, used }) => [region, used])).toEqual([
    ['eu-north-1', 0.023],
    ['eu-west-1', 0.023],
    ['eu-west-1', 6],
  ])
})

test('one that is nearly reached leaves little room for what comes back', async () => {
  const { limits = [] } = await read((asked) =>
    asked.body.includes('"ec2"') && asked.operation === 'ListServiceQuotas'
      ? json(200, {
          Quotas: [{ QuotaCode: 'L-1216C47A', QuotaName: 'Standard', QuotaArn: `${arn}:ec2/L-1216C47A`, Value: 7 }],
        })
      : smallAws(asked),
  )

  expect(limitsNearEnd(limits)).toMatchObject([
    {
      code: 'site.limit-near',
      message: expect.stringContaining('Standard 6 of 7'),
      affected: [`${arn}:ec2/L-1216C47A`],
    },
  ])
})

test('without the right to read quotas there is one finding, and the site', async () => {
  const { vms, limits, findings } = await read((asked) =>
    asked.operation === 'ListServiceQuotas'
      ? json(400, { __type: 'AccessDeniedException', Message: 'no' })
      : smallAws(asked),
  )

  expect(vms).toHaveLength(3)
  expect(limits).toEqual([])
  expect(findings.filter(({ code }) => code === 'source.partial')).toMatchObject([
    { subject: 'aws/eu-west-1: denied', suggestion: expect.stringContaining('servicequotas:ListServiceQuotas') },
  ])
})

test('what could not be read to its end is no measure of what is in use', async () => {
  const { limits = [] } = await read((asked) =>
    asked.operation === 'DescribeVolumes' ? ec2Error(403, 'UnauthorizedOperation', 'no') : smallAws(asked),
  )

  expect(limits.map(({ used }) => used)).toEqual([6])
})
