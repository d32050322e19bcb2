/** An account with three instances on two pages and nothing else, in answers of the shapes that AWS sends. */
import type { Answer, Asked } from './aws-server.ts'
import { serviceQuotas } from './service-quotas.ts'

const instance = (number: number): string => `
  <item><reservationId>r-${number}</reservationId><ownerId>111122223333</ownerId><instancesSet><item>
    <instanceId>i-000000000000000${number}</instanceId><instanceType>m5.large</instanceType>
    <instanceState><code>16</code><name>running</name></instanceState>
    <monitoring><state>${number === 1 ? 'enabled' : 'disabled'}</state></monitoring>
    <placement><availabilityZone>eu-west-1a</availabilityZone><groupName/><tenancy>default</tenancy></placement>
    <subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId><privateIpAddress>10.0.0.${10 + number}</privateIpAddress>
    <architecture>x86_64</architecture><platformDetails>Linux/UNIX</platformDetails>
    <rootDeviceName>/dev/xvda</rootDeviceName>
    <blockDeviceMapping><item><deviceName>/dev/xvda</deviceName><ebs><volumeId>vol-${number}</volumeId></ebs></item></blockDeviceMapping>
    <cpuOptions><coreCount>1</coreCount><threadsPerCore>2</threadsPerCore></cpuOptions>
    <tagSet><item><key>Name</key><value>host-${number}</value></item></tagSet>
  </item></instancesSet></item>`

const volume = (number: number): string =>
  `<item><volumeId>vol-${number}</volumeId><size>8</size><volumeType>gp3</volumeType><iops>3000</iops><attachmentSet><item><instanceId>i-000000000000000${number}</instanceId><device>/dev/xvda</device></item></attachmentSet></item>`

const ec2 = (operation: string, inner: string): Answer => ({
  body: `<?xml version="1.0" encoding="UTF-8"?>
<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>0000</requestId>${inner}</${operation}Response>`,
})

const ec2Contents: Readonly<Record<string, (asked: Asked) => string>> = {
  DescribeInstances: ({ body }) =>
    body.includes('NextToken=')
      ? `<reservationSet>${instance(3)}</reservationSet>`
      : `<reservationSet>${instance(1)}${instance(2)}</reservationSet><nextToken>page-2</nextToken>`,
  DescribeVolumes: () => `<volumeSet>${volume(1)}${volume(2)}${volume(3)}</volumeSet>`,
  DescribeInstanceTypes: () =>
    '<instanceTypeSet><item><instanceType>m5.large</instanceType><vCpuInfo><defaultVCpus>2</defaultVCpus></vCpuInfo><memoryInfo><sizeInMiB>8192</sizeInMiB></memoryInfo></item></instanceTypeSet>',
  DescribeVpcs: () => '<vpcSet><item><vpcId>vpc-1</vpcId><cidrBlock>10.0.0.0/16</cidrBlock></item></vpcSet>',
  DescribeSubnets: () =>
    '<subnetSet><item><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId><cidrBlock>10.0.0.0/24</cidrBlock></item></subnetSet>',
}

const speakJson = new Set(['route53resolver', 'directconnect', 'network-firewall', 'wafv2', 'sqs', 'kms'])

/** The answer to anything that drplan asks. */
export function smallAws(asked: Asked): Answer {
  if (asked.service === 'ec2') return ec2(asked.operation, ec2Contents[asked.operation]?.(asked) ?? '')
  if (asked.service === 'monitoring') return cloudWatch(asked)
  const quotas = serviceQuotas(asked, '111122223333')
  if (quotas) return quotas
  if (speakJson.has(asked.service)) return { type: 'application/x-amz-json-1.1', body: '{}' }
  if (asked.service === 's3')
    return {
      body: '<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Buckets/></ListAllMyBucketsResult>',
    }
  if (asked.service === 'route53')
    return {
      body: '<ListHostedZonesResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HostedZones/><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHostedZonesResponse>',
    }
  return {
    body: `<${asked.operation}Response xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><${asked.operation}Result/></${asked.operation}Response>`,
  }
}

interface Query {
  readonly Id: string
  readonly MetricStat: { readonly Metric: { readonly MetricName: string }; readonly Period: number }
}

/** One sample a period, at the value of its metric below; nothing for metrics that it does not have. */
const values: Readonly<Record<string, number>> = {
  CPUUtilization: 50,
  NetworkIn: 60_000,
  EBSReadOps: 600,
  EBSWriteOps: 300,
}

function cloudWatch({ operation, body }: Asked): Answer {
  const type = 'application/x-amz-json-1.0'
  if (operation === 'ListMetrics') return { type, body: JSON.stringify({ Metrics: [] }) }
  const { MetricDataQueries, StartTime, EndTime } = JSON.parse(body) as {
    MetricDataQueries: readonly Query[]
    StartTime: number
    EndTime: number
  }
  const MetricDataResults = MetricDataQueries.map(({ Id, MetricStat: { Metric, Period } }) => {
    const value = values[Metric.MetricName]
    const count = value === undefined ? 0 : Math.ceil((EndTime - StartTime) / Period)
    return {
      Id,
      StatusCode: 'Complete',
      Timestamps: Array.from({ length: count }, (_, index) => StartTime + index * Period),
      Values: Array.from({ length: count }, () => value),
    }
  })
  return { type, body: JSON.stringify({ MetricDataResults }) }
}

export const ec2Error = (status: number, code: string, message: string): Answer => ({
  status,
  body: `<?xml version="1.0" encoding="UTF-8"?>
<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>0000</RequestID></Response>`,
})
