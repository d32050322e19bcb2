import { expect, test } from 'vitest'
import { platformOf } from '../../src/model/primary-machine.ts'

const machine = '/subscriptions/1/resourceGroups/shop/providers/Microsoft.Compute/virtualMachines/web'

test.each([
  ['i-0f00d0f00d0f00d00', [], 'aws'],
  ['i-0f00d0f0', [], 'aws'],
  [machine, [], 'azure'],
  [machine.toLowerCase(), [], 'azure'],
  ['row-7', ['i-0f00d0f00d0f00d00'], 'aws'],
  ['i-shop', [], null],
  ['vm-1234', ['4227c8d1'], null],
  [`${machine}/extensions/x`, [], null],
  // oxlint-disable-next-line no-template-curly-in-string
  ['i-${file("/etc/passwd")}', [], null],
])('knows whose machine %s (%j) is', (id, otherIds, platform) => {
  expect(platformOf({ id, otherIds })).toBe(platform)
})
