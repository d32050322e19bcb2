import fc from 'fast-check'
import { IPv4CidrRange, IPv6CidrRange } from 'ip-num'
import { describe, expect, it } from 'vitest'
import { bitsOf, parseAddress, type Family } from '../../src/model/address.ts'
import {
  cidrAround,
  cidrSchema,
  compareCidrs,
  contains,
  containsAddress,
  formatCidr,
  lastOf,
  overlaps,
  parseCidr,
  readCidr,
  sizeOf,
  type Cidr,
} from '../../src/model/cidr.ts'

const cidrOf = (family: Family): fc.Arbitrary<Cidr> =>
  fc
    .tuple(fc.bigInt({ min: 0n, max: 2n ** BigInt(bitsOf(family)) - 1n }), fc.integer({ min: 0, max: bitsOf(family) }))
    .map(([value, prefixLength]) => cidrAround({ family, value }, prefixLength))

const readable = (cidr: Cidr): boolean => readCidr(formatCidr(cidr)).ok

describe('a CIDR', () => {
  it.each([
    ['10.0.0.1/24', 'the network is 10.0.0.0/24, the single host 10.0.0.1/32'],
    ['2001:db8::1/32', 'the network is 2001:db8::/32'],
    ['10.0.0.0/33', 'over /32'],
    ['::/129', 'over /128'],
    ['10.0.0.0/08', 'leading zero'],
    ['10.0.0.0/-1', 'an address, a slash and a prefix length'],
    ['10.0.0.0/8/8', 'an address, a slash and a prefix length'],
    ['10.0.0.0', 'an address, a slash and a prefix length'],
    ['10.0.0.0/', 'an address, a slash and a prefix length'],
    ['', 'an address, a slash and a prefix length'],
    ['10.0.0.0/8 ', 'an address, a slash and a prefix length'],
    ['10.0.0.0/255.0.0.0', 'an address, a slash and a prefix length'],
    ['010.0.0.0/8', 'leading zero'],
    ['fe80::%1/64', 'zone id'],
  ])('refuses %j and says why', (text, why) => {
    expect(readCidr(text)).toMatchObject({ ok: false, fault: expect.stringContaining(why) })
    expect(cidrSchema.safeParse(text).error?.issues[0]?.message).toContain(why)
  })

  it.each(['0.0.0.0/0', '::/0', '10.0.0.0/8', '10.0.0.1/32', '255.255.255.255/32', '2001:db8::/56', '::1/128'])(
    'reads %s and prints it back',
    (text) => {
      expect(formatCidr(parseCidr(text))).toBe(text)
      expect(cidrSchema.encode(cidrSchema.parse(text))).toBe(text)
    },
  )

  it.each([4, 6] as const)('has the ends and the size that ip-num gives it, in IPv%i', (family) => {
    fc.assert(
      fc.property(cidrOf(family).filter(readable), (cidr) => {
        const text = formatCidr(cidr)
        const oracle = family === 4 ? IPv4CidrRange.fromCidr(text) : IPv6CidrRange.fromCidr(text)

        expect(parseCidr(text)).toEqual(cidr)
        expect(cidr.network).toBe(oracle.getFirst().getValue())
        expect(lastOf(cidr)).toBe(oracle.getLast().getValue())
        expect(sizeOf(cidr)).toBe(oracle.getSize())
      }),
    )
  })

  it('contains and overlaps what ip-num says it does', () => {
    const near = fc
      .tuple(fc.bigInt({ min: 0n, max: 255n }), fc.integer({ min: 24, max: 32 }))
      .map(([low, prefixLength]) => cidrAround({ family: 4, value: (10n << 24n) + low }, prefixLength))
    fc.assert(
      fc.property(near, near, (a, b) => {
        const [one, other] = [a, b].map((cidr) => IPv4CidrRange.fromCidr(formatCidr(cidr)))
        if (!one || !other) throw new Error('two ranges are needed')

        expect(contains(a, b)).toBe(one.contains(other) || one.isEquals(other))
        expect(overlaps(a, b)).toBe(contains(a, b) || contains(b, a))
        expect(containsAddress(a, { family: 4, value: b.network })).toBe(
          a.network <= b.network && b.network <= lastOf(a),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('never mixes the families', () => {
    const [four, six] = [parseCidr('0.0.0.0/0'), parseCidr('::/0')]

    expect(contains(six, four)).toBe(false)
    expect(overlaps(six, four)).toBe(false)
    expect(containsAddress(six, parseAddress('10.0.0.1'))).toBe(false)
  })

  it('sorts by number, the larger block first', () => {
    const texts = ['10.0.0.0/16', '9.0.0.0/8', '10.0.0.0/8', '::/0', '100.0.0.0/8']

    expect(texts.map(parseCidr).sort(compareCidrs).map(formatCidr)).toEqual([
      '9.0.0.0/8',
      '10.0.0.0/8',
      '10.0.0.0/16',
      '100.0.0.0/8',
      '::/0',
    ])
  })
})
