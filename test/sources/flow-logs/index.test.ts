import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Flow } from '../../../src/model/flow.ts'
import { flowLogsSource } from '../../../src/sources/flow-logs/index.ts'
import { readFrom, testDependencySource } from '../../contracts/dependency-source.ts'
import { smallSite } from '../../support/small-site.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

const recorded = join(import.meta.dirname, '../../../fixtures/recorded/flow-logs')
const aws = join(recorded, 'aws/2026/11/20')

testDependencySource({
  name: 'flow-logs',
  source: flowLogsSource,
  folder: recorded,
  site: smallSite,
  fileName: 'flow.log',
})

const read = (path: string) => readFrom(flowLogsSource, aRequest(path), smallSite)
const brief = ({ client, server, port, protocol, observed, basis }: Flow) => [
  client.address,
  server.address,
  `${protocol} ${port}`,
  observed.records,
  observed.bytes,
  basis,
]

describe('AWS', () => {
  test('two directions at two interfaces are one flow, counted at the interface that saw the most', async () => {
    const { flows } = await read(join(aws, 'default.log'))

    expect(flows.map(brief)).toEqual([
      [null, '10.0.1.10', 'tcp 443', 1, 800, 'service-port'],
      ['10.0.1.10', '10.0.2.20', 'tcp 5432', 2, 13_000, 'service-port'],
      ['10.0.1.10', '192.168.9.53', 'udp 53', 1, 70, 'service-port'],
    ])
    expect(flows[1]?.observed).toMatchObject({ first: '2025-11-20T00:53:20.000Z', last: '2025-11-20T00:54:20.000Z' })
  })

  test('rejected, lost, portless and broken records are counted and said', async () => {
    const { findings } = await read(join(aws, 'default.log'))

    expect(findings.map(({ code, place }) => [code, place])).toEqual([
      ['site.row-unreadable', 'estate:12'],
      ['site.dump-incomplete', 'estate'],
      ['site.traffic-ignored', 'estate'],
    ])
    expect(findings[2]?.message).toBe(
      'Records of traffic that make no dependency: 1 rejected by a rule; 1 of protocols without ports, such as ICMP.',
    )
  })

  test('flags tell who began, and the ends of the packet count where a NAT stands between', async () => {
    const { flows } = await read(join(aws, 'custom.log'))

    expect(flows.map(brief)).toEqual([['10.0.2.20', '10.0.1.11', 'tcp 7800', 2, 500, 'initiator']])
  })

  test('gzipped files, files without a header and lines of CloudWatch are read', async () => {
    const folder = await aFolder()
    await mkdir(join(folder, 'day'))
    const line = '2 1 eni-1 10.0.1.10 10.0.2.20 49200 5432 6 1 100 1763600000 1763600060 ACCEPT OK\n'
    await writeFile(join(folder, 'day', 'a.log.gz'), gzipSync(line))
    await writeFile(join(folder, 'day', '000000.gz'), gzipSync(`2025-11-20T00:53:20.000Z ${line}`))

    const { flows } = await read(folder)

    expect(flows.map(brief)).toEqual([['10.0.1.10', '10.0.2.20', 'tcp 5432', 2, 200, 'service-port']])
  })

  test('traffic of two strangers makes no flow', async () => {
    const folder = await aFolder({
      'a.log': '2 1 eni-1 192.0.2.1 192.0.2.2 49200 5432 6 1 100 1763600000 1763600060 ACCEPT OK\n',
    })

    const { flows, findings } = await read(folder)

    expect(flows).toEqual([])
    expect(findings[0]?.message).toContain('1 between addresses that are both not of the site')
  })
})

describe('Azure', () => {
  test('the source of a tuple is who began, whatever the ports', async () => {
    const { flows } = await read(join(recorded, 'azure'))

    expect(flows.map(brief)).toEqual([
      ['10.0.1.11', '10.0.2.20', 'tcp 5432', 2, 6000, 'initiator'],
      ['10.0.2.20', '10.0.1.11', 'tcp 61500', 2, 400, 'initiator'],
    ])
  })

  test('denied and unreadable tuples and records are counted', async () => {
    const { findings } = await read(join(recorded, 'azure'))

    expect(findings.map(({ code, message }) => [code, message])).toEqual([
      ['site.row-unreadable', '2 records of traffic cannot be read and were left out.'],
      [
        'site.traffic-ignored',
        'Records of traffic that make no dependency: 2 rejected by a rule; 1 of protocols without ports, such as ICMP.',
      ],
    ])
  })
})

const addresses = ['10.0.1.10', '10.0.1.11', '10.0.2.20', '192.168.9.53', '203.0.113.9']
const anyLine = fc
  .record({
    eni: fc.constantFrom('eni-1', 'eni-2'),
    ends: fc.tuple(fc.constantFrom(...addresses), fc.constantFrom(...addresses)).filter(([a, b]) => a !== b),
    ports: fc.tuple(fc.constantFrom(5432, 7001, 7002, 40_000, 40_001), fc.constantFrom(443, 7001, 7800, 50_000)),
    start: fc.integer({ min: 1_763_600_000, max: 1_763_700_000 }),
    bytes: fc.nat(10_000),
  })
  .map(
    ({ eni, ends: [from, to], ports: [fromPort, toPort], start, bytes }) =>
      `2 1 ${eni} ${from} ${to} ${fromPort} ${toPort} 6 1 ${bytes} ${start} ${start + 60} ACCEPT OK`,
  )

test('neither the order of the lines nor how they are cut into files changes the flows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyLine, { minLength: 1, maxLength: 40 }), fc.nat(40), async (lines, cut) => {
      const whole = await aFolder({ 'a.log': lines.join('\n') })
      const turned = lines.toReversed()
      const parts = [turned.slice(0, cut), turned.slice(cut)].filter((part) => part.length > 0)
      const split = await aFolder(Object.fromEntries(parts.map((part, index) => [`${index}.log`, part.join('\n')])))

      expect((await read(split)).flows).toEqual((await read(whole)).flows)
    }),
    { numRuns: 40 },
  )
})
