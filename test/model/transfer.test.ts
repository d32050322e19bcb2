import { expect, it } from 'vitest'
import { TRANSFER_LINE, transferWords, transferWordsOf } from '../../src/model/transfer.ts'

it('a cost says that it is without transfer only where none is in it', () => {
  const transfer = { from: 'eu-west-1', perGB: 0.02, vms: 3, unknownVms: 0 }

  expect(transferWords(undefined)).toBe('without transfer and tax')
  expect(transferWords({ ...transfer, vms: 0, unknownVms: 3 })).toBe('without transfer and tax')
  expect(transferWords(transfer)).toBe(
    'with the transfer of changed data from eu-west-1, without other transfer and tax',
  )
  expect(transferWords({ ...transfer, unknownVms: 2 })).toBe(
    'with the transfer of changed data from eu-west-1 for 3 of 5 copied VMs, without other transfer and tax',
  )
  expect(transferWordsOf([{ what: 'replication' }])).toBe('without transfer and tax')
  expect(transferWordsOf([{ what: TRANSFER_LINE }])).toBe(
    'with the transfer of changed data, without other transfer and tax',
  )
})
