/** Public names of the small estate and its resolver. All names and addresses are invented. */
import { aResource, idOf, type Resource } from './azure-estate.ts'

const net = (what: string, properties: Resource['properties'], over = {}): Resource =>
  aResource(`Microsoft.Network/${what}`, properties, over)
const ref = (type: string, name: string): { id: string } => ({ id: idOf(`Microsoft.Network/${type}`, name) })

const everywhere = { location: 'global' }
/** Parts of a zone or of a set of rules have none. */
const nowhere = { location: undefined }

export const quayNames: readonly Resource[] = [
  net('dnsZones quay.example', { zoneType: 'Public', nameServers: ['ns1-01.azure-dns.com.'] }, everywhere),
  // The inner name of the same zone is another one.
  net('dnsZones quay.internal', { zoneType: 'Public' }, everywhere),
  net('dnsZones/A quay.example/@', { TTL: 3600, targetResource: ref('publicIPAddresses', 'lb-ip') }, nowhere),
  net(
    'dnsZones/A quay.example/till',
    { TTL: 600, ARecords: [{ ipv4Address: '198.51.100.9' }, { ipv4Address: '198.51.100.8' }], targetResource: {} },
    nowhere,
  ),
  net('dnsZones/AAAA quay.example/till', { TTL: 600, AAAARecords: [{ ipv6Address: '2001:db8::9' }] }, nowhere),
  net('dnsZones/CNAME quay.example/www', { TTL: 60, CNAMERecord: { cname: 'till.quay.example' } }, nowhere),
  net('dnsZones/NS quay.example/@', { TTL: 172_800, NSRecords: [{ nsdname: 'ns1-01.azure-dns.com.' }] }, nowhere),
  net(
    'dnsZones/CAA quay.example/@',
    { TTL: 60, caaRecords: [{ flags: 0, tag: 'issue', value: 'ca.example' }] },
    nowhere,
  ),
  net('dnsZones/PTR quay.internal/9', { TTL: 60, PTRRecords: [{ ptrdname: 'till.quay.example' }] }, nowhere),
  net('dnsResolvers asks', { virtualNetwork: ref('virtualNetworks', 'quay-vnet') }),
  net('dnsResolvers/inboundEndpoints asks/in', {
    ipConfigurations: [
      {
        subnet: ref('virtualNetworks/subnets', 'quay-vnet/back'),
        privateIpAddress: '10.20.2.53',
        privateIpAllocationMethod: 'Static',
      },
    ],
  }),
  net('dnsResolvers/inboundEndpoints asks/moves', {
    ipConfigurations: [
      {
        subnet: ref('virtualNetworks/subnets', 'quay-vnet/free'),
        privateIpAddress: '10.20.3.53',
        privateIpAllocationMethod: 'Dynamic',
      },
    ],
  }),
  net('dnsResolvers/outboundEndpoints asks/out', { subnet: ref('virtualNetworks/subnets', 'quay-vnet/back') }),
  net('dnsForwardingRulesets home', {
    dnsResolverOutboundEndpoints: [ref('dnsResolvers/outboundEndpoints', 'asks/out')],
  }),
  net(
    'dnsForwardingRulesets/forwardingRules home/offices',
    {
      domainName: 'Office.Quay.Internal.',
      targetDnsServers: [{ ipAddress: '172.30.0.53', port: 5353 }, { ipAddress: '2001:db8::53' }],
      forwardingRuleState: 'Enabled',
    },
    nowhere,
  ),
  net(
    'dnsForwardingRulesets/forwardingRules home/rest',
    { domainName: '.', targetDnsServers: [{ ipAddress: '172.30.0.54', port: 53 }], forwardingRuleState: 'Disabled' },
    nowhere,
  ),
  net(
    'dnsForwardingRulesets/virtualNetworkLinks home/quay',
    { virtualNetwork: ref('virtualNetworks', 'quay-vnet') },
    nowhere,
  ),
  net(
    'dnsForwardingRulesets/virtualNetworkLinks home/yard',
    { virtualNetwork: ref('virtualNetworks', 'yard-vnet') },
    nowhere,
  ),
]
