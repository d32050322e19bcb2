import { expect, test } from 'vitest'
import { clusterReserves } from '../../../src/core/scope/cluster-reserves.ts'
import type { SiteHost, Vm } from '../../../src/model/site.ts'
import { aVm } from '../../builders.ts'

const aHost = (name: string, over: Partial<SiteHost> = {}): SiteHost => ({
  id: name,
  name,
  cluster: 'c1',
  datacenter: 'd1',
  memoryGiB: 64,
  threads: 32,
  maintenance: false,
  ...over,
})
const onHost = (id: string, host: string | null, over: Partial<Vm> = {}): Vm =>
  aVm({ id, memoryGiB: 32, placement: { datacenter: 'd1', cluster: 'c1', host, zone: null }, ...over })

const three = ['a', 'b', 'c'].map((name) => aHost(name))
const basis = '(by the memory that running VMs are given, without overcommitment and without what the hypervisor takes)'

test('a cluster says how many of its hosts may fail, and what stands against one more', () => {
  const vms = [onHost('1', 'a'), onHost('2', 'b'), onHost('3', 'c')]

  expect(clusterReserves(three, vms)).toMatchObject([
    {
      code: 'site.cluster-reserve',
      severity: 'info',
      subject: 'cluster c1',
      message: `Any 1 of its 3 hosts may fail ${basis}. Without hosts "a", "b" it is short by 32 GiB.`,
    },
  ])
})

test('a cluster that cannot bear the loss of each host is a warning', () => {
  const vms = [onHost('1', 'a', { memoryGiB: 60 }), onHost('2', 'b', { memoryGiB: 40 }), onHost('3', 'c')]

  expect(clusterReserves(three, vms)).toMatchObject([
    {
      code: 'site.cluster-no-reserve',
      severity: 'warning',
      message: `Not each of its 3 hosts may fail ${basis}. Without host "a" it is short by 4 GiB.`,
    },
  ])
})

test('room that is enough, but in parts that are too small, is said to be so', () => {
  const vms = [40, 40, 40].map((memoryGiB, index) => onHost(`${index}`, 'abc'[index]!, { memoryGiB }))

  expect(clusterReserves(three, vms)[0]!.message).toContain('memory enough, but not where the VMs fit')
})

test('what does not run takes no room, and hosts in maintenance give none', () => {
  const hosts = [aHost('a'), aHost('b'), aHost('c', { maintenance: true, memoryGiB: null })]
  const vms = [
    onHost('1', 'a'),
    onHost('2', 'b'),
    onHost('3', 'b', { power: 'off' }),
    onHost('4', 'a', { kind: 'template' }),
  ]

  expect(clusterReserves(hosts, vms)).toMatchObject([
    {
      code: 'site.cluster-reserve',
      message: `Any 1 of its 2 hosts may fail ${basis}. Hosts in maintenance are not counted: 1.`,
    },
  ])
})

test('where a host or a size is not known, nothing is claimed', () => {
  const vms = [onHost('1', 'a'), onHost('2', null), onHost('3', 'c', { memoryGiB: null })]

  expect(clusterReserves([...three, aHost('d', { memoryGiB: null })], vms)).toMatchObject([
    {
      code: 'site.cluster-no-reserve',
      message: 'Whether it can lose one of its 4 hosts cannot be told: of "2", "3", "d" host or memory is not known.',
    },
  ])
})

test('clusters of one name in two datacenters are two, and a host by itself is none', () => {
  const hosts = [
    ...three,
    aHost('a', { id: 'x', datacenter: 'd2' }),
    aHost('e', { datacenter: 'd2' }),
    aHost('f', { cluster: null }),
    aHost('g', { cluster: 'c2' }),
  ]
  const elsewhere = { datacenter: 'd2', cluster: 'c1', host: 'a', zone: null }
  const vms = [onHost('1', 'a'), onHost('2', 'a', { memoryGiB: 96, placement: elsewhere })]

  expect(clusterReserves(hosts, vms).map(({ code, message }) => [code, message.slice(0, 28)])).toEqual([
    ['site.cluster-reserve', 'Any 2 of its 3 hosts may fai'],
    ['site.cluster-no-reserve', 'Not each of its 2 hosts may '],
  ])
})
