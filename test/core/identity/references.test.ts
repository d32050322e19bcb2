import { expect, it } from 'vitest'
import type { Vm } from '../../../src/model/site.ts'
import { aBareVm, at, mergeVms } from './builders.ts'

const dependenciesOf = (id: string, ...sources: readonly (readonly Vm[])[]) =>
  mergeVms(...sources).vms.find((vm) => vm.id === id)?.dependsOn

const db = { nics: [at('10.0.0.5')] }

it('a reference to the other id follows to the id that stays', () => {
  const first = [aBareVm('rvtools', 'r-db', { name: 'db-a', ...db })]
  const later = [
    aBareVm('aws-describe', 'i-db', { name: 'db-a', ...db }),
    aBareVm('aws-describe', 'i-web', { name: 'web-a', dependsOn: ['i-db'] }),
  ]

  expect(dependenciesOf('i-web', first, later)).toEqual(['r-db'])
})

it('a reference by a name that the machine no longer has follows too', () => {
  const first = [aBareVm('rvtools', 'r-db', { name: 'DB-A', ...db })]
  const later = [
    aBareVm('inventory', 'c-db', { name: 'db-a.corp.example', ...db }),
    aBareVm('inventory', 'c-web', { name: 'web-a', dependsOn: ['db-a.corp.example'] }),
  ]

  expect(dependenciesOf('c-web', first, later)).toEqual(['r-db'])
})

it('the dependencies of both sources are joined, each machine once', () => {
  const web = { name: 'web-a', nics: [at('10.0.0.1')] }
  const first = [
    aBareVm('rvtools', 'r-db', { name: 'db-a', ...db }),
    aBareVm('rvtools', 'r-web', { ...web, dependsOn: ['db-a', 'nowhere'] }),
  ]
  const later = [
    aBareVm('inventory', 'c-db', { name: 'db-a', ...db }),
    aBareVm('inventory', 'c-mq', { name: 'mq-a' }),
    aBareVm('inventory', 'c-web', { ...web, dependsOn: ['c-db', 'c-mq', 'nowhere'] }),
  ]

  expect(dependenciesOf('r-web', first, later)).toEqual(['db-a', 'nowhere', 'c-mq'])
})

it('a source may name a machine by the id that only another source knows', () => {
  const first = [aBareVm('rvtools', 'r-db', { name: 'db-a', ...db })]
  const second = [aBareVm('aws-describe', 'i-db', { name: 'db-a', ...db })]
  const third = [aBareVm('inventory', 'c-web', { name: 'web-a', dependsOn: ['i-db'] })]

  expect(dependenciesOf('c-web', first, second, third)).toEqual(['r-db'])
})

it('a name that another source gives to a second machine still leads to the first', () => {
  const first = [
    aBareVm('rvtools', 'r-db', { name: 'db-a' }),
    aBareVm('rvtools', 'r-web', { name: 'web-a', dependsOn: ['db-a'] }),
  ]
  const later = [aBareVm('inventory', 'c-db', { name: 'db-a' })]

  expect(dependenciesOf('r-web', first, later)).toEqual(['r-db'])
})
