import { describe, expect, it } from 'vitest'
import { matchVms } from '../../../src/core/identity/match-vms.ts'
import type { Vm } from '../../../src/model/site.ts'
import { aDisk } from '../../builders.ts'
import { aBareVm, at, withMac } from './builders.ts'

const rv = (id: string, over: Partial<Vm> = {}): Vm => aBareVm('rvtools', id, over)
const aws = (id: string, over: Partial<Vm> = {}): Vm => aBareVm('aws-describe', id, over)

const compare = (known: readonly Vm[], incoming: readonly Vm[]) => {
  const { matches, twins } = matchVms(
    known.map((vm) => [vm]),
    incoming,
  )
  return {
    matches: matches.map((each) => [known[each.known]?.id, incoming[each.incoming]?.id, each.by]),
    twins: twins.map((each) => [known[each.known]?.id, incoming[each.incoming]?.id, each.by]),
  }
}

const nothing = { matches: [], twins: [] }

describe('the id', () => {
  it('is enough, whatever else differs', () => {
    const a = rv('m-1', { name: 'web', nics: [at('10.0.0.1')] })
    const b = aws('m-1', { name: 'db', nics: [at('10.0.0.2')] })

    expect(compare([a], [b])).toEqual({ matches: [['m-1', 'm-1', 'id']], twins: [] })
  })

  it('goes before an address that leads elsewhere', () => {
    const known = [rv('m-1', { name: 'vm', nics: [at('10.0.0.1')] }), rv('m-2', { name: 'vm' })]

    const found = compare(known, [aws('m-2', { name: 'vm', nics: [at('10.0.0.1')] })])

    expect(found.matches).toEqual([['m-2', 'm-2', 'id']])
  })
})

describe('an address', () => {
  it('joins machines of one host name, with or without domain, in any case', () => {
    const a = rv('r-1', { name: 'Web-A.corp.example', nics: [at('10.0.0.1')] })
    const b = aws('i-1', { name: 'web-a', nics: [at('10.0.0.9', '10.0.0.1')] })

    expect(compare([a], [b])).toEqual({ matches: [['r-1', 'i-1', 'address']], twins: [] })
  })

  it.each(['i-0123456789abcdef0', 'ip-10-0-0-1.ec2.internal', 'localhost', '10.0.0.1', 'ubuntu', 'vm-7', ''])(
    'joins a machine that is only called "%s", which says nothing',
    (name) => {
      const found = compare(
        [rv('r-1', { name: 'web-a', nics: [at('10.0.0.1')] })],
        [aws('i-1', { name, nics: [at('10.0.0.1')] })],
      )

      expect(found.matches).toEqual([['r-1', 'i-1', 'address']])
    },
  )

  it('is only a possible twin when the names contradict', () => {
    const a = rv('r-1', { name: 'web-a', nics: [at('10.0.0.1')] })
    const b = aws('i-1', { name: 'db-a', nics: [at('10.0.0.1')] })

    expect(compare([a], [b])).toEqual({ matches: [], twins: [['r-1', 'i-1', 'address']] })
  })

  it('is only a possible twin when two machines of one source have it', () => {
    const both = ['i-1', 'i-2'].map((id) => aws(id, { name: '', nics: [at('10.0.0.1')] }))

    const found = compare([rv('r-1', { name: 'web-a', nics: [at('10.0.0.1')] })], both)

    expect(found).toEqual({
      matches: [],
      twins: [
        ['r-1', 'i-1', 'address'],
        ['r-1', 'i-2', 'address'],
      ],
    })
  })

  it('joins nobody when two addresses of a machine lead to two machines', () => {
    const known = [rv('r-1', { name: '', nics: [at('10.0.0.1')] }), rv('r-2', { name: '', nics: [at('10.0.0.2')] })]

    const found = compare(known, [aws('i-1', { name: '', nics: [at('10.0.0.1', '10.0.0.2')] })])

    expect(found.matches).toEqual([])
    expect(found.twins).toHaveLength(2)
  })

  it('that floats between two named machines does not keep either from being recognised', () => {
    const known = [
      rv('r-1', { name: 'node-a', nics: [at('10.0.0.1', '10.0.0.100')] }),
      rv('r-2', { name: 'node-b', nics: [at('10.0.0.2')] }),
    ]
    const later = [
      aws('i-1', { name: 'node-a', nics: [at('10.0.0.1')] }),
      aws('i-2', { name: 'node-b', nics: [at('10.0.0.2', '10.0.0.100')] }),
    ]

    expect(compare(known, later)).toEqual({
      matches: [
        ['r-1', 'i-1', 'address'],
        ['r-2', 'i-2', 'address'],
      ],
      twins: [],
    })
  })

  it.each(['127.0.0.1', '169.254.7.7', '172.17.0.1', '192.168.122.1', '0.0.0.0', '::1', 'fe80::1'])(
    '%s, which every host may have, says nothing',
    (address) => {
      const found = compare(
        [rv('r-1', { name: '', nics: [at(address)] })],
        [aws('i-1', { name: '', nics: [at(address)] })],
      )

      expect(found).toEqual(nothing)
    },
  )

  it('that many machines have is not even a possible twin', () => {
    const many = Array.from({ length: 4 }, (_, n) => aws(`i-${n}`, { name: '', nics: [at('10.0.0.1')] }))

    expect(compare([rv('r-1', { name: '', nics: [at('10.0.0.1')] })], many)).toEqual(nothing)
  })
})

describe('a MAC address', () => {
  it('joins machines however it is written', () => {
    const a = rv('r-1', { name: 'web', nics: [withMac('00:50:56:aa:bb:cc')] })

    expect(compare([a], [aws('i-1', { name: 'web-old', nics: [withMac('00-50-56-AA-BB-CC')] })]).matches).toEqual([
      ['r-1', 'i-1', 'mac'],
    ])
  })

  it('of zeros says nothing', () => {
    const zeros = [withMac('00:00:00:00:00:00')]

    expect(compare([rv('r-1', { nics: zeros })], [aws('i-1', { nics: zeros })])).toEqual(nothing)
  })
})

describe('a host name', () => {
  it.each<[string, Partial<Vm>, Partial<Vm>]>([
    ['vCPUs and memory', { vcpus: 2, memoryGiB: 8 }, { vcpus: 2, memoryGiB: 8.01 }],
    [
      'total disk size',
      { disks: [aDisk({ capacityGiB: 60 })] },
      { disks: [aDisk({ capacityGiB: 20 }), aDisk({ capacityGiB: 40 })] },
    ],
  ])('joins machines that also agree on %s', (_, known, incoming) => {
    const found = compare([rv('r-1', { name: 'WEB-A', ...known })], [aws('i-1', { name: 'web-a', ...incoming })])

    expect(found).toEqual({ matches: [['r-1', 'i-1', 'name']], twins: [] })
  })

  it.each<[string, Partial<Vm>, Partial<Vm>]>([
    ['nothing else is known', {}, {}],
    ['only the vCPUs agree', { vcpus: 2, memoryGiB: 8 }, { vcpus: 2, memoryGiB: 4 }],
    [
      'the size agrees and the addresses do not',
      { vcpus: 2, memoryGiB: 8, nics: [at('10.0.0.1')] },
      { vcpus: 2, memoryGiB: 8, nics: [at('10.9.0.1')] },
    ],
  ])('is only a possible twin when %s', (_, known, incoming) => {
    const found = compare([rv('r-1', { name: 'web-a', ...known })], [aws('i-1', { name: 'web-a', ...incoming })])

    expect(found).toEqual({ matches: [], twins: [['r-1', 'i-1', 'name']] })
  })

  it('is only a possible twin when a source has it twice', () => {
    const size = { name: 'web-a', vcpus: 2, memoryGiB: 8 }

    const found = compare([rv('r-1', size), rv('r-2', size)], [aws('i-1', size)])

    expect(found.matches).toEqual([])
    expect(found.twins).toHaveLength(2)
  })

  it('that every image has joins nobody', () => {
    const size = { name: 'localhost.localdomain', vcpus: 2, memoryGiB: 8 }

    expect(compare([rv('r-1', size)], [aws('i-1', size)])).toEqual(nothing)
  })
})
