import { describe, expect, it } from 'vitest'
import { type Result, aRecord, codesOf, translate } from '../../builders-network.ts'

describe('DNS records', () => {
  const of = (record: ReturnType<typeof aRecord>): Result => translate({ network: { dnsRecords: [record] } })

  it.each([
    [aRecord('slow', ['10.0.0.10'], { ttlSeconds: 3600 }), ['10.9.0.10'], ['network.dns-ttl']],
    [aRecord('edge', ['10.0.0.10'], { ttlSeconds: 300 }), ['10.9.0.10'], []],
    [aRecord('unknown', ['10.0.0.10'], { ttlSeconds: null }), ['10.9.0.10'], []],
    [aRecord('public', ['203.0.113.5'], { ttlSeconds: 86400 }), ['203.0.113.5'], []],
    [aRecord('alias', ['web.example.test'], { type: 'CNAME', ttlSeconds: 86400 }), ['web.example.test'], []],
    [aRecord('text', ['10.0.0.10'], { type: 'TXT' }), ['10.0.0.10'], []],
    [aRecord('odd', ['not an address']), ['not an address'], []],
    [aRecord('appliance', ['10.0.0.77']), ['10.9.0.77'], ['network.record-unclear']],
  ])('%#: are rewritten where they name a host that moves', (record, values, codes) => {
    const result = of(record)

    expect(result.translation.dnsRecords[0]?.values).toEqual(values)
    expect(codesOf(result.findings)).toEqual(codes)
  })
})
