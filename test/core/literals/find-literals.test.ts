import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findLiterals, positionsIn } from '../../../src/core/literals/find-literals.ts'
import { formatAddress } from '../../../src/model/address.ts'
import { cidrAround, containsAddress, formatCidr, parseCidr } from '../../../src/model/cidr.ts'

const found = (text: string): readonly string[] =>
  findLiterals(text).map(({ kind, text: own, block }) => `${kind} ${own} = ${formatCidr(block)}`)

/** Those that are of the site, as everything is that these tests mean. */
const inSite = (text: string): readonly string[] =>
  findLiterals(text)
    .filter(
      ({ block }) =>
        block.family === 6 || containsAddress(parseCidr('10.0.0.0/16'), { family: 4, value: block.network }),
    )
    .map(({ text: own }) => own)

describe('an address is found', () => {
  test.each([
    ['as it is', 'DB_HOST=10.0.5.17', ['dotted 10.0.5.17 = 10.0.5.17/32']],
    ['with a port', '"url": "10.0.5.17:5432"', ['dotted 10.0.5.17 = 10.0.5.17/32']],
    ['at the end of a sentence', 'Ask 10.0.5.17.', ['dotted 10.0.5.17 = 10.0.5.17/32']],
    ['behind an escaped line feed', '"hosts\\n10.0.5.17 db"', ['dotted 10.0.5.17 = 10.0.5.17/32']],
    ['twice in a range', '10.0.5.1-10.0.5.20', ['dotted 10.0.5.1 = 10.0.5.1/32', 'dotted 10.0.5.20 = 10.0.5.20/32']],
    ['in a name that resolves to it', '10.0.5.17.nip.io', ['dotted 10.0.5.17 = 10.0.5.17/32']],
    ['with leading zeros, which are doubtful', '010.000.005.017', ['padded 010.000.005.017 = 10.0.5.17/32']],
    ['in a regular expression', String.raw`^10\.0\.5\.17$`, [String.raw`pattern 10\.0\.5\.17 = 10.0.5.17/32`]],
    ['behind a word boundary', String.raw`\b10\.0\.5\.17\b`, [String.raw`pattern 10\.0\.5\.17 = 10.0.5.17/32`]],
    [
      'in a pattern inside a string',
      String.raw`"10\\.0\\.5\\.17"`,
      [String.raw`pattern 10\\.0\\.5\\.17 = 10.0.5.17/32`],
    ],
    ['with dots in brackets', '10[.]0[.]5[.]17', ['pattern 10[.]0[.]5[.]17 = 10.0.5.17/32']],
    ['as a block', 'allow 10.0.5.0/24;', ['cidr 10.0.5.0/24 = 10.0.5.0/24']],
    [
      'as a block with a mask',
      '10.0.5.0/255.255.255.0',
      ['cidr 10.0.5.0/255.255.255.0 = 10.0.5.0/24', 'dotted 255.255.255.0 = 255.255.255.0/32'].slice(0, 1),
    ],
    ['as a host with the prefix of its network', '- 10.0.5.17/24', ['dotted 10.0.5.17 = 10.0.5.17/32']],
    ['as the host of a URL, whose path may be a number', 'http://10.0.5.0/24', ['dotted 10.0.5.0 = 10.0.5.0/32']],
    ['as a hexadecimal number', 'peer: 0x0A000511', ['hexadecimal 0x0A000511 = 10.0.5.17/32']],
    [
      'as one without 0x, where it is called an address',
      'SERVER_IP="0a000511"',
      ['hexadecimal 0a000511 = 10.0.5.17/32'],
    ],
    ['as a decimal number in a URL', 'http://167773457/x', ['decimal 167773457 = 10.0.5.17/32']],
    ['behind a user in a URL', 'ftp://me:pass@167773457:21', ['decimal 167773457 = 10.0.5.17/32']],
    ['as a host name of EC2', 'ip-10-0-5-17.eu-west-1.compute.internal', ['host-name ip-10-0-5-17 = 10.0.5.17/32']],
    ['as a name for the way back', '17.5.0.10.in-addr.arpa.', ['reverse-name 17.5.0.10.in-addr.arpa = 10.0.5.17/32']],
    ['as the zone of these', 'zone "5.0.10.in-addr.arpa" {', ['reverse-name 5.0.10.in-addr.arpa = 10.0.5.0/24']],
    ['as IPv6', 'listen [2001:DB8::0005]:443;', ['ipv6 2001:DB8::0005 = 2001:db8::5/128']],
    [
      'as IPv6 in full',
      '2001:0db8:0000:0000:0000:0000:0000:0005',
      ['ipv6 2001:0db8:0000:0000:0000:0000:0000:0005 = 2001:db8::5/128'],
    ],
    ['as IPv6 with dots at its end', '2001:db8::10.0.5.17', ['ipv6 2001:db8::10.0.5.17 = 2001:db8::a00:511/128']],
    ['as a block of IPv6 behind a word', 'v=spf1 ip6:2001:db8:5::/48 -all', ['ipv6 2001:db8:5::/48 = 2001:db8:5::/48']],
    ['as IPv6 with a prefix, of a host', '2001:db8::5/64', ['ipv6 2001:db8::5 = 2001:db8::5/128']],
    ['inside IPv6', '::ffff:10.0.5.17', ['dotted 10.0.5.17 = 10.0.5.17/32']],
    ['inside IPv6 without dots', '::ffff:a00:511', ['ipv6 ::ffff:a00:511 = 10.0.5.17/32']],
    ['behind NAT64', '64:ff9b::a00:511', ['ipv6 64:ff9b::a00:511 = 10.0.5.17/32']],
  ])('%s', (_, text, expected) => {
    expect(found(text)).toEqual(expected)
  })
})

describe('a fragment is found', () => {
  test.each([
    ['in a string that goes on', 'prefix = "10.0.5." + n', '10.0.5.'],
    ['in front of a variable', 'ping 10.0.5.$i', '10.0.5.'],
    ['in front of a placeholder', 'host: 10.0.5.{{ index }}', '10.0.5.'],
    ['in front of a wildcard', 'GRANT ALL TO app@"10.0.5.%"', '10.0.5.'],
    ['in front of an asterisk', 'NO_PROXY=10.0.*', '10.0.'],
    ['in front of an x', 'use 10.0.5.x for them', '10.0.5.'],
    ['in a regular expression', String.raw`~ ^10\.0\.5\.\d+$`, String.raw`10\.0\.5\.`],
    ['at the end of one', String.raw`/^10\.0\.5\./`, String.raw`10\.0\.5\.`],
    ['in hosts.allow', 'sshd: 10.0.5.\n', '10.0.5.'],
  ])('%s', (_, text, expected) => {
    expect(found(text)).toEqual([`fragment ${expected} = ${expected.includes('5') ? '10.0.5.0/24' : '10.0.0.0/16'}`])
  })
})

describe('no address is', () => {
  test.each([
    ['a version', 'v10.0.5.17'],
    ['a version of five numbers', '10.0.5.17.5'],
    ['a version in the name of a package', 'nginx-10.0.5.17.tar.gz'],
    ['a version with something behind it', '10.0.5.17-rc1'],
    ['an OID', '1.3.6.1.4.1.10.0.5.17'],
    ['a part of a word', 'a10.0.5.17 10.0.5.17b x_10.0.5.17'],
    ['the end of a sentence', 'We have this since 10.0.5. Before, we had not.'],
    ['a short version', 'python = "~10.0.5"'],
    ['a number over 255', '10.0.5.256 10.0.500.1'],
    ['a mixture of dots', String.raw`10.0\.5.17`],
    ['a time', 'at 10:00:05 or 12:34'],
    ['a MAC address', '0a:00:05:11:00:01'],
    ['a name in C++', 'std::cafe::dead face::book'],
    ['a hexadecimal number of another length', '0x0A00051 0x0A0005110 0x0A000511z'],
    ['a hexadecimal number that nobody calls an address', 'commit 0a000511 crc=0a000511'],
    ['a number outside of a URL', 'id=167773457'],
    ['a number in the path of a URL', 'http://example/167773457'],
    ['half a name', 'ship-10-0-5-17 ip-10-0-5-17-a ip-10-0-5'],
  ])('%s', (_, text) => {
    expect(inSite(text)).toEqual([])
  })
})

describe('every address of a block, in any spelling', () => {
  const blocks = [parseCidr('10.0.0.0/16'), parseCidr('172.20.0.0/20')]
  const address = fc.tuple(fc.constantFrom(...blocks), fc.bigInt({ min: 0n, max: 65_535n })).map(([block, host]) => ({
    family: 4 as const,
    value: block.network + (host % (1n << BigInt(32 - block.prefixLength))),
  }))
  const hex = (value: bigint): string => value.toString(16).padStart(8, '0')
  const spelling = fc.constantFrom<(value: bigint) => string>(
    (value) => formatAddress({ family: 4, value }),
    (value) => formatAddress({ family: 4, value }).replaceAll('.', String.raw`\.`),
    (value) => formatAddress({ family: 4, value }).replaceAll('.', '[.]'),
    (value) => `0x${hex(value)}`,
    (value) => `0x${hex(value).toUpperCase()}`,
    (value) => `::ffff:${hex(value).slice(0, 4)}:${hex(value).slice(4)}`,
    (value) => `ip-${formatAddress({ family: 4, value }).replaceAll('.', '-')}`,
    (value) => `${formatAddress({ family: 4, value }).split('.').toReversed().join('.')}.in-addr.arpa`,
  )
  const around = fc.string({
    unit: fc.constantFrom('a', 'Z', '0', '7', '.', '-', ':', '/', '\n', '\r\n', ' ', '"', 'ü', '=', '\\', '😀'),
    maxLength: 60,
  })

  test('is found once inside of any text, at its line and column, and nothing else is found in the block', () => {
    fc.assert(
      fc.property(address, spelling, fc.tuple(around, around), ({ value }, spell, [before, after]) => {
        const own = spell(value)
        const text = `${before} ${own} ${after}`

        const hits = findLiterals(text).filter(
          ({ block }) => block.family === 4 && block.network === value && block.prefixLength === 32,
        )

        const at = before.length + 1
        expect(hits.map((hit) => [hit.at, hit.text])).toEqual([[at, own]])
        const lines = text.slice(0, at).split('\n')
        expect(positionsIn(text)(at)).toEqual({ line: lines.length, column: (lines.at(-1) ?? '').length + 1 })
      }),
      { numRuns: 1000 },
    )
  })

  test('of IPv6 is what reading it gives, however it is written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 80n) - 1n }), fc.nat({ max: 3 }), (host, form) => {
        const value = (0x20010db80005n << 80n) | host
        const groups = Array.from({ length: 8 }, (_, index) => Number((value >> BigInt(112 - 16 * index)) & 0xffffn))
        const full = groups.map((group) => group.toString(16).padStart(4, '0'))
        const short = formatAddress({ family: 6, value })
        const dotted = `${full.slice(0, 6).join(':')}:${formatAddress({ family: 4, value: value & 0xffffffffn })}`
        const own = [full.join(':'), short.toUpperCase(), short, dotted][form] ?? short

        const hits = findLiterals(`x "${own}", y`)

        expect(hits.map(({ text, block }) => [text, block])).toEqual([[own, cidrAround({ family: 6, value }, 128)]])
      }),
    )
  })
})

describe('hostile text', () => {
  const million = 1_000_000
  test.each([
    ['one line of digits', '1'.repeat(16 * million)],
    ['dots', '.'.repeat(8 * million)],
    ['numbers and dots', '1.'.repeat(4 * million)],
    ['escaped dots', String.raw`1\\.`.repeat(2 * million)],
    ['colons', ':'.repeat(4 * million)],
    ['colons and digits', 'a:'.repeat(2 * million)],
    ['beginnings of URLs', '://1'.repeat(million)],
    ['a URL with a long user', `http://${'a'.repeat(2 * million)}`],
    ['hyphens', 'ip-1-'.repeat(million)],
    ['spaces behind a fragment', `10.0.5.${' '.repeat(million)}`.repeat(4)],
    ['fragments and spaces', '10.0.5.    x'.repeat(300_000)],
    ['hexadecimal', '0a000511 '.repeat(500_000)],
    ['names of keys', 'ip'.repeat(2 * million)],
  ])('of %s takes time that grows with its length', (_, text) => {
    const started = performance.now()

    findLiterals(text)

    expect(performance.now() - started).toBeLessThan(8000)
  })
})
