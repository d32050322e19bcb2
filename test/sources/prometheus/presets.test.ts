import { expect, test } from 'vitest'
import { exporterPresets } from '../../../src/model/live-settings.ts'
import { presets, rateWindowSeconds } from '../../../src/sources/prometheus/presets.ts'

const scope = { by: 'vm, instance', window: '300s' }

/** Does the pattern behind `label!~` of a query leave out a device? PromQL's patterns match whole values (RE2). */
const leavesOut = (promql: string | undefined, device: string): boolean => {
  const pattern = /!~"([^"]+)"/.exec(promql ?? '')?.[1]
  return pattern !== undefined && new RegExp(`^(?:${pattern})$`).test(device)
}

const node = presets.node_exporter.queries

test.each(['sda', 'sdab', 'vda', 'xvdf', 'nvme0n1', 'nvme12n3', 'mmcblk0', 'dasda', 'rbd0', 'nbd3'])(
  'disk %s is counted',
  (device) => {
    expect(leavesOut(node['disk-operations']?.(scope), device)).toBe(false)
  },
)

test.each([
  'sda1',
  'vda15',
  'xvda1',
  'nvme0n1p2',
  'nvme0c1n1',
  'mmcblk0p1',
  'mmcblk0boot0',
  'dasda1',
  'dm-0',
  'md0',
  'md_d0',
  'md127',
  'drbd0',
  'bcache0',
  'zd16',
  'loop7',
  'ram0',
  'zram0',
  'sr0',
  'fd0',
  'rbd0p1',
])('%s is part of another disk, or none, and not counted', (device) => {
  expect(leavesOut(node['disk-operations']?.(scope), device)).toBe(true)
})

test.each(['eth0', 'ens192', 'enp1s0', 'eno1', 'em1', 'p4p1', 'ib0', 'wlan0'])('interface %s is counted', (device) => {
  expect(leavesOut(node['network-sent-bytes']?.(scope), device)).toBe(false)
})

test.each([
  'lo',
  'veth12ab',
  'docker0',
  'docker_gwbridge',
  'br-0a1b',
  'br0',
  'virbr0',
  'cni0',
  'calico1',
  'flannel.1',
  'tun0',
  'tap1',
  'bond0',
  'team0',
  'eth0.100',
  'vlan7',
  'wg0',
  'enP1s1',
  'dummy0',
  'kube-ipvs0',
])('what goes through %s is counted elsewhere, or stays inside', (device) => {
  expect(leavesOut(node['network-sent-bytes']?.(scope), device)).toBe(true)
})

test.each(exporterPresets)('%s has balanced queries over the window it is given', (id) => {
  for (const build of Object.values(presets[id].queries)) {
    const promql = build(scope)

    expect(promql.split('(').length).toBe(promql.split(')').length)
    expect(promql).toContain('[300s]')
    expect(promql).toContain('by (vm, instance')
  }
})

test.each([
  [15, 240],
  [240, 240],
  [300, 300],
  [3600, 3600],
])('a step of %i s is measured over %i s: whole steps, and four scrapes a minute apart', (step, window) => {
  expect(rateWindowSeconds(step)).toBe(window)
})
