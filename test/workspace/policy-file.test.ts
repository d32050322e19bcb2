import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { InputError } from '../../src/errors.ts'
import { loadPolicyFile, parsePolicies, policyFileOf } from '../../src/workspace/policy-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const policy = (lines: readonly string[], over: Readonly<Record<string, string>> = {}): string => {
  const keys = { id: 'spread', layer: 'allocation', title: 'Spread.', severity: 'error', each: 'application', ...over }
  return [
    'schema: drplan/policy@1',
    'policies:',
    '  -',
    ...Object.entries(keys).map(([key, value]) => `    ${key}: ${value}`),
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n')
}

const must = (condition: string): string => policy(['must:', `  - ${condition}`])

function faultOf(text: string): {
  readonly message: string
  readonly line: number | undefined
  readonly suggestions: readonly string[]
  readonly code: string
} {
  try {
    parsePolicies(text, 'p.yaml', 'own')
  } catch (error) {
    const { message, place, suggestions, code } = error as InputError
    return { message, line: place?.line, suggestions, code }
  }
  throw new Error('it was accepted')
}

describe('a file of policies', () => {
  test('says where each of its policies and tests stands', () => {
    const text = `${must('{ fact: zones, atLeast: 2 }')}tests:\n  - name: one\n    given: [{ each: application, facts: { zones: 1 } }]\n    expect: { broken: [spread] }\n`

    const { policies, tests } = parsePolicies(text, 'p.yaml', 'own')

    expect(policies.map(({ id, place, where }) => [id, place, where])).toEqual([['spread', 'p.yaml:4', []]])
    expect(tests.map(({ place, test: { name } }) => [place, name])).toEqual([['p.yaml:12', 'one']])
  })

  test.each([
    [
      'a fact that there is not',
      must('{ fact: zoness, atLeast: 2 }'),
      'application has no fact zoness.',
      'Did you mean zones?',
      10,
    ],
    [
      'a test that its type does not have',
      must('{ fact: zones, matches: a }'),
      'matches cannot be asked of zones, which is of type number.',
      'It may be asked: is, isNot, in, notIn, atLeast, atMost, exists.',
      10,
    ],
    [
      'a value of another type',
      must('{ fact: tier, is: 0 }'),
      '0 is no text (write numbers in quotes).',
      undefined,
      10,
    ],
    [
      'a value that it cannot take',
      must('{ fact: verdict, is: kpt }'),
      '"kpt" is none of broken, undecided, kept, none.',
      'Did you mean kept?',
      10,
    ],
    [
      'a figure that is no number',
      must('{ fact: zones, atMost: { fact: name } }'),
      'name is no number, but of type text.',
      undefined,
      10,
    ],
    [
      'a figure that there is not',
      must('{ fact: zones, atMost: { fact: vm } }'),
      'application has no fact vm.',
      'Did you mean vms?',
      10,
    ],
    [
      'a fact without a question',
      must('{ fact: zones }'),
      'Nothing is asked of zones.',
      'It may be asked: is, isNot, in, notIn, atLeast, atMost, exists.',
      10,
    ],
    [
      'a question without a fact',
      must('{ atLeast: 2, any: [{ fact: zones, is: 1 }] }'),
      'atLeast needs a fact beside it.',
      undefined,
      10,
    ],
    [
      'two conditions in one',
      must('{ fact: zones, is: 1, not: { fact: zones, is: 2 } }'),
      'A condition has exactly one of fact, all, any and not; this one has fact, not.',
      undefined,
      10,
    ],
    [
      'an empty condition',
      must('{}'),
      'A condition has exactly one of fact, all, any and not; this one has none.',
      undefined,
      10,
    ],
    [
      'a fact that nobody has, though every object does',
      must('{ fact: constructor, is: a }'),
      'application has no fact constructor.',
      'drplan policy facts   lists them.',
      10,
    ],
  ])('refuses %s, with its line', (...[, text, message, suggestion, line]) => {
    const fault = faultOf(text)

    expect(fault).toMatchObject({ code: 'policy.invalid', line })
    expect(fault.message).toContain(message)
    expect(fault.suggestions[0]).toBe(suggestion)
  })

  test('refuses a key that is none of a condition, deep inside too, with the nearest one', () => {
    const fault = faultOf(must('{ any: [{ fact: zones, atleast: 2 }] }'))

    expect(fault.message).toContain('atleast is not a setting')
    expect(fault.suggestions).toEqual(['Did you mean atLeast?'])
  })

  test('refuses two policies of one id, and allocation of what is built', () => {
    const twice = `${must('{ fact: zones, is: 1 }')}  - { id: spread, layer: allocation, title: x, severity: info, each: rule, must: [{ fact: vms, is: 1 }] }\n`

    const { message } = faultOf(twice)

    expect(message).toContain('There are two policies with the id spread.')
    expect(message).toContain('p.yaml:11: policies.1.layer: A policy of allocation cannot ask about rule')
  })

  test('refuses tests of policies and facts that there are not', () => {
    const text = `${must('{ fact: zones, atLeast: 2 }')}tests:\n  - name: one\n    given: [{ each: rule, facts: { ports: "9-1", openToWorld: 1, block: 10.0.0.1/8 } }]\n    expect: { broken: [spred], passed: [spread], undecided: [spread] }\n  - name: two\n    expect: {}\n`

    const { message, suggestions } = faultOf(text)

    expect(message).toContain('"9-1" is no range of ports')
    expect(message).toContain('1 is no true or false.')
    expect(message).toContain('"10.0.0.1/8" is no block')
    expect(message).toContain('There is no policy spred here.')
    expect(message).toContain('Two outcomes are expected of spread.')
    expect(message).toContain('The test expects nothing.')
    expect(suggestions).toContain('Did you mean spread?')
  })

  test('refuses conditions that stand too deep in one another', () => {
    const deep = `${'{ not: '.repeat(60)}{ fact: zones, is: 1 }${' }'.repeat(60)}`

    expect(faultOf(must(deep)).message).toContain('more than 20 deep')
  })

  test('of a later drplan says so', () => {
    expect(faultOf(must('{ fact: zones, is: 1 }').replace('@1', '@2')).code).toBe('artifact.newer')
  })
})

describe('tests beside a file', () => {
  const tests = 'schema: drplan/policy@1\ntests:\n  - name: beside\n    expect: { unmatched: [spread] }\n'

  test('are read with it', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'own.yaml'), must('{ fact: zones, atLeast: 2 }'))
    await writeFile(join(folder, 'own.test.yaml'), tests)

    const loaded = await loadPolicyFile('own.yaml', { folder })

    expect(loaded.tests.map(({ place }) => place)).toEqual(['own.test.yaml:3'])
    expect(policyFileOf('a/own.test.yaml')).toBe('a/own.yaml')
    expect(policyFileOf('a/own.yaml')).toBe('a/own.yaml')
  })

  test('can have no policies', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'own.yaml'), must('{ fact: zones, atLeast: 2 }'))
    await writeFile(join(folder, 'own.test.yaml'), must('{ fact: zones, atLeast: 2 }').replace('spread', 'other'))

    await expect(loadPolicyFile('own.yaml', { folder })).rejects.toThrow('is a file of tests and cannot have policies')
  })

  test('are none without the file', async () => {
    await expect(loadPolicyFile('gone.yaml', { folder: await temporaryFolder() })).rejects.toMatchObject({
      code: 'policy.missing',
    })
  })
})
