import { describe, expect, it } from 'vitest'
import { parseAddress } from '../../src/model/address.ts'
import { parseCidr } from '../../src/model/cidr.ts'
import type { MappedHost, NetworkMap, NetworkMapKind } from '../../src/model/network-maps.ts'
import { renderNetworkMaps } from '../../src/render/network-csv.ts'

const card = (address: string, block: string, gateway: string | null) => ({
  address: parseAddress(address),
  block: parseCidr(block),
  gateway: gateway === null ? null : parseAddress(gateway),
})

const aMappedHost = (over: Partial<MappedHost> = {}): MappedHost => ({
  vmId: 'vm-1',
  vmName: 'web',
  nicId: 'nic-1',
  nicIndex: 0,
  addressIndex: 0,
  subnetName: 'app',
  from: card('10.0.0.10', '10.0.0.0/24', '10.0.0.1'),
  to: card('10.9.0.10', '10.9.0.0/24', '10.9.0.1'),
  nameServers: [],
  netbiosServers: [],
  domain: null,
  ...over,
})

const render = (hosts: readonly MappedHost[], vcenters = {}) => {
  const mapOf = (kind: NetworkMapKind): NetworkMap => ({ kind, blocks: [], hosts })
  const files = renderNetworkMaps({ live: mapOf('live'), drill: mapOf('drill'), failback: mapOf('failback') }, vcenters)
  return new Map(files.map(({ path, contents }) => [path, contents.split('\r\n').filter((line) => line !== '')]))
}

describe('the maps as CSV', () => {
  it('have the columns of dr-ip-customizer, and a row for each further name server and for settings of the whole VM', () => {
    const host = aMappedHost({ nameServers: ['10.9.0.53', '10.9.0.54'].map(parseAddress), domain: 'corp.test' })
    const [header, ...rows] = render([host], { recovery: 'vc.dr.test' }).get('srm-live.csv') ?? []

    expect(header).toBe(
      '"VM ID","VM Name","vCenter Server","Adapter ID","DNS Domain","Net BIOS","Primary WINS","Secondary WINS","IP Address","Subnet Mask","Gateway(s)","IPv6 Address","IPv6 Subnet Prefix length","IPv6 Gateway(s)","DNS Server(s)","DNS Suffix(es)"',
    )
    expect(rows).toEqual([
      '"vm-1","web","vc.dr.test","0","","","","","","","","","","","","corp.test"',
      '"vm-1","web","vc.dr.test","1","corp.test","","","","10.9.0.10","255.255.255.0","10.9.0.1","","","","10.9.0.53",""',
      '"vm-1","web","vc.dr.test","1","","","","","","","","","","","10.9.0.54",""',
    ])
  })

  it('have one address of each family for a card there, and all of them in the other file', () => {
    const second = aMappedHost({ addressIndex: 1, to: card('10.9.0.11', '10.9.0.0/24', '10.9.0.1') })
    const six = aMappedHost({ addressIndex: 2, to: card('2001:db8::9', '2001:db8::/64', null) })
    const files = render([aMappedHost(), second, six])

    expect(files.get('srm-live.csv')?.slice(1)).toEqual([
      '"vm-1","web","","1","","","","","10.9.0.10","255.255.255.0","10.9.0.1","2001:db8::9","64","","",""',
    ])
    expect(files.get('nics-failover.csv')).toHaveLength(4)
  })

  it('have both what is live and what is a test', () => {
    const [, row] = render([aMappedHost()]).get('nics-failover.csv') ?? []

    expect(row).toBe(
      '"vm-1","web","1","nic-1","app","10.0.0.10","10.9.0.10","255.255.255.0","10.9.0.1","","10.9.0.10","255.255.255.0","10.9.0.1",""',
    )
  })

  it.each([
    ['=cmd|calc', `'=cmd|calc`],
    ['+1', `'+1`],
    ['-1', `'-1`],
    ['@SUM(A1)', `'@SUM(A1)`],
    [' =1', `' =1`],
    ['\t=1', `' =1`],
    ['a"b,c', 'a""b,c'],
    ['a\r\n"=1', 'a ""=1'],
    ['web-1', 'web-1'],
  ])('let no name run as a formula or end its row: %j', (name, written) => {
    const [, row, ...more] = render([aMappedHost({ vmName: name })]).get('nics-failback.csv') ?? []

    expect(row?.startsWith(`"vm-1","${written}","1"`)).toBe(true)
    expect(more).toEqual([])
  })

  it('leave out cards without an address from the one, and leave them blank in the other', () => {
    const files = render([aMappedHost({ to: null })])

    expect(files.get('srm-drill.csv')).toHaveLength(1)
    expect(files.get('nics-failover.csv')?.[1]).toContain('"10.0.0.10","","","",""')
  })
})
