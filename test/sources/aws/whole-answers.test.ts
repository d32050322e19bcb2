import { expect, test } from 'vitest'
import { isWhole } from '../../../src/sources/aws/whole-answers.ts'

test.each([
  ['<?xml version="1.0"?>\n<DescribeVpcsResponse xmlns="x"><a>1</a></DescribeVpcsResponse>\n', true],
  ['<DescribeVpcsResponse/>', true],
  ['<ListAllMyBucketsResult xmlns="x"><Buckets/></ListAllMyBucketsResult>', true],
  ['<ListAllMyBucketsResult xmlns="x"><Buckets/>', false],
  ['<DescribeVpcsResponse xmlns="x"><a>1</a>', false],
  ['<DescribeVpcsResponse xmlns="x"/><a>', false],
  ['<DescribeVpcsResponse><a></DescribeVpcsRespon', false],
  ['<?xml version="1.0"?>', false],
  ['<html><body>Log in</body></html>', false],
  ['', false],
])('%j is a whole answer: %s', (text, expected) => {
  expect(isWhole(text)).toBe(expected)
})
