import { describe, expect, test } from 'vitest'
import { isTried, parseMetric, parseWhatIf } from '../../src/cli/forecast-flags.ts'
import { InputError } from '../../src/errors.ts'

const suggestionsOf = (parse: () => unknown): readonly string[] => {
  try {
    parse()
  } catch (error) {
    if (error instanceof InputError && error.code === 'cli.usage') return error.suggestions
    throw error
  }
  return ['no error']
}

test('what is not given is as in drplan.yaml, and nothing is tried', () => {
  const whatIf = parseWhatIf({})

  expect(whatIf).toEqual({ horizonHours: null, selection: null, quantile: null })
  expect(isTried(whatIf)).toBe(false)
})

test('each flag alone is something tried', () => {
  expect(parseWhatIf({ horizon: '48h' })).toMatchObject({ horizonHours: 48 })
  expect(parseWhatIf({ horizon: '7d' })).toMatchObject({ horizonHours: 168 })
  expect(parseWhatIf({ model: 'best' })).toMatchObject({ selection: 'best' })
  expect(parseWhatIf({ model: 'repeat-week' })).toMatchObject({ selection: 'repeat-week' })
  expect(parseWhatIf({ quantile: '.99' })).toMatchObject({ quantile: 0.99 })
  expect(isTried(parseWhatIf({ quantile: '0.5' }))).toBe(true)
})

describe('what is wrong is an InputError that helps', () => {
  test.each([
    [{ horizon: '7' }, 'Did you mean 7d?'],
    [{ horizon: '90m' }, 'Write it as 48h or 7d.'],
    [{ horizon: '366d' }, 'Write it as 48h or 7d.'],
    [{ horizon: '0d' }, 'Write it as 48h or 7d.'],
    [{ horizon: 'soon' }, 'Write it as 48h or 7d.'],
    [{ model: 'repeat-weeks' }, 'Did you mean repeat-week?'],
    [{ model: 'Best' }, 'Did you mean best?'],
    [{ quantile: '99' }, 'Did you mean 0.99?'],
    [{ quantile: 'p99.5' }, 'Did you mean 0.995?'],
    [{ quantile: '0.3' }, 'Write it as 0.95.'],
    [{ quantile: '1' }, 'Write it as 0.95.'],
    [{ quantile: 'high' }, 'Write it as 0.95.'],
  ])('%j: %s', (flags, suggestion) => {
    expect(suggestionsOf(() => parseWhatIf(flags))[0]).toBe(suggestion)
  })

  test('a model that is none is told all there are', () => {
    expect(suggestionsOf(() => parseWhatIf({ model: 'prophet' }))).toEqual([expect.stringContaining('croston, ')])
  })

  test('a metric that is none is told the nearest', () => {
    expect(parseMetric('cpu')).toBe('cpu')
    expect(suggestionsOf(() => parseMetric('disk-byte'))[0]).toBe('Did you mean disk-bytes?')
  })
})
