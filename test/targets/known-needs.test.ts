import { expect, test } from 'vitest'
import { terraformSettingsSchema } from '../../src/model/terraform-settings.ts'
import { knownNeeds } from '../../src/targets/known-needs.ts'

const settings = (backend: unknown) => terraformSettingsSchema.parse({ backend })

test.each([
  [{ type: 's3', settings: { bucket: 'b', region: 'eu-west-1' } }, ['aws/eu-west-1']],
  [{ type: 'azurerm', settings: { storage_account_name: 'b' } }, undefined],
  [{ type: 'local' }, undefined],
  [null, undefined],
])('the state of %j stands in %j', (backend, standsIn) => {
  const state = knownNeeds('azure', settings(backend)).find(({ kind }) => kind === 'state')

  expect(state?.standsIn).toEqual(standsIn)
})

test('records of AWS are changed through one region', () => {
  expect(knownNeeds('aws', settings(null)).map(({ standsIn, stages }) => [standsIn, stages])).toEqual([
    [['aws/us-east-1'], ['redirect']],
  ])
})
