import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Flow } from '../../../src/model/flow.ts'
import { connectionsSource } from '../../../src/sources/connections/index.ts'
import { readFrom, testDependencySource } from '../../contracts/dependency-source.ts'
import { smallSite } from '../../support/small-site.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

const recorded = join(import.meta.dirname, '../../../fixtures/recorded/connections')

testDependencySource({
  name: 'connections',
  source: connectionsSource,
  folder: recorded,
  site: smallSite,
  fileName: 'web-1.txt',
})

const read = (path: string) => readFrom(connectionsSource, aRequest(path, { shownPath: path }), smallSite)
const brief = ({ client, server, port, protocol, observed, basis }: Flow) => [
  client.vmId ?? client.address,
  server.vmId ?? server.address,
  `${protocol} ${port}`,
  observed.records,
  basis,
]

test('listening ports tell the server, also where both ports are high', async () => {
  const { flows, findings } = await read(join(recorded, 'web-1.txt'))

  expect(flows.map(brief)).toEqual([
    [null, 'i-web1', 'tcp 443', 1, 'listener'],
    ['i-web1', '10.0.2.20', 'tcp 61500', 2, 'listener'],
    ['i-web1', '192.168.9.53', 'udp 53', 1, 'listener'],
  ])
  expect(findings).toEqual([])
})

test('headings name hosts; a host keeps its connections on addresses that the inventory does not know', async () => {
  const { flows, findings } = await read(join(recorded, 'all.txt'))

  expect(flows.map(brief)).toEqual([
    ['10.0.1.11', '10.0.2.20', 'tcp 445', 1, 'service-port'],
    ['10.0.1.11', 'i-db', 'tcp 5432', 1, 'listener'],
  ])
  expect(findings.map(({ code, affected }) => [code, affected])).toEqual([
    ['site.reference-missing', ['stranger']],
    ['site.row-unreadable', []],
  ])
})

test('conntrack names who began, and the machine behind a destination NAT', async () => {
  const { flows, findings } = await read(join(recorded, 'router.conntrack'))

  expect(flows.map(brief)).toEqual([
    ['10.0.1.10', '10.0.1.11', 'tcp 8080', 1, 'initiator'],
    ['10.0.2.20', '192.168.9.123', 'udp 123', 1, 'initiator'],
  ])
  expect(flows[0]?.observed.bytes).toBe(1000)
  expect(findings[0]?.message).toContain('1 of protocols without ports')
})

test('without listening ports the port that many meet is the server', async () => {
  const line = (from: string, port: number) => `ESTAB 0 0 ${from}:${port} 10.0.2.20:41000`
  const folder = await aFolder({
    'web-1.txt': [line('10.0.1.10', 41_500), line('10.0.1.10', 41_501)].join('\n'),
    'web-2.txt': line('10.0.1.11', 33_000),
  })

  const { flows } = await read(folder)

  expect(flows.map(brief)).toEqual([
    ['i-web1', '10.0.2.20', 'tcp 41000', 2, 'repeated-port'],
    ['i-web2', '10.0.2.20', 'tcp 41000', 1, 'repeated-port'],
  ])
})

test('two ends that are alike are nobody’s server', async () => {
  const folder = await aFolder({ 'web-1.txt': 'udp ESTAB 0 0 10.0.1.10:500 10.0.2.20:500' })

  const { flows, findings } = await read(folder)

  expect(flows).toEqual([])
  expect(findings[0]?.message).toContain('1 of which neither end could be told as the server')
})
