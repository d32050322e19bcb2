import { expect, test } from 'vitest'
import { relateApplications } from '../../../src/core/plan/application-dependencies.ts'
import { unstatedFindings, type Followed } from '../../../src/core/plan/unstated.ts'
import type { Wave } from '../../../src/model/plan.ts'
import { aDependency, aVm } from '../../builders.ts'
import { aScopedVm } from './builders.ts'

const aWave = (number: number, ...vmIds: string[]): Wave => ({
  number,
  tierId: '1',
  vmIds,
  startMinutes: 0,
  endMinutes: 1,
})

const followed = (over: Partial<Followed> = {}): Followed => ({
  planned: [
    aScopedVm('web', { application: 'shop', tier: '2' }),
    aScopedVm('db', { application: 'ledger', tier: '2' }),
  ],
  vms: [aVm({ id: 'web' }), aVm({ id: 'db' })],
  graph: { needs: new Map() },
  waves: [aWave(1, 'db', 'web')],
  ...over,
})
const plain = (text: string | undefined) => text?.replaceAll('\u00a0', ' ')

test('traffic that nobody stated is one note for each pair of applications', () => {
  const findings = unstatedFindings([aDependency(), aDependency({ port: 443 })], followed())

  expect(findings).toMatchObject([
    {
      code: 'plan.dependency-unstated',
      subject: 'shop to ledger',
      message: 'web talks to db (tcp 5432), and 1 more; nobody stated it, so it does not decide the order of recovery.',
      affected: ['db', 'web'],
    },
  ])
})

test('traffic that the waves follow is no news, and what is only possible is none', () => {
  const graph = { needs: new Map([['web', ['db']]]) }

  expect(unstatedFindings([aDependency()], followed({ graph }))).toEqual([])
  expect(unstatedFindings([aDependency({ confidence: 'possible' })], followed())).toEqual([])
  expect(unstatedFindings([aDependency({ evidence: 'security-rule' })], followed())).toEqual([])
})

test('a client that starts before its server, or is in a stronger tier, is a warning', () => {
  const early = unstatedFindings([aDependency()], followed({ waves: [aWave(1, 'web'), aWave(2, 'db')] }))
  const planned = [aScopedVm('web', { tier: '1' }), aScopedVm('db', { tier: '3' })]
  const strong = unstatedFindings([aDependency()], followed({ planned, waves: [aWave(1, 'db', 'web')] }))

  expect(early).toMatchObject([
    {
      code: 'plan.dependency-order',
      message: 'web talks to db (tcp 5432), but web starts in wave 1, db in wave 2.',
    },
  ])
  expect(strong[0]?.message).toBe('web talks to db (tcp 5432), but web is in tier 1, db in the weaker tier 3.')
})

test('a VM that the plan leaves out, although planned VMs talk to it, is a warning', () => {
  const vms = [aVm({ id: 'web' }), aVm({ id: 'db', name: 'old-db' })]

  const findings = unstatedFindings([aDependency()], followed({ planned: [aScopedVm('web')], vms }))

  expect(findings).toMatchObject([{ code: 'plan.dependency-unplanned', subject: 'old-db', affected: ['db', 'web'] }])
  expect(plain(findings[0]?.message)).toBe('1 planned VM talks to old-db (tcp 5432), which the plan leaves out.')
})

test('hundreds of pairs of applications are thirty findings and one for the rest', () => {
  const clients = Array.from({ length: 100 }, (_, index) => aScopedVm(`web-${index}`, { application: `app-${index}` }))
  const dependencies = clients.map(({ vm }) => aDependency({ fromVmId: vm.id }))

  const findings = unstatedFindings(dependencies, followed({ planned: [...clients, aScopedVm('db')], waves: [] }))

  expect(findings).toHaveLength(31)
  expect(plain(findings.at(-1)?.message)).toBe('The same holds for 70 more pairs of applications.')
})

test('applications are related by everything that is more than possible, with what the waves keep', () => {
  const { planned } = followed()
  const stated = relateApplications(planned, [], { needs: new Map([['web', ['db']]]) })
  const seen = relateApplications(
    planned,
    [1, 2, 3, 4, 5, 6].map((port) => aDependency({ port })),
    { needs: new Map() },
  )

  expect(stated).toEqual([
    { from: 'shop', to: 'ledger', evidence: ['stated'], services: [], moreServices: 0, pairs: 1, ordered: true },
  ])
  expect(seen).toMatchObject([{ evidence: ['flow'], moreServices: 1, pairs: 1, ordered: false }])
  expect(relateApplications(planned, [aDependency({ confidence: 'possible' })], { needs: new Map() })).toEqual([])
})
