import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { DrplanError, InputError } from '../../src/errors.ts'
import type { Plan } from '../../src/model/plan.ts'
import { canonicalJson, loadArtifact, saveArtifact } from '../../src/workspace/artifacts.ts'
import { parseJsonBytes } from '../../src/workspace/json-file.ts'
import { aSmallPlan, compared } from '../builders-diff.ts'

/** One for all: there are hundreds of files. */
const folder = await mkdtemp(join(tmpdir(), 'drplan-test-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const good = join(folder, 'good.json')
await saveArtifact(good, 'plan', { content: aSmallPlan(), inputs: {}, madeBy: 'drplan 1.2.3' })
const text = await readFile(good, 'utf8')
const stored = JSON.parse(text) as Record<string, unknown>

let files = 0

/** The plan that is loaded of it, or the code of the error. */
async function load(contents: string | Uint8Array): Promise<Plan | string> {
  const file = join(folder, `plan-${files++}.json`)
  await writeFile(file, contents)
  return loadArtifact(file, 'plan').then(
    (plan) => plan?.content ?? 'missing',
    (error: unknown) => {
      if (!(error instanceof DrplanError)) throw error
      expect(error).toBeInstanceOf(InputError)
      expect(error.message.length).toBeLessThan(1000)
      return error.code
    },
  )
}

const withText = (changes: Readonly<Record<string, unknown>>): string => canonicalJson({ ...stored, ...changes })

const million = 1_000_000

const files1: readonly (readonly [string, string | Uint8Array, string])[] = [
  ['brackets without end', '['.repeat(10 * million), 'artifact.damaged'],
  [
    'brackets where VMs are',
    text.replace('"vms": [', `"vms": [${'['.repeat(100_000)}${']'.repeat(100_000)},`),
    'artifact.damaged',
  ],
  ['objects in objects', `${'{"a":'.repeat(million)}1${'}'.repeat(million)}`, 'artifact.damaged'],
  ['more values than anybody plans', `[${'1,'.repeat(16 * million)}1]`, 'artifact.too-large'],
  ['a million wrong VMs', withText({ vms: Array.from({ length: million }, () => ({})) }), 'artifact.damaged'],
  [
    'a million wrong needs of a VM',
    withText({ vms: [{ ...aSmallPlan().vms[0], dependsOn: Array(million).fill(1) }] }),
    'artifact.damaged',
  ],
  [
    'a million unknown fields',
    withText(Object.fromEntries(Array.from({ length: 300_000 }, (_, index) => [`f${index}`, 1]))),
    'artifact.damaged',
  ],
  ['a name of many megabytes', withText({ ['x'.repeat(5 * million)]: 1 }), 'artifact.damaged'],
  [
    'a number beyond all numbers',
    text.replace('"standbyPerMonth": 100', '"standbyPerMonth": 1e999'),
    'artifact.damaged',
  ],
  [
    'a number beyond whole numbers',
    text.replace('"number": 1', '"number": 1180591620717411303424'),
    'artifact.damaged',
  ],
  ['a key __proto__', text.replace('"vms":', '"__proto__": {"vms": []}, "vms":'), 'artifact.damaged'],
  ['a key constructor', text.replace('"vms":', '"constructor": {}, "vms":'), 'artifact.damaged'],
  ['a key that stands twice', text.replace('"vms":', '"waves": [], "vms":'), 'artifact.damaged'],
  [
    'a schema that cannot be written',
    text.replace(/"schema": "[^"]*"/, '"schema": {"toString": 1, "valueOf": 1}'),
    'artifact.damaged',
  ],
  ['UTF-16', new Uint8Array(Buffer.from(text, 'utf16le')), 'artifact.damaged'],
  ['bytes that are no UTF-8', Buffer.concat([Buffer.from(text), Buffer.from([0xff])]), 'artifact.damaged'],
  ['a byte order mark', `\uFEFF${text}`, 'artifact.damaged'],
  ['half a file', text.slice(0, text.length / 2), 'artifact.damaged'],
  ['zeros', new Uint8Array(1000), 'artifact.damaged'],
]

describe('a plan file that nobody should read', () => {
  test.each(files1)(
    '%s',
    async (_name, contents, code) => {
      expect(await load(contents)).toBe(code)
    },
    20_000,
  )

  test('a folder and a device are no files', async () => {
    await expect(loadArtifact(folder, 'plan')).rejects.toMatchObject({ code: 'artifact.damaged' })
    await expect(loadArtifact('/dev/null', 'plan')).rejects.toMatchObject({ code: 'artifact.damaged' })
  })

  test('minus zero and names of methods as values are plain values', async () => {
    const plan = await load(
      text
        .replace('"standbyPerMonth": 100', '"standbyPerMonth": -0')
        .replace('"application": "shop"', '"application": "__proto__"'),
    )

    expect(plan).toMatchObject({ mapping: { standbyPerMonth: -0 } })
  })
})

test('a large plan is read as a small one is', async () => {
  const [vm] = aSmallPlan().vms
  const vms = Array.from({ length: 30_000 }, (_, index) => ({ ...vm, vmId: `vm-${index}` }))

  const plan = await load(withText({ vms }))

  expect(typeof plan === 'object' && plan.vms).toEqual(vms)
})

test('the place of a fault in a large plan is named', async () => {
  const [vm] = aSmallPlan().vms
  const vms = Array.from({ length: 30_000 }, (_, index) => ({ ...vm, vmId: index === 25_000 ? 7 : `vm-${index}` }))
  const file = join(folder, 'large.json')
  await writeFile(file, withText({ vms }))

  await expect(loadArtifact(file, 'plan')).rejects.toThrow(/vms\.25000\.vmId/)
})

test('a key twice is seen whatever texts hold', () => {
  const bytes = (json: string): Uint8Array => Buffer.from(json)

  expect(parseJsonBytes(bytes(String.raw`{"a:b":"c\":{[,","d":[{"e":"\\"}]}`))).toMatchObject({ ok: true })
  expect(parseJsonBytes(bytes('{"a":1,"b":{"a":1,"a":2}}'))).toMatchObject({ ok: false })
})

const places = (value: unknown, path: readonly PropertyKey[] = []): readonly (readonly PropertyKey[])[] => {
  if (typeof value !== 'object' || value === null) return [path]
  const inner = Array.isArray(value) ? value.map((item, index) => [index, item] as const) : Object.entries(value)
  return [path, ...inner.flatMap(([key, item]) => places(item, [...path, key]))]
}

function replaced(value: unknown, [key, ...rest]: readonly PropertyKey[], by: unknown): unknown {
  if (key === undefined) return by
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? replaced(item, rest, by) : (item as unknown)))
  const record = value as Readonly<Record<PropertyKey, unknown>>
  return { ...record, [key]: replaced(record[key], rest, by) }
}

const anything = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    0,
    -1,
    1e308,
    0.5,
    '',
    'web',
    'db',
    'ghost',
    '__proto__',
    [],
    {},
    true,
    '0.0.0.0/0',
    '::1',
    '10.64.1.10',
  ),
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(...places(stored)).map((path) => path.reduce<unknown>((value, key) => (value as never)[key], stored)),
)

/** In fields, so that many of them still are plans: they name what is not there, or what is elsewhere. */
const mutated = fc
  .array(fc.tuple(fc.constantFrom(...places(stored).filter(({ length }) => length > 0)), anything), {
    minLength: 1,
    maxLength: 4,
  })
  .map((changes) =>
    changes.reduce<unknown>((value, [path, by]) => {
      const isThere = path.every(
        (_, index) =>
          path.slice(0, index).reduce<unknown>((inner, key) => (inner as never)?.[key], value) instanceof Object,
      )
      return isThere ? replaced(value, path, by) : value
    }, stored),
  )

/** In the text, as damage and slips of an editor do. */
const cutText = fc
  .tuple(
    fc.nat(text.length),
    fc.nat(40),
    fc.constantFrom('', '"', '{', '[', '}', ']', ',', ':', '\\', '\u0000', '1e999', '-0', 'null'),
  )
  .map(([at, length, by]) => text.slice(0, at) + by + text.slice(at + length))

describe('any change of a plan file', () => {
  test('is a plan that can be compared, or an error with a code', async () => {
    const before = aSmallPlan()
    const seen = { plans: 0, errors: 0 }

    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 3, arbitrary: mutated.map((value) => JSON.stringify(value)) }, cutText),
        async (json) => {
          const plan = await load(json)
          if (typeof plan === 'string') {
            seen.errors++
            return
          }
          seen.plans++
          for (const compare of [() => compared(before, plan), () => compared(plan, before)])
            try {
              compare()
            } catch (error) {
              if (!(error instanceof DrplanError)) throw error
            }
        },
      ),
      { numRuns: 300 },
    )

    expect(seen.plans).toBeGreaterThan(0)
    expect(seen.errors).toBeGreaterThan(0)
  }, 60_000)
})
