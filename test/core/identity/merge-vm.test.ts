import { describe, expect, it } from 'vitest'
import { conflictsOf, mergeVm, type Statement } from '../../../src/core/identity/merge-vm.ts'
import type { Vm } from '../../../src/model/site.ts'
import { aDisk, aVm } from '../../builders.ts'
import { aBareVm, at } from './builders.ts'

const knowsNothing = () => ({ inKnownVpc: 0, inKnownBlock: 0 })
const says = (vm: Vm, label: string, knows: Statement['knows'] = knowsNothing): Statement => ({ vm, label, knows })

const merged = (...vms: [Vm, Vm, ...Vm[]]): Vm =>
  mergeVm([says(vms[0], 'a'), ...vms.slice(1).map((vm) => says(vm, 'b'))])

describe('the first source', () => {
  it('wins wherever it says something', () => {
    const first = aVm({ id: 'r-1', name: 'web-a', tags: { env: 'prod' }, application: 'shop' })
    const later = aVm({
      id: 'i-1',
      name: 'web-b',
      vcpus: 9,
      memoryGiB: 9,
      power: 'off',
      os: null,
      disks: [aDisk({ capacityGiB: 9 })],
      tags: { env: 'test' },
      application: 'other',
    })

    expect(merged(first, later)).toEqual({ ...first, otherIds: ['i-1'] })
  })

  it('is completed by later ones where it is silent', () => {
    const first = aBareVm('inventory', 'r-1', {
      name: 'web-a',
      placement: { datacenter: 'D', cluster: null, host: null, zone: null },
      tags: { a: '1' },
    })
    const full = aVm({
      id: 'i-1',
      name: 'web-a',
      placement: { datacenter: 'E', cluster: 'C', host: 'H', zone: 'Z' },
      tags: { b: '2' },
      tier: 'gold',
    })

    const vm = merged(first, full)

    expect(vm).toEqual({
      ...full,
      id: 'r-1',
      source: 'inventory',
      otherIds: ['i-1'],
      placement: { datacenter: 'D', cluster: 'C', host: 'H', zone: 'Z' },
      tags: { a: '1', b: '2' },
    })
  })

  it('leaves its name to a later one when it has only a code for it', () => {
    const vm = merged(aBareVm('aws-describe', 'i-0123456789abcdef0'), aBareVm('inventory', 'x', { name: 'web-a' }))

    expect(vm.name).toBe('web-a')
  })
})

it('a tag with a hostile name stays a tag', () => {
  const hostile = { ...aVm(), tags: JSON.parse('{"__proto__":"x"}') as Record<string, string> }

  expect(Object.entries(merged(aVm(), hostile).tags)).toEqual([['__proto__', 'x']])
})

describe('adapters', () => {
  const first = says(aVm({ nics: [at('10.0.0.1'), at('10.0.0.2')] }), 'a', () => ({ inKnownVpc: 0, inKnownBlock: 1 }))
  const later = (knows: Statement['knows']): Statement => says(aVm({ nics: [at('10.0.0.1')] }), 'b', knows)

  it('come from the source that knows the VPC, even if it sees fewer of them', () => {
    const vm = mergeVm([first, later(() => ({ inKnownVpc: 1, inKnownBlock: 1 }))])

    expect(vm.nics).toEqual([at('10.0.0.1')])
  })

  it('come from the first source among equals', () => {
    const one = says(first.vm, 'a')

    expect(mergeVm([one, later(knowsNothing)]).nics).toEqual(first.vm.nics)
  })

  it('with addresses go before those without', () => {
    expect(mergeVm([says(aVm({ nics: [at()] }), 'a'), later(knowsNothing)]).nics).toEqual([at('10.0.0.1')])
  })
})

describe('a disagreement', () => {
  it.each<[string, Partial<Vm>, readonly [string, string]]>([
    ['host name', { name: 'db-a' }, ['web-a', 'db-a']],
    ['kind', { kind: 'template' }, ['workload', 'template']],
    ['power', { power: 'off' }, ['on', 'off']],
    ['vCPUs', { vcpus: 4 }, ['2', '4']],
    ['memory', { memoryGiB: 16 }, ['8 GiB', '16 GiB']],
    ['total disk size', { disks: [aDisk(), aDisk()] }, ['50 GiB', '100 GiB']],
    ['OS family', { os: { name: 'W', family: 'windows' } }, ['linux', 'windows']],
  ])('about the %s is told, with both values', (fact, over, [used, other]) => {
    const conflicts = conflictsOf([says(aVm({ name: 'web-a' }), 'a'), says(aVm({ name: 'web-a', ...over }), 'b')])

    expect(conflicts).toEqual([{ fact, used: { value: used, label: 'a' }, other: { value: other, label: 'b' } }])
  })

  it('is none where one is silent, or rounds', () => {
    const rounded = aBareVm('inventory', 'x', { memoryGiB: 8.05 })

    expect(conflictsOf([says(aVm(), 'a'), says(rounded, 'b')])).toEqual([])
  })
})

it('takes each trait from the first source that states it', () => {
  const first = aVm({ traits: { secureBoot: false } })
  const later = aVm({ id: 'vm-2', traits: { secureBoot: true, tpm: true } })

  expect(merged(first, later).traits).toEqual({ secureBoot: false, tpm: true })
  expect(merged(aVm(), later).traits).toEqual({ secureBoot: true, tpm: true })
  expect(merged(aVm(), aVm({ id: 'vm-2' }))).not.toHaveProperty('traits')
})
