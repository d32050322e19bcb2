import { describe, expect, it } from 'vitest'
import { secretValues, tailOf } from '../../../src/core/run/tail.ts'

describe('the tail of what a program printed', () => {
  it('is its last twenty lines that say something, without what steers a terminal', () => {
    const lines = Array.from({ length: 25 }, (_, index) => `line ${index}`)

    expect(tailOf(lines.join('\r\n\r\n'), [])).toEqual(lines.slice(5))
    expect(tailOf('\u001B[31mred\u001B[0m\n', [])).toEqual(['red'])
  })

  it('keeps no secret, also where a line is cut in the middle of one', () => {
    const long = `${'x'.repeat(295)}hunter22hunter22`

    const [line] = tailOf(long, ['hunter22hunter22'])

    expect(line).not.toContain('hunt')
    expect(tailOf(`token=hunter22`, ['hunter22'])).toEqual(['token=***'])
  })

  it('cuts long lines, and says so', () => {
    expect(tailOf('y'.repeat(400), [])).toEqual([`${'y'.repeat(300)}…`])
  })
})

describe('secret values', () => {
  it('are those of variables with telling names, the longest first, so that none is replaced in part', () => {
    const environment = {
      AWS_SECRET_ACCESS_KEY: 'abcdef-123456',
      API_TOKEN: 'abcdef',
      HOME: '/home/me',
      DB_PASSWORD: 'short',
    }

    expect(secretValues(environment)).toEqual(['abcdef-123456', 'abcdef'])
  })
})
