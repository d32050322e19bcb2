/** User data of instances, asked for one by one; what becomes of the answers is in user-data.ts. */
import type * as Ec2Sdk from '@aws-sdk/client-ec2'
import type { EC2Client } from '@aws-sdk/client-ec2'
import { titled, unlessGone, type Read } from './reads.ts'

/** One call for each instance: EC2 refills twenty a second ("Request throttling for the Amazon EC2 API"). */
const atOnce = 8

export function userDataRead(sdk: typeof Ec2Sdk, client: EC2Client, ids: readonly string[]): Read {
  const ask = (InstanceId: string): Promise<object | null> =>
    unlessGone(client.send(new sdk.DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'userData' })))
  async function* pages(): AsyncGenerator<object> {
    for (let start = 0; start < ids.length; start += atOnce)
      for (const answer of await Promise.all(ids.slice(start, start + atOnce).map(ask))) if (answer) yield answer
  }
  const call = 'DescribeInstanceAttribute'
  return { calls: [call], kinds: ['InstanceUserData'], pages: () => titled(call, pages()) }
}
