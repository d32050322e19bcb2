import { describe, expect, it } from 'vitest'
import { hostName, sameAmount } from '../../../src/core/identity/evidence.ts'

describe('the host name of a VM', () => {
  it.each([
    ['Web-A.corp.example', 'web-a'],
    [' DB-A ', 'db-a'],
    ['erp app 1', 'erp app 1'],
    ['win-3f7k2', 'win-3f7k2'],
    ['deadbeef', 'deadbeef'],
    ['i-beach', 'i-beach'],
    ['srv-00012345', 'srv-00012345'],
    ['server-01', 'server-01'],
  ])('of "%s" is %s', (name, host) => {
    expect(hostName(name)).toBe(host)
  })

  it.each([
    '',
    'LOCALHOST.localdomain',
    'vm12',
    'New Virtual Machine',
    'server',
    '10.1.2.3',
    'fd00::1',
    'ip-10-1-2-3.eu-west-1.compute.internal',
    'i-0123456789abcdef0',
    '420f1a2b-0000-4000-8000-0123456789ab',
  ])('of "%s" is unknown', (name) => {
    expect(hostName(name)).toBeNull()
  })
})

it.each([
  [8, 8.05, true],
  [100, 101, true],
  [8, 8.5, false],
  [0, 0, true],
])('%s and %s are the same amount: %s', (a, b, same) => {
  expect(sameAmount(a, b)).toBe(same)
})
