import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { actions, roleDefinition } from '../../../src/sources/azure/actions.ts'

test('the role allows what is called, all of it reading, and nothing else', () => {
  const role = roleDefinition(['b', 'a'])

  expect(role.Actions).toEqual([...new Set(Object.values(actions))].sort())
  expect(
    role.Actions.every((action) =>
      /^Microsoft\.(Compute|ContainerRegistry|DBforMySQL|DBforPostgreSQL|DocumentDB|EventHub|Insights|KeyVault|Network|RecoveryServices|ServiceBus|Sql|Storage|Web)\/[A-Za-z0-9/]+\/(read|listNetwork[A-Za-z]+\/action)$/.test(
        action,
      ),
    ),
  ).toBe(true)
  expect(role.Actions.filter((action) => /keys|secret|password|connectionString|credential/i.test(action))).toEqual([])
  expect([role.NotActions, role.DataActions, role.NotDataActions]).toEqual([[], [], []])
  expect(role.AssignableScopes).toEqual(['/subscriptions/a', '/subscriptions/b'])
})

test('no two calls need the same action, so that a finding names what failed', () => {
  expect(new Set(Object.values(actions)).size).toBe(Object.keys(actions).length)
})

test('the role in the documentation is this one', () => {
  const file = new URL('../../../docs/azure-role.json', import.meta.url)

  expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(roleDefinition(['SUBSCRIPTION-ID']), null, 2)}\n`)
})
