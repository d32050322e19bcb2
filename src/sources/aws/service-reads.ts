/** What is asked of the services around EC2 in one account and region; an account may lack any of them. */
import type { AwsSettings } from '../../model/live-settings.ts'
import { openClient, type AwsPlace } from './clients.ts'
import { firewallReads } from './firewall-reads.ts'
import { groupReads } from './group-reads.ts'
import { lineReads } from './line-reads.ts'
import type { Read } from './reads.ts'
import { resolverReads } from './resolver-reads.ts'
import { webFilterReads } from './web-filter-reads.ts'

export async function serviceReads(settings: AwsSettings, place: AwsPlace): Promise<readonly Read[]> {
  const groupClients = {
    groupsSdk: await import('@aws-sdk/client-auto-scaling'),
    groups: await openClient('groups', settings, place),
    ec2Sdk: await import('@aws-sdk/client-ec2'),
    ec2: await openClient('ec2', settings, place),
  }
  return [
    ...groupReads(groupClients),
    ...resolverReads(await import('@aws-sdk/client-route53resolver'), await openClient('resolvers', settings, place)),
    ...lineReads(await import('@aws-sdk/client-direct-connect'), await openClient('lines', settings, place)),
    ...firewallReads(await import('@aws-sdk/client-network-firewall'), await openClient('firewalls', settings, place)),
    ...webFilterReads(await import('@aws-sdk/client-wafv2'), await openClient('webFilters', settings, place)),
  ]
}
