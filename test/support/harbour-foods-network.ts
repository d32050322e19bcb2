/** The networks of Harbour Foods: the data centre at the harbour, and the plant with its render farm and lab. */

type Protocol = 'any' | 'tcp' | 'udp' | 'icmp'
type Ports = readonly [from: number, to: number] | null

const subnet = (id: string, block: string, [vpcId, zone, routeTableId]: readonly [string, string, string | null]) => ({
  id,
  name: id.replace('sn-', ''),
  vpcId,
  block,
  zone,
  gateway: block.replace(/\d+\/\d+$/, '1'),
  routeTableId,
})

const route = (tableId: string, destination: string, [kind, id]: readonly [string, string | null]) => ({
  id: `${tableId}-${kind}`,
  tableId,
  destination,
  hop: { kind, id },
})

const table = (id: string, vpcId: string, main: boolean) => ({ id, name: id.replace('rtb-', ''), vpcId, main })
const group = (id: string, vpcId: string, description: string) => ({
  id,
  name: id.replace('sg-', ''),
  vpcId,
  description,
})

const harbour = 'vpc-harbour'
const plant = 'vpc-plant'
const everywhere = '0.0.0.0/0'
const [harbourBlock, plantBlock] = ['10.20.0.0/16', '172.20.0.0/16']
const officeBlock = '10.20.31.0/24'
const guestBlock = '10.20.96.0/20'
/** Ports that answers come to (RFC 6056). */
const answers = '1024-65535'

/** `peer` is a block, or the id of a group or a prefix list. */
const rule = (
  direction: Direction,
  groupId: string,
  [protocol, ports, peer, description]: readonly [Protocol, Ports, string, string],
) => ({
  id: [groupId, direction, protocol, ports?.[0] ?? 'all', peer.replaceAll(/[./]/g, '-')].join('-'),
  groupId,
  direction,
  protocol,
  ports: ports && { from: ports[0], to: ports[1] },
  peer: peerOf(peer),
  description,
})

const peerOf = (text: string) => {
  if (text.startsWith('sg-')) return { kind: 'group', groupId: text }
  return text.startsWith('pl-') ? { kind: 'prefix-list', prefixListId: text } : { kind: 'cidr', cidr: text }
}

type Direction = 'ingress' | 'egress'

/** An entry of a network ACL: the far end is a block, the near end the whole subnet. */
const entry = (
  [direction, order]: readonly [Direction, number],
  action: 'allow' | 'deny',
  [protocol, ports, block]: readonly [Protocol, string, string],
) => ({
  name: String(order),
  order,
  direction,
  action,
  protocol,
  sourcePorts: [],
  ports: ports === 'all' ? [] : [ports],
  sources: direction === 'ingress' ? [block] : [],
  destinations: direction === 'egress' ? [block] : [],
})

const port = (number: number): Ports => [number, number]
const allIcmp: Ports = [-1, -1]

const record = (name: string, type: string, [ttlSeconds, ...values]: readonly [number, ...string[]]) => {
  const zone = 'harbour-foods.example'
  return { id: `${name}-${type}`.toLowerCase(), zone, name: `${name}.${zone}`, type, ttlSeconds, values }
}

const identityPorts: readonly (readonly [Protocol, number, string])[] = [
  ['tcp', 53, 'name service'],
  ['udp', 53, 'name service'],
  ['tcp', 88, 'Kerberos'],
  ['udp', 88, 'Kerberos'],
  ['tcp', 389, 'directory'],
  ['tcp', 445, 'policies'],
  ['tcp', 636, 'directory over TLS'],
]

export const harbourFoodsNetwork = {
  vpcs: [
    { id: harbour, name: 'harbour', blocks: [harbourBlock] },
    { id: plant, name: 'plant', blocks: [plantBlock] },
  ],
  subnets: [
    subnet('sn-web-a', '10.20.1.0/24', [harbour, 'hall-a', 'rtb-harbour-public']),
    subnet('sn-web-b', '10.20.2.0/24', [harbour, 'hall-b', 'rtb-harbour-public']),
    subnet('sn-app-a', '10.20.11.0/24', [harbour, 'hall-a', 'rtb-harbour-private']),
    subnet('sn-app-b', '10.20.12.0/24', [harbour, 'hall-b', 'rtb-harbour-private']),
    subnet('sn-data-a', '10.20.21.0/24', [harbour, 'hall-a', null]),
    subnet('sn-data-b', '10.20.22.0/24', [harbour, 'hall-b', null]),
    subnet('sn-office', officeBlock, [harbour, 'hall-a', 'rtb-harbour-private']),
    subnet('sn-plant-edge', '172.20.0.0/26', [plant, 'hall-a', 'rtb-plant-public']),
    subnet('sn-floor', '172.20.1.0/24', [plant, 'hall-a', null]),
    subnet('sn-render', '172.20.8.0/22', [plant, 'hall-a', null]),
    subnet('sn-lab', '172.20.16.0/24', [plant, 'hall-a', null]),
  ],
  routeTables: [
    table('rtb-harbour-main', harbour, true),
    table('rtb-harbour-public', harbour, false),
    table('rtb-harbour-private', harbour, false),
    table('rtb-plant-main', plant, true),
    table('rtb-plant-public', plant, false),
  ],
  routes: [
    route('rtb-harbour-main', harbourBlock, ['local', null]),
    route('rtb-harbour-public', harbourBlock, ['local', null]),
    route('rtb-harbour-public', everywhere, ['internet-gateway', 'igw-harbour']),
    route('rtb-harbour-private', harbourBlock, ['local', null]),
    route('rtb-harbour-private', everywhere, ['nat-gateway', 'nat-harbour']),
    route('rtb-plant-main', plantBlock, ['local', null]),
    route('rtb-plant-main', everywhere, ['nat-gateway', 'nat-plant']),
    route('rtb-plant-public', plantBlock, ['local', null]),
    route('rtb-plant-public', everywhere, ['internet-gateway', 'igw-plant']),
  ],
  securityGroups: [
    group('sg-web', harbour, 'Web tier of the storefront'),
    group('sg-app', harbour, 'Application tier of the storefront'),
    group('sg-data', harbour, 'Databases of the storefront'),
    group('sg-erp', harbour, 'ERP'),
    group('sg-identity', harbour, 'Domain controllers'),
    group('sg-office', harbour, 'Office and operations'),
    group('sg-plant', plant, 'Warehouse'),
    group('sg-render', plant, 'Render farm'),
    group('sg-lab', plant, 'Test systems'),
  ],
  securityRules: [
    rule('ingress', 'sg-web', ['tcp', port(443), everywhere, 'customers']),
    rule('ingress', 'sg-web', ['tcp', port(80), everywhere, 'redirect to 443']),
    rule('egress', 'sg-web', ['tcp', port(8080), 'sg-app', 'to the shop']),
    rule('egress', 'sg-web', ['udp', port(53), 'sg-identity', 'name service']),
    rule('ingress', 'sg-app', ['tcp', port(8080), 'sg-web', 'from the web tier']),
    rule('ingress', 'sg-app', ['tcp', port(6379), 'sg-app', 'cache']),
    rule('egress', 'sg-app', ['any', null, harbourBlock, 'inside the data centre']),
    rule('ingress', 'sg-data', ['tcp', port(5432), 'sg-app', 'shop to its database']),
    rule('ingress', 'sg-data', ['tcp', port(5432), 'sg-data', 'database replication']),
    rule('egress', 'sg-data', ['any', null, harbourBlock, 'inside the data centre']),
    rule('ingress', 'sg-erp', ['tcp', port(443), harbourBlock, 'ERP clients']),
    rule('ingress', 'sg-erp', ['tcp', port(8443), 'pl-depots', 'ERP clients of the depots']),
    rule('ingress', 'sg-erp', ['tcp', port(1433), 'sg-erp', 'ERP to its database']),
    rule('egress', 'sg-erp', ['any', null, harbourBlock, 'inside the data centre']),
    ...identityPorts.map(([protocol, number, description]) =>
      rule('ingress', 'sg-identity', [protocol, port(number), harbourBlock, description]),
    ),
    rule('ingress', 'sg-identity', ['icmp', allIcmp, harbourBlock, 'ping']),
    rule('egress', 'sg-identity', ['any', null, harbourBlock, 'inside the data centre']),
    rule('ingress', 'sg-office', ['tcp', port(22), officeBlock, 'administration']),
    rule('ingress', 'sg-office', ['tcp', [3389, 3390], officeBlock, 'administration']),
    rule('ingress', 'sg-office', ['tcp', port(445), '10.20.11.0/24', 'file shares for ERP']),
    rule('egress', 'sg-office', ['any', null, harbourBlock, 'inside the data centre']),
    ...['sg-app', 'sg-data', 'sg-erp', 'sg-identity'].map((id) =>
      rule('ingress', id, ['tcp', port(9100), 'sg-office', 'monitoring']),
    ),
    rule('ingress', 'sg-plant', ['tcp', port(8443), '172.20.1.0/24', 'scanners']),
    rule('ingress', 'sg-plant', ['tcp', port(5432), 'sg-plant', 'warehouse to its database']),
    rule('egress', 'sg-plant', ['any', null, plantBlock, 'inside the plant']),
    rule('ingress', 'sg-render', ['tcp', port(2049), 'sg-render', 'render store']),
    rule('ingress', 'sg-render', ['icmp', allIcmp, plantBlock, 'ping']),
    rule('egress', 'sg-render', ['any', null, plantBlock, 'inside the plant']),
    rule('ingress', 'sg-lab', ['tcp', port(22), '172.20.16.0/24', 'testers']),
    rule('egress', 'sg-lab', ['any', null, plantBlock, 'inside the plant']),
  ],
  objects: [
    {
      kind: 'prefix-list',
      id: 'pl-depots',
      name: 'depots',
      managed: false,
      maxEntries: 10,
      blocks: ['10.20.48.0/22', '192.168.64.0/20', '192.168.128.0/24'],
    },
    {
      kind: 'packet-filter',
      id: 'acl-data',
      name: 'data',
      vpcId: harbour,
      subnetIds: ['sn-data-a', 'sn-data-b'],
      nicIds: [],
      stateful: false,
      isDefault: false,
      entries: [
        entry(['ingress', 50], 'deny', ['any', 'all', guestBlock]),
        entry(['ingress', 100], 'allow', ['tcp', '5432', harbourBlock]),
        entry(['ingress', 110], 'allow', ['tcp', '9100', officeBlock]),
        entry(['ingress', 200], 'allow', ['tcp', answers, harbourBlock]),
        entry(['ingress', 210], 'allow', ['udp', answers, harbourBlock]),
        entry(['egress', 50], 'deny', ['any', 'all', guestBlock]),
        entry(['egress', 100], 'allow', ['any', 'all', harbourBlock]),
      ],
    },
  ],
  dnsRecords: [
    record('shop', 'A', [60, '10.20.1.11', '10.20.2.11']),
    record('www', 'CNAME', [300, 'shop.harbour-foods.example']),
    record('erp', 'A', [300, '10.20.11.31', '10.20.12.31']),
    record('shop-db', 'A', [60, '10.20.21.11']),
    record('id', 'A', [600, '10.20.31.11', '10.20.12.61']),
    record('wms', 'A', [300, '172.20.1.11']),
    record('mail', 'MX', [3600, '10 mx.mail-relay.example']),
  ],
  rulesKnown: true,
}
