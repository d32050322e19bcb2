/**
 * Every call that refreshing the catalogue makes, with the IAM action that allows it; all of them read. Apart from those
 * of the source (../actions.ts): whoever refreshes prices need not see a site, nor the other way round.
 */
import type { Policy } from '../actions.ts'

export const catalogueActions = {
  DescribeInstanceTypeOfferings: 'ec2:DescribeInstanceTypeOfferings',
  DescribeInstanceTypes: 'ec2:DescribeInstanceTypes',
  GetProducts: 'pricing:GetProducts',
} as const satisfies Record<string, `${string}:${string}`>

export type CatalogueCall = keyof typeof catalogueActions

/** The least privilege that a refresh needs. None of these actions knows resources. */
export const cataloguePolicy: Policy = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'DrplanRefreshesCatalogue',
      Effect: 'Allow',
      Action: Object.values(catalogueActions).toSorted(),
      Resource: '*',
    },
  ],
}
