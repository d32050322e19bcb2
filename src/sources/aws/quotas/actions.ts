/** The calls that reading the quotas of an account makes, and the least privilege that they need. */
import { actionOf, type CallName, type Policy } from '../actions.ts'

export const quotaCalls = [
  'DescribeAddresses',
  'DescribeInstanceTypes',
  'DescribeInstances',
  'DescribeNetworkInterfaces',
  'DescribeVolumes',
  'ListServiceQuotas',
] as const satisfies readonly CallName[]

export const quotaPolicy: Policy = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'DrplanReadsQuotas',
      Effect: 'Allow',
      Action: quotaCalls.map((call) => actionOf(call)).toSorted(),
      Resource: '*',
    },
  ],
}
