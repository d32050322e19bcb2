import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLocalClock } from '../../src/sources/local-clock.ts'

const HOUR = 3_600_000
const MINUTE = 60_000

/** `2026-10-25 02:30` as if it were UTC. */
const local = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00Z`)

const read = (timeZone: string, times: readonly string[]) => {
  const clock = createLocalClock(timeZone)
  const utc = times.map((text, index) => clock.toUtc(local(text), 'series', `metrics.csv:${index + 2}`))
  return { utc: utc.map((ms) => new Date(ms).toISOString().slice(0, 16)), findings: clock.findings('metrics.csv') }
}

describe.each([
  { zone: 'Europe/Berlin', day: '2026-10-25', before: '01:30', twice: ['02:00', '02:30'], first: '2026-10-24T23:30' },
  {
    zone: 'America/New_York',
    day: '2026-11-01',
    before: '00:30',
    twice: ['01:00', '01:30'],
    first: '2026-11-01T04:30',
  },
])('the autumn change in $zone', ({ zone, day, before, twice, first }) => {
  const times = [before, ...twice, ...twice].map((time) => `${day} ${time}`)
  const halfHours = times.map((_, index) =>
    new Date(Date.parse(`${first}Z`) + index * 30 * MINUTE).toISOString().slice(0, 16),
  )

  test('the hour that comes twice is told by the order of the series', () => {
    expect(read(zone, times).utc).toEqual(halfHours)
  })

  test('also in a file with the newest row first', () => {
    const { utc } = read(zone, [`${day} 12:00`, ...times.toReversed()])

    expect(utc.slice(1)).toEqual(halfHours.toReversed())
  })

  test('a single time in it is the first of the two', () => {
    expect(read(zone, [times[1]!]).utc).toEqual([halfHours[1]])
  })
})

describe.each([
  {
    zone: 'Europe/Berlin',
    times: ['2026-03-29 01:30', '2026-03-29 03:00'],
    utc: ['2026-03-29T00:30', '2026-03-29T01:00'],
    missing: '2026-03-29 02:30',
    read: '2026-03-29T01:30',
  },
  {
    zone: 'America/New_York',
    times: ['2026-03-08 01:30', '2026-03-08 03:00'],
    utc: ['2026-03-08T06:30', '2026-03-08T07:00'],
    missing: '2026-03-08 02:30',
    read: '2026-03-08T07:30',
  },
])('the spring change in $zone', ({ zone, times, utc, missing, read: meant }) => {
  test('the hour that does not exist is no gap', () => {
    expect(read(zone, times)).toEqual({ utc, findings: [] })
  })

  test('a time in it is read as if clocks had not been put forward, and said', () => {
    const { utc: read1, findings } = read(zone, [missing])

    expect(read1).toEqual([meant])
    expect(findings).toMatchObject([{ code: 'store.time-skipped', place: 'metrics.csv:2' }])
  })
})

test('a steady series in local times of any zone comes back as it was, over every change, rising or falling', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC', 'America/Sao_Paulo']
  const changes = [
    '2026-03-08T07:00Z',
    '2026-03-29T01:00Z',
    '2026-04-04T15:00Z',
    '2026-10-03T15:30Z',
    '2026-10-25T01:00Z',
    '2026-11-01T06:00Z',
  ]
  fc.assert(
    fc.property(
      fc.record({
        timeZone: fc.constantFrom(...zones),
        change: fc.constantFrom(...changes),
        step: fc.constantFrom(5, 10, 15, 30, 60),
        shift: fc.nat(59),
        isFalling: fc.boolean(),
      }),
      ({ timeZone, change, step, shift, isFalling }) => {
        // Lord Howe moves its clocks by half an hour: one sample an hour cannot tell which of the two it is in.
        fc.pre(timeZone !== 'Australia/Lord_Howe' || step <= 30)
        const start = Date.parse(change) - 5 * HOUR - shift * MINUTE
        const utc = Array.from({ length: Math.floor(600 / step) }, (_, index) => start + index * step * MINUTE)
        const given = isFalling ? utc.toReversed() : utc
        const clock = createLocalClock(timeZone)

        const read = given.map((ms) => clock.toUtc(localOf(ms, timeZone), 'series', ''))

        expect(read).toEqual(given)
      },
    ),
  )
})

/** What a machine of the zone prints, by another route than the clock's: the text of Intl's long form. */
function localOf(ms: number, timeZone: string): number {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(ms)
  return Date.parse(`${text.replace(' ', 'T')}Z`)
}
