/** The live source against servers that fail as AWS and networks do. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { SourceError } from '../../../src/errors.ts'
import type { SiteReading, SourceRequest } from '../../../src/model/source.ts'
import { readMetrics } from '../../../src/sources/aws/read-metrics.ts'
import { readSite } from '../../../src/sources/aws/read-site.ts'
import { anAwsRequest, withCredentials } from '../../support/aws-request.ts'
import { startAwsServer, type Answer, type Asked, type AwsServer } from '../../support/aws-server.ts'
import { collect } from '../../support/collect.ts'
import { ec2Error, smallAws } from '../../support/small-aws.ts'
import { aSite } from '../../builders.ts'

const servers: AwsServer[] = []

// For the file, not for each test: they run side by side, as some wait for the SDK, which slows down when throttled.
beforeAll(withCredentials)
afterAll(async () => {
  vi.unstubAllEnvs()
  await Promise.all(servers.map(({ close }) => close()))
})

/** A server that answers as the small estate does, but where `fault` says otherwise. */
async function aServer(fault: (asked: Asked) => Answer | null): Promise<AwsServer> {
  const server = await startAwsServer((asked) => fault(asked) ?? smallAws(asked))
  servers.push(server)
  return server
}

const namesOf = ({ vms }: SiteReading): readonly string[] => vms.map(({ name }) => name)
const codesOf = ({ findings }: SiteReading): readonly string[] => findings.map(({ code }) => code)
const everyone = ['host-1', 'host-2', 'host-3']

async function failure(request: SourceRequest): Promise<SourceError> {
  const error = await readSite(request).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(SourceError)
  return error as SourceError
}

describe.concurrent('what passes', () => {
  test('a storm of throttling: all pages are there in the end', async () => {
    const { endpoint, asked } = await aServer(({ operation, earlier }) =>
      operation === 'DescribeInstances' && earlier < 2
        ? ec2Error(503, 'RequestLimitExceeded', 'Request limit exceeded.')
        : null,
    )

    const reading = await readSite(anAwsRequest({ endpoint }))

    expect(namesOf(reading)).toEqual(everyone)
    expect(codesOf(reading)).not.toContain('source.partial')
    expect(asked.filter(({ operation }) => operation === 'DescribeInstances')).toHaveLength(4)
  })

  test('a connection reset in the middle of a page', async () => {
    const { endpoint } = await aServer((asked) =>
      asked.operation === 'DescribeInstances' && asked.earlier === 1 ? { ...smallAws(asked), cut: 'reset' } : null,
    )

    const reading = await readSite(anAwsRequest({ endpoint }))

    expect(namesOf(reading)).toEqual(everyone)
    expect(codesOf(reading)).not.toContain('source.partial')
  })

  test('an answer that a proxy cut short is asked for again, not taken for the whole', async () => {
    const { endpoint, asked } = await aServer((asked) =>
      asked.operation === 'DescribeVolumes' && asked.earlier === 0 ? { ...smallAws(asked), cut: 'short' } : null,
    )

    const reading = await readSite(anAwsRequest({ endpoint }))

    expect(reading.vms.map(({ disks }) => disks.length)).toEqual([1, 1, 1])
    expect(asked.filter(({ operation }) => operation === 'DescribeVolumes')).toHaveLength(2)
  })
})

describe.concurrent('what stays', () => {
  test('an expired token stops, and says how to log in again', async () => {
    const { endpoint } = await aServer(() => ec2Error(400, 'RequestExpired', 'Request has expired.'))

    const error = await failure(anAwsRequest({ endpoint }))

    expect(error).toMatchObject({ code: 'source.unauthorised', exitCode: 3 })
    expect(error.message).toContain('aws/eu-west-1')
    expect(error.suggestions.join()).toContain('aws sso login')
  })

  test('a token that expires in the middle stops too: half a site is worse than none', async () => {
    const { endpoint } = await aServer(({ operation }) =>
      operation === 'DescribeVolumes' ? ec2Error(400, 'ExpiredToken', 'The security token expired.') : null,
    )

    expect(await failure(anAwsRequest({ endpoint }))).toMatchObject({ code: 'source.unauthorised' })
  })

  test('a profile that is not there stops, and the suggestion names it', async () => {
    const { endpoint } = await aServer(() => null)

    const error = await failure(anAwsRequest({ endpoint, profile: 'harbour' }))

    expect(error).toMatchObject({ code: 'source.unauthorised' })
    expect(error.suggestions).toEqual(['Log in again: aws sso login --profile harbour'])
  })

  test('throttling without end', async () => {
    const { endpoint } = await aServer(() => ec2Error(503, 'RequestLimitExceeded', 'Request limit exceeded.'))

    expect(await failure(anAwsRequest({ endpoint }))).toMatchObject({ code: 'source.throttled' })
  })

  // Alone: another test's server could take the port.
  test('nobody at the endpoint', { concurrent: false }, async () => {
    const { endpoint, close } = await aServer(() => null)
    await close()

    const error = await failure(anAwsRequest({ endpoint }))

    expect(error).toMatchObject({ code: 'source.unreachable' })
    expect(error.suggestions.join()).toContain(endpoint)
  })

  test.each([
    ['XML that never closes', { body: '<DescribeInstancesResponse><reservationSet><item>' }],
    ['a page of a captive portal', { body: '<html><body>Log in</body></html>', type: 'text/html' }],
  ])('%s is no estate', async (_, answer) => {
    const { endpoint } = await aServer(() => answer)

    expect(await failure(anAwsRequest({ endpoint }))).toMatchObject({ code: 'source.unreachable' })
  })

  test('one call that is not allowed is a finding with the action to allow', async () => {
    const { endpoint } = await aServer(({ operation }) =>
      operation === 'DescribeVpnGateways' || operation === 'DescribeNetworkAcls'
        ? ec2Error(403, 'UnauthorizedOperation', 'You are not authorized to perform this operation.')
        : null,
    )

    const reading = await readSite(anAwsRequest({ endpoint }))

    expect(namesOf(reading)).toEqual(everyone)
    expect(reading.findings.filter(({ code }) => code === 'source.partial')).toMatchObject([
      {
        severity: 'error',
        suggestion: 'Allow ec2:DescribeNetworkAcls, ec2:DescribeVpnGateways to the role or user.',
      },
    ])
  })

  test('details that may not be read take nothing away from what they are details of', async () => {
    const closed = new Set(['DescribeVpcAttribute', 'GetSubnetCidrReservations', 'DescribeAddressesAttribute'])
    const { endpoint } = await aServer(({ operation }) =>
      closed.has(operation) ? ec2Error(403, 'UnauthorizedOperation', 'You are not authorized.') : null,
    )

    const reading = await readSite(anAwsRequest({ endpoint }))

    expect(namesOf(reading)).toEqual(everyone)
    expect(reading.network.vpcs.map(({ id }) => id)).toEqual(['vpc-1'])
    expect(reading.network.subnets.map(({ id }) => id)).toEqual(['subnet-1'])
    const [partial, ...others] = reading.findings.filter(({ code }) => code === 'source.partial')
    expect(others).toEqual([])
    expect(partial?.message).toContain('ec2:DescribeAddressesAttribute')
    expect(partial?.message).toContain('ec2:DescribeVpcAttribute')
    expect(partial?.message).toContain('ec2:GetSubnetCidrReservations')
  })

  test.each([
    ['that is not allowed', 'AccessDeniedException', 'Allow directconnect:DescribeDirectConnectGatewayAssociations'],
    ['that the account never took', 'SubscriptionRequiredException', 'Enable the service'],
    ['that wants an opt-in', 'OptInRequired', 'Enable the service'],
    ['that does not know the account', 'UnrecognizedClientException', 'Log in again'],
  ])('a service %s is a finding, and the others are read', async (_, __type, suggestion) => {
    const { endpoint, asked } = await aServer(({ service }) =>
      service === 'directconnect'
        ? { status: 400, type: 'application/x-amz-json-1.1', body: JSON.stringify({ __type, message: 'no' }) }
        : null,
    )

    const reading = await readSite(anAwsRequest({ endpoint }))

    expect(namesOf(reading)).toEqual(everyone)
    expect(asked.some(({ service }) => service === 'wafv2')).toBe(true)
    const [partial, ...others] = reading.findings.filter(({ code }) => code === 'source.partial')
    expect(others).toEqual([])
    expect(partial?.message).toContain('directconnect:DescribeVirtualInterfaces')
    expect(partial?.suggestion).toContain(suggestion)
  })

  test('a web ACL stays when nobody may see what it guards', async () => {
    const type = 'application/x-amz-json-1.1'
    const answers: Readonly<Record<string, Answer>> = {
      ListWebACLs: { type, body: JSON.stringify({ WebACLs: [{ ARN: 'arn:acl' }] }) },
      GetWebACL: { type, body: JSON.stringify({ WebACL: { ARN: 'arn:acl', Name: 'shop', Rules: [] } }) },
      ListResourcesForWebACL: { type, status: 400, body: JSON.stringify({ __type: 'AccessDeniedException' }) },
    }
    const { endpoint } = await aServer(({ operation }) => answers[operation] ?? null)

    const reading = await readSite(anAwsRequest({ endpoint }))

    expect(reading.network.objects).toMatchObject([{ id: 'arn:acl', type: 'WAF web ACL' }])
    expect(reading.findings.find(({ code }) => code === 'source.partial')?.suggestion).toContain(
      'wafv2:ListResourcesForWebACL',
    )
  })

  test('a token that expires at the last service stops too', async () => {
    const { endpoint } = await aServer(({ service }) =>
      service === 'wafv2'
        ? {
            status: 400,
            type: 'application/x-amz-json-1.1',
            body: JSON.stringify({ __type: 'ExpiredTokenException', message: 'no' }),
          }
        : null,
    )

    expect(await failure(anAwsRequest({ endpoint }))).toMatchObject({ code: 'source.unauthorised' })
  })

  test('a token that expires at Route 53, which is asked after all regions, stops too', async () => {
    const { endpoint } = await aServer(({ service }) =>
      service === 'route53'
        ? {
            status: 403,
            body: '<ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>no</Message></Error><RequestId>0000</RequestId></ErrorResponse>',
          }
        : null,
    )

    expect(await failure(anAwsRequest({ endpoint }))).toMatchObject({ code: 'source.unauthorised' })
  })

  test('what is deleted while it is being read takes nothing else away', async () => {
    const type = 'application/x-amz-json-1.1'
    const { endpoint } = await aServer(({ operation, body }) => {
      if (operation === 'ListFirewalls')
        return {
          type,
          body: JSON.stringify({ Firewalls: [{ FirewallArn: 'arn:gone' }, { FirewallArn: 'arn:there' }] }),
        }
      if (operation !== 'DescribeFirewall') return null
      return body.includes('arn:gone')
        ? { status: 400, type, body: JSON.stringify({ __type: 'ResourceNotFoundException', message: 'gone' }) }
        : { type, body: JSON.stringify({ Firewall: { FirewallArn: 'arn:there', VpcId: 'vpc-1' } }) }
    })

    const reading = await readSite(anAwsRequest({ endpoint }))

    expect(reading.network.objects.map(({ id }) => id)).toContain('arn:there')
    expect(codesOf(reading)).not.toContain('source.partial')
  })

  test('one region of two that fails is a finding; the other is the site', async () => {
    const { endpoint } = await aServer(({ region }) =>
      region === 'eu-west-2' ? ec2Error(401, 'AuthFailure', 'This region is not enabled.') : null,
    )

    const reading = await readSite(anAwsRequest({ endpoint, regions: ['eu-west-2', 'eu-west-1'] }))

    expect(namesOf(reading)).toEqual(everyone)
    expect(reading.findings.filter(({ code }) => code === 'source.partial')).toMatchObject([
      { subject: 'aws/eu-west-2', message: expect.stringContaining('This region is not enabled.') as string },
    ])
  })

  test('an account whose role may not be assumed is a finding; the other is the site', async () => {
    const { endpoint } = await aServer(({ operation }) =>
      operation === 'AssumeRole'
        ? {
            status: 403,
            body: '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: x is not authorized to perform: sts:AssumeRole on resource: y</Message></Error><RequestId>0000</RequestId></ErrorResponse>',
          }
        : null,
    )
    const accounts = [
      { name: 'office', roles: ['arn:aws:iam::222233334444:role/reader'] },
      { name: 'shop', roles: [] },
    ]

    const reading = await readSite(anAwsRequest({ endpoint, accounts }))

    expect(namesOf(reading)).toEqual(everyone)
    expect(reading.findings.filter(({ code }) => code === 'source.partial')).toMatchObject([
      { subject: 'aws/office/eu-west-1', suggestion: expect.stringContaining('sts:AssumeRole') as string },
    ])
  })

  test('metrics that fail are a finding with the batches so far', async () => {
    const { endpoint } = await aServer(({ operation }) =>
      operation === 'GetMetricData'
        ? {
            status: 400,
            type: 'application/x-amz-json-1.0',
            body: JSON.stringify({ __type: 'AccessDeniedException', message: 'no' }),
          }
        : null,
    )
    const request = anAwsRequest({ endpoint })
    const { vms } = await readSite(request)

    const { batches, findings } = await readMetrics(request, aSite({ vms: [...vms] }))

    expect(await collect(batches)).toEqual([])
    expect(findings).toMatchObject([
      { code: 'source.partial', suggestion: 'Allow cloudwatch:GetMetricData to the role or user.' },
    ])
  })
})
