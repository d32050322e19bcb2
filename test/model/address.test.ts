import fc from 'fast-check'
import { IPv4, IPv6 } from 'ip-num'
import { describe, expect, it } from 'vitest'
import { addressSchema, compareAddresses, formatAddress, parseAddress, readAddress } from '../../src/model/address.ts'
import { InputError } from '../../src/errors.ts'

const v4 = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n })
const group = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 0xffff }))
const v6 = fc
  .array(group, { minLength: 8, maxLength: 8 })
  .map((groups) => groups.reduce((value, one) => (value << 16n) | BigInt(one), 0n))
  .filter((value) => value >> 32n !== 0xffffn)

describe('an address', () => {
  it.each([
    ['10.1', 'four numbers'],
    ['10.0.0.0.1', 'four numbers'],
    ['', 'four numbers'],
    ['167772161', 'four numbers'],
    ['010.0.0.1', 'leading zero'],
    ['10.0.0.01', 'leading zero'],
    ['10.0.0.00', 'leading zero'],
    ['10.0.0.256', 'over 255'],
    ['0x0a.0.0.1', 'not a number'],
    [' 10.0.0.1', 'not a number'],
    ['10.0.0.1\n', 'not a number'],
    ['10.0.0.-1', 'not a number'],
    ['10.0.0.', 'not a number'],
    ['10.0.0.1/24', 'not a number'],
    ['١٠.0.0.1', 'not a number'],
    ['fe80::1%eth0', 'zone id'],
    ['::ffff:10.0.0.1', 'IPv4 inside IPv6'],
    ['::10.0.0.1', 'IPv4 inside IPv6'],
    ['::ffff:a00:1', 'IPv4-mapped'],
    ['1::2::3', 'eight groups'],
    ['1:2:3:4:5:6:7', 'eight groups'],
    ['1:2:3:4:5:6:7:8:9', 'eight groups'],
    ['::1:2:3:4:5:6:7:8', 'eight groups'],
    ['1:2:3:4:5:6:7:', 'not a group'],
    [':1:2:3:4:5:6:7', 'not a group'],
    [':::', 'not a group'],
    ['2001:db8::12345', 'not a group'],
    ['2001:db8::g', 'not a group'],
    ['[::1]', 'not a group'],
  ])('refuses %j and says why', (text, why) => {
    const reading = readAddress(text)

    expect(reading).toMatchObject({ ok: false, fault: expect.stringContaining(why) })
    expect(() => parseAddress(text)).toThrow(InputError)
  })

  it.each([
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['2001:db8:0:0:0:0:2:1', '2001:db8::2:1'],
    ['2001:0DB8::0001', '2001:db8::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8::aaaa:0:0:1', '2001:db8::aaaa:0:0:1'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ])('prints %s as %s, as RFC 5952 asks', (text, printed) => {
    expect(formatAddress(parseAddress(text))).toBe(printed)
  })

  it('is read and printed as ip-num does, for every IPv4 address', () => {
    fc.assert(
      fc.property(v4, (value) => {
        const text = formatAddress({ family: 4, value })

        expect(text).toBe(IPv4.fromNumber(value).toString())
        expect(parseAddress(text)).toEqual({ family: 4, value: IPv4.fromString(text).getValue() })
      }),
    )
  })

  it('is read as ip-num reads it, for every IPv6 address, and printed back', () => {
    fc.assert(
      fc.property(v6, (value) => {
        const text = formatAddress({ family: 6, value })

        expect(IPv6.fromString(text).getValue()).toBe(value)
        expect(parseAddress(text)).toEqual({ family: 6, value })
        expect(parseAddress(new IPv6(value).toString())).toEqual({ family: 6, value })
      }),
    )
  })

  it('never reads what ip-num refuses', () => {
    const hostile = fc.string({ unit: fc.constantFrom(...'0123456789abf.:%/x '.split('')) })
    fc.assert(
      fc.property(hostile, (text) => {
        const reading = readAddress(text)
        if (!reading.ok) return

        const oracle = reading.value.family === 4 ? IPv4.fromString(text) : IPv6.fromString(text)
        expect(oracle.getValue()).toBe(reading.value.value)
      }),
      { numRuns: 2000 },
    )
  })

  it('sorts IPv4 before IPv6, then by number and not by text', () => {
    const sorted = ['::1', '10.0.0.10', '10.0.0.9'].map(parseAddress).sort(compareAddresses).map(formatAddress)

    expect(sorted).toEqual(['10.0.0.9', '10.0.0.10', '::1'])
  })

  it('is text in an artefact, and a bad one is refused with the reason', () => {
    expect(addressSchema.encode(addressSchema.parse('2001:DB8::1'))).toBe('2001:db8::1')
    expect(addressSchema.safeParse('010.0.0.1').error?.issues[0]?.message).toContain('leading zero')
  })
})
