import { describe, expect, test } from 'vitest'
import { createApplicationReader, type Groupings } from '../../src/sources/application-origin.ts'
import { createReport } from '../../src/sources/report.ts'
import { aRequest } from '../support/source-folder.ts'

const filed = (over: Partial<Groupings> = {}): Groupings => ({
  tags: {},
  vapp: null,
  folder: null,
  resourcePool: null,
  annotation: null,
  ...over,
})

const nameOf = (origin: string, groupings: Partial<Groupings>): string | null =>
  createApplicationReader(aRequest('', { applicationFrom: [origin] })).of(filed(groupings), 'usual')

describe('the application of a VM', () => {
  test('is the usual one where nothing is stated', () => {
    const reader = createApplicationReader(aRequest(''))

    expect(reader.of(filed({ folder: 'shop', vapp: 'other' }), 'usual')).toBe('usual')
  })

  test('is what the first of the list says, and none where all are silent', () => {
    const reader = createApplicationReader(aRequest('', { applicationFrom: ['vapp', 'tag:Service', 'folder'] }))

    expect(reader.of(filed({ tags: { service: 'two' }, folder: 'three' }), 'usual')).toBe('two')
    expect(reader.of(filed({ vapp: 'one', folder: 'three' }), 'usual')).toBe('one')
    expect(reader.of(filed({ resourcePool: 'four' }), 'usual')).toBeNull()
  })

  test.each([
    ['shop', 'shop'],
    ['/Quay/vm/shop/web', 'shop/web'],
    ['vm/shop', 'shop'],
    ['/shop/web/', 'shop/web'],
    ['/Quay/vm', null],
    ['vm', null],
    ['Discovered virtual machine', null],
    ['/Quay/vm/Discovered virtual machine', null],
    ['shop/vm', 'shop/vm'],
    [' ', null],
  ])('in the folder "%s" is %s', (folder, name) => {
    expect(nameOf('folder', { folder })).toBe(name)
  })

  test('of a resource pool leaves out the pool that every VM is in', () => {
    expect(nameOf('resource-pool', { resourcePool: '/Quay/c1/Resources/gold/shop' })).toBe('gold/shop')
    expect(nameOf('resource-pool', { resourcePool: 'Resources' })).toBeNull()
  })

  test.each([
    ['App: shop', 'shop'],
    ['owner=Ada\nAPP = shop: the new one\r\n', 'shop: the new one'],
    ['tier 1; app:shop;', 'shop'],
    ['app:\napp: shop', 'shop'],
    ['my app: shop', null],
    ['the app is shop', null],
    ['', null],
  ])('in the note "%s" is %s', (annotation, name) => {
    expect(nameOf('annotation-key:App', { annotation })).toBe(name)
  })

  test('of a tag compares keys as conventions do, whatever they are called', () => {
    expect(nameOf('tag:Business Service', { tags: { 'business-service': ' shop ', other: 'x' } })).toBe('shop')
    expect(nameOf('tag:__proto__', { tags: { constructor: 'x' } })).toBeNull()
  })

  test('that is looked for where no VM has one is said once', () => {
    const request = aRequest('', { applicationFrom: ['folder', 'tag:Service'] })
    const reader = createApplicationReader(request)
    const { report, findings } = createReport()

    reader.of(filed({ folder: 'shop' }), null)
    reader.of(filed(), null)
    reader.reportUnused(request, report)

    expect(findings()).toMatchObject([{ code: 'site.reference-missing', subject: 'tag:Service', place: 'estate' }])
  })
})
