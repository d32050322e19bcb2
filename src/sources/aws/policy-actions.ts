/**
 * Calls that are made only where the settings ask for policies: these name whom they speak of and what they may do, so
 * reading them has an IAM policy of its own. Of ListBuckets alone the action has another name.
 */
export const policyActions = {
  DescribeKey: 'kms:DescribeKey',
  GetBucketPolicy: 's3:GetBucketPolicy',
  GetKeyPolicy: 'kms:GetKeyPolicy',
  GetPolicyVersion: 'iam:GetPolicyVersion',
  GetQueueAttributes: 'sqs:GetQueueAttributes',
  ListBuckets: 's3:ListAllMyBuckets',
  ListKeys: 'kms:ListKeys',
  ListPolicies: 'iam:ListPolicies',
  ListQueues: 'sqs:ListQueues',
} as const satisfies Record<string, `${string}:${string}`>
