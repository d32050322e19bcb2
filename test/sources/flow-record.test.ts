import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatAddress, readAddress } from '../../src/model/address.ts'
import { canonicalAddress, readEnd } from '../../src/sources/flow-record.ts'

const anyText = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.array(fc.nat(300).map(String), { minLength: 3, maxLength: 5 }).map((parts) => parts.join('.')),
  fc.constantFrom('01.2.3.4', '1.2.3.4.', '1.2.3', '', '10.0.0.1 ', '::ffff:10.0.0.1', '1.2.3.4\n'),
)

test('an address is canonical exactly when the strict reader takes it', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const reading = readAddress(text)

      expect(canonicalAddress(text)).toBe(reading.ok ? formatAddress(reading.value) : null)
    }),
  )
})

test('an end needs an address and a port', () => {
  expect(readEnd('10.0.0.1', '443')).toEqual({ address: '10.0.0.1', port: 443 })
  expect([readEnd('10.0.0.1', '65536'), readEnd('10.0.0.1', ''), readEnd('x', '1')]).toEqual([null, null, null])
})
