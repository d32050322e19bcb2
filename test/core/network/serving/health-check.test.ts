import { expect, it } from 'vitest'
import { readHealthCheck } from '../../../../src/core/network/serving/health-check.ts'

it.each([
  ['HTTP :8080/health', { protocol: 'http', port: 8080, path: '/health' }],
  ['HTTPS /up?deep=1', { protocol: 'https', port: null, path: '/up?deep=1' }],
  ['HTTP', { protocol: 'http', port: null, path: '/' }],
  ['TCP', { protocol: 'tcp', port: null, path: null }],
  ['Tcp :443', { protocol: 'tcp', port: 443, path: null }],
  ['SSL:443', { protocol: 'tcp', port: 443, path: null }],
  ['HTTP:80/index.html', { protocol: 'http', port: 80, path: '/index.html' }],
] as const)('reads %s', (text, expected) => {
  expect(readHealthCheck(text)).toEqual(expected)
})

it.each([
  null,
  '',
  'GRPC /x',
  'HTTP :0/',
  'HTTP :99999/',
  'HTTP /a b',
  'HTTP /\n',
  'HTTP /é',
  `HTTP /${'x'.repeat(1024)}`,
])('does not guess at %j', (text) => {
  expect(readHealthCheck(text)).toBeNull()
})
