/** Service Quotas of an account, page by page, as AWS sends them. */
import type { Answer, Asked } from './aws-server.ts'

/** By service: code, name, value. The first of each service is one that drplan does not know. */
const quotas: Readonly<Record<string, readonly (readonly [string, string, number])[]>> = {
  ec2: [
    ['L-34B43A08', 'All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests', 640],
    ['L-1216C47A', 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances', 1920],
    ['L-DB2E81BA', 'Running On-Demand G and VT instances', 8],
    ['L-0263D0A3', 'EC2-VPC Elastic IPs', 5],
  ],
  ebs: [
    ['L-309BACF6', 'Snapshots per Region', 100_000],
    ['L-7A658B76', 'Storage for General Purpose SSD (gp3) volumes, in TiB', 50],
  ],
  vpc: [
    ['L-F678F1CE', 'VPCs per Region', 5],
    ['L-DF5E4CA3', 'Network interfaces per Region', 5000],
  ],
  drs: [['L-C1D14A2B', 'Max Total replicating source servers Per AWS Account', 300]],
}

const pageSize = 2

/** Null for what is no question for quotas. */
export function serviceQuotas(
  { operation, region, body }: Pick<Asked, 'operation' | 'region' | 'body'>,
  account = '123456789012',
): Answer | null {
  if (operation !== 'ListServiceQuotas') return null
  const { ServiceCode, NextToken = '0' } = JSON.parse(body) as { ServiceCode: string; NextToken?: string }
  const own = quotas[ServiceCode] ?? []
  const start = Number(NextToken)
  const Quotas = own.slice(start, start + pageSize).map(([QuotaCode, QuotaName, Value]) => ({
    ServiceCode,
    QuotaCode,
    QuotaName,
    QuotaArn: `arn:aws:servicequotas:${region}:${account}:${ServiceCode}/${QuotaCode}`,
    Value,
    Unit: 'None',
    Adjustable: true,
    GlobalQuota: false,
  }))
  const rest = start + pageSize < own.length ? { NextToken: String(start + pageSize) } : {}
  return json(200, { Quotas, ...rest })
}

export const json = (status: number, body: object): Answer => ({
  status,
  type: 'application/x-amz-json-1.1',
  body: JSON.stringify(body),
})
