import { expect, test } from 'vitest'
import { selectComponents } from '../../../src/core/catalogue/select-components.ts'
import { parseRange, type ComponentFilter } from '../../../src/model/component-filter.ts'
import { loadAwsCatalogue } from '../../../src/targets/aws/catalogue.ts'
import { smallCatalogue } from '../../support/small-catalogue.ts'

const anyFilter: ComponentFilter = {
  vcpus: null,
  memoryGiB: null,
  architecture: null,
  family: null,
  gpus: null,
  gpuMemoryGiB: null,
  burstable: null,
  bareMetal: null,
  current: null,
  maxPerHour: null,
  sort: 'price',
}

const idsOf = (over: Partial<ComponentFilter>, region: string | null = 'eu-west-1'): readonly string[] =>
  selectComponents(smallCatalogue(), region, { ...anyFilter, ...over }).map(({ component }) => component.id)

test.each<[string, Partial<ComponentFilter>, readonly string[]]>([
  ['cheapest first', {}, ['t3.large', 'm7i.large', 'c6g.xlarge', 'm7i.xlarge', 'g4dn.xlarge']],
  ['by id', { sort: 'id' }, ['c6g.xlarge', 'g4dn.xlarge', 'm7i.large', 'm7i.xlarge', 't3.large']],
  ['exactly 2 vCPU', { vcpus: parseRange('2') }, ['t3.large', 'm7i.large']],
  [
    '2 to 4 vCPU with 16 GiB',
    { vcpus: parseRange('2..4'), memoryGiB: parseRange('16..') },
    ['m7i.xlarge', 'g4dn.xlarge'],
  ],
  ['by architecture', { architecture: 'arm64' }, ['c6g.xlarge']],
  ['by family', { family: 'M7?' }, ['m7i.large', 'm7i.xlarge']],
  ['with a GPU', { gpus: parseRange('1..') }, ['g4dn.xlarge']],
  ['without one', { gpus: parseRange('0'), burstable: false }, ['m7i.large', 'c6g.xlarge', 'm7i.xlarge']],
  ['with little memory of GPUs', { gpuMemoryGiB: parseRange('..8') }, []],
  ['with enough', { gpuMemoryGiB: parseRange('16..') }, ['g4dn.xlarge']],
  ['burstable', { burstable: true }, ['t3.large']],
  ['cheap', { maxPerHour: 0.1 }, ['t3.large']],
  ['bare metal', { bareMetal: true }, []],
])('%s', (_, filter, ids) => {
  expect(idsOf(filter)).toEqual(ids)
})

test('without a region each has the price of its cheapest one', () => {
  const [first] = selectComponents(loadAwsCatalogue(), null, { ...anyFilter, family: 'm7i', vcpus: parseRange('2') })

  expect(first).toMatchObject({ component: { id: 'm7i.large' }, price: { region: 'us-east-1' } })
})

test('a region without prices has no components', () => {
  expect(idsOf({}, 'mars-1')).toEqual([])
})

test.each([
  ['4', { from: 4, until: 4 }],
  ['4..8', { from: 4, until: 8 }],
  ['4..', { from: 4, until: null }],
  ['..8', { from: null, until: 8 }],
  ['0.5', { from: 0.5, until: 0.5 }],
  ['', null],
  ['..', null],
  ['8..4', null],
  ['four', null],
  ['1..2..3', null],
  ['-1', null],
])('the range %j', (text, range) => {
  expect(parseRange(text)).toEqual(range)
})
