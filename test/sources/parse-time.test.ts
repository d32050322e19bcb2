import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTimeReader, readTime } from '../../src/sources/parse-time.ts'

const at = (text: string) => readTime(text)?.ms

describe('readTime', () => {
  it('reads ISO 8601 with every way to write a zone', () => {
    const noon = Date.UTC(2026, 9, 12, 12)

    for (const text of [
      '2026-10-12T12:00:00Z',
      '2026-10-12 14:00+02',
      '2026-10-12T07:30:00-0430',
      ' 2026-10-12T12:00 UTC',
    ])
      expect(readTime(text)).toEqual({ ms: noon, hasZone: true })
  })

  it('reads a time without a zone as UTC, and tells', () => {
    expect(readTime('2014-02-14 14:30:00')).toEqual({ ms: Date.UTC(2014, 1, 14, 14, 30), hasZone: false })
    expect(readTime('2014-02-14')).toEqual({ ms: Date.UTC(2014, 1, 14), hasZone: false })
    expect(readTime('2014-02-14T00:00:00.1234567')).toEqual({ ms: Date.UTC(2014, 1, 14) + 123, hasZone: false })
  })

  it('tells epoch seconds from milliseconds by their size', () => {
    expect(at('1791763200')).toBe(Date.UTC(2026, 9, 12))
    expect(at('1791763200.5')).toBe(Date.UTC(2026, 9, 12) + 500)
    expect(at('1791763200000')).toBe(Date.UTC(2026, 9, 12))
  })

  it('refuses what is no time, or not a plausible one', () => {
    const texts = [
      '',
      'now',
      '12:00',
      '2026-02-30',
      '2026-13-01',
      '2026-10-12T24:00:00Z',
      '1',
      '99999999999999999',
      '1e9',
    ]

    expect(texts.filter((text) => readTime(text) !== null)).toEqual([])
  })

  it('reads back every time that it could have been asked to', () => {
    const times = fc.date({ min: new Date('1990-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })

    fc.assert(
      fc.property(times, (time) => {
        expect(at(time.toISOString())).toBe(time.getTime())
      }),
    )
  })

  it('gives the same with a memory', () => {
    const reader = createTimeReader()

    expect([reader('2026-10-12'), reader('x'), reader('2026-10-12'), reader('x')]).toEqual([
      readTime('2026-10-12'),
      null,
      readTime('2026-10-12'),
      null,
    ])
  })
})
