import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressOfPointer, pointerName, pointerZone } from '../../../src/core/network/pointers.ts'
import { formatAddress, parseAddress, readAddress } from '../../../src/model/address.ts'
import { aRecord, translate } from '../../builders-network.ts'

const textOf = (name: string): string | null => {
  const address = addressOfPointer(name)
  return address && formatAddress(address)
}

describe('the name of a PTR record', () => {
  it.each([
    ['17.5.0.10.in-addr.arpa', '10.0.5.17'],
    ['17.5.0.10.in-addr.arpa.', '10.0.5.17'],
    ['17.16/28.5.0.10.in-addr.arpa', '10.0.5.17'],
    ['5.0.10.in-addr.arpa', null],
    ['300.5.0.10.in-addr.arpa', null],
    ['017.5.0.10.in-addr.arpa', null],
    ['web.example.test', null],
    ['in-addr.arpa', null],
    [`1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa`, '2001:db8::1'],
  ])('%s is of %s', (name, address) => {
    expect(textOf(name)).toBe(address)
  })

  it('is read as it is written, for every address', () => {
    const address = fc.oneof(
      fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }).map((value) => ({ family: 4 as const, value })),
      fc.bigInt({ min: 2n ** 64n, max: 2n ** 128n - 1n }).map((value) => ({ family: 6 as const, value })),
    )
    fc.assert(
      fc.property(
        address.filter((one) => readAddress(formatAddress(one)).ok),
        (one) => {
          expect(addressOfPointer(pointerName(one))).toEqual(one)
          expect(pointerName(one).endsWith(`.${pointerZone(one)}`)).toBe(true)
        },
      ),
    )
  })

  it('has a zone of /24, whatever was delegated before', () => {
    expect(pointerZone(parseAddress('10.9.0.17'))).toBe('0.9.10.in-addr.arpa')
  })
})

describe('a PTR record', () => {
  const of = (name: string, zone: string) =>
    translate({ network: { dnsRecords: [aRecord(name, ['web.example.test'], { type: 'PTR', zone })] } }).translation
      .dnsRecords[0]

  it('goes to the name of the new address, in the zone that has it', () => {
    expect(of('10.0.0.10.in-addr.arpa', '0.0.10.in-addr.arpa')).toMatchObject({
      name: '10.0.9.10.in-addr.arpa',
      zone: '0.9.10.in-addr.arpa',
      fromName: '10.0.0.10.in-addr.arpa',
      values: ['web.example.test'],
      rule: 'offset',
    })
  })

  it('stays in a zone that is wide enough', () => {
    expect(of('10.0.0.10.in-addr.arpa', '10.in-addr.arpa')?.zone).toBe('10.in-addr.arpa')
  })

  it('of an address elsewhere stays as it is', () => {
    expect(of('9.113.0.203.in-addr.arpa', '113.0.203.in-addr.arpa')).toMatchObject({
      name: '9.113.0.203.in-addr.arpa',
      rule: 'kept',
    })
  })
})
