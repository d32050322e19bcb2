import { expect, test } from 'vitest'
import { emptyPage, mendedAnswer } from '../../../src/sources/azure/whole-answers.ts'

test.each([
  ['a list', '{"value":[]}', '{"value":[]}'],
  ['the end of pages', '{"value":[{"name":"a"}],"nextLink":null}', '{"value":[{"name":"a"}],"nextLink":null}'],
  ['metrics, as they are', '{"values":[{"id":"a"}]}', '{"values":[{"id":"a"}]}'],
  [
    'a reference without properties',
    '{"value":[{"id":"a","of":{"id":"b"}}]}',
    '{"value":[{"properties":{},"id":"a","of":{"properties":{},"id":"b"}}]}',
  ],
  [
    'properties that are there',
    '{"value":[{"id":"a","properties":{"b":1}}]}',
    '{"value":[{"properties":{"b":1},"id":"a"}]}',
  ],
  ['an entry that is nothing', '{"value":[null]}', '{"value":[{"properties":{},"id":""}]}'],
])('%s is an answer', (_, text, mended) => {
  expect(mendedAnswer(text)).toBe(mended)
})

test.each([
  ['half of one', '{"value":[{"id":"a"'],
  ['a page of a portal', '<html></html>'],
  ['nothing', ''],
  ['another object', '{"error":{}}'],
  ['a bare list', '[]'],
])('%s is none', (_, text) => {
  expect(mendedAnswer(text)).toBeNull()
})

test('a list may be missing where Azure promises none, and nowhere else', () => {
  const url = 'https://example/virtualNetworks/a/listNetworkManagerEffectiveSecurityAdminRules?api-version=1'

  expect(emptyPage(url, '{}')).toBe('{}')
  expect(emptyPage(url, '{"value":null,"skipToken":""}')).toBe('{"value":null,"skipToken":""}')
  expect(emptyPage(url, '{"error":{}}')).toBeNull()
  expect(emptyPage(url, '{"value":')).toBeNull()
  expect(emptyPage('https://example/virtualNetworks?api-version=1', '{}')).toBeNull()
})
