/** The house's rules that a linter cannot say: layers, registries, purity. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checks } from '../src/core/plan/checks/index.ts'
import { forecastModels } from '../src/core/forecast/models/index.ts'
import { errorCodes } from '../src/errors.ts'
import { checkIds } from '../src/model/check.ts'
import { findingCodes } from '../src/model/finding-codes.ts'
import { modelIds } from '../src/model/forecast.ts'
import { sourceIds } from '../src/model/source-id.ts'
import { targetIds } from '../src/model/target-id.ts'
import { sources } from '../src/sources/index.ts'
import { makeLibraryTypes } from './support/make-library-types.ts'
import { makeSchemas } from './support/make-schemas.ts'

const root = join(import.meta.dirname, '..')

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${folder}/${path}`)

const entriesOf = (folder: string, kind: 'files' | 'folders'): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => (kind === 'folders' ? entry.isDirectory() : entry.isFile() && entry.name !== 'index.ts'))
    .map(({ name }) => name.replace(/\.ts$/, ''))
    .sort()

/** Code without comments and without the texts of strings. */
const codeOf = (path: string): string =>
  readFileSync(join(root, path), 'utf8')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/\/\/.*$/gm, '')

/** Sources of one vendor share its folder, because a folder may not import another one. */
const folderOfSource: Readonly<Record<string, string>> = { 'aws-describe': 'aws', 'azure-cli': 'azure' }

interface Cruise {
  readonly summary: {
    readonly totalCruised: number
    readonly violations: readonly { rule: { name: string }; from: string; to: string }[]
  }
}

describe('layers', () => {
  const output = execFileSync(
    process.execPath,
    [join(root, 'node_modules/.bin/depcruise'), 'src', 'commands', '--output-type', 'json'],
    { cwd: root, maxBuffer: 1 << 28, encoding: 'utf8' },
  )
  const { summary } = JSON.parse(output) as Cruise

  test('the layer rules saw the program, not an empty folder', () => {
    const written = filesUnder('src').length + filesUnder('commands').length

    expect(summary.totalCruised).toBeGreaterThanOrEqual(written)
  })

  test('no import breaks a layer rule', () => {
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([])
  })
})

describe('registries', () => {
  test.each([
    {
      what: 'source',
      folder: 'src/sources',
      kind: 'folders' as const,
      ids: sourceIds,
      entries: Object.keys(sources),
      placeOf: (id: string) => folderOfSource[id] ?? id,
    },
    { what: 'target', folder: 'src/targets', kind: 'folders' as const, ids: targetIds, entries: targetIds },
    {
      what: 'model',
      folder: 'src/core/forecast/models',
      kind: 'files' as const,
      ids: modelIds,
      entries: Object.keys(forecastModels),
    },
    {
      what: 'check',
      folder: 'src/core/plan/checks',
      kind: 'files' as const,
      ids: checkIds,
      entries: Object.keys(checks),
    },
  ])('every $what has a place, an id and an entry', ({ folder, kind, ids, entries, placeOf = (id) => id }) => {
    expect(entriesOf(folder, kind)).toEqual([...new Set(ids.map((id: string) => placeOf(id)))].sort())
    expect([...entries].sort()).toEqual([...ids].sort())
  })

  test.each([
    ['error codes', Object.keys(errorCodes)],
    ['finding codes', Object.keys(findingCodes)],
  ])('%s are in order, so that two people adding one do not collide', (_, codes) => {
    expect(codes).toEqual([...codes].sort())
  })

  test('every error and finding code is used by the program', () => {
    const code = [...filesUnder('src'), ...filesUnder('commands')]
      .filter((path) => path !== 'src/errors.ts' && !path.startsWith('src/model/finding-codes'))
      .map(codeOf)
      .join('\n')
    const unused = [...Object.keys(errorCodes), ...Object.keys(findingCodes)].filter(
      (name) => !code.includes(`'${name}'`),
    )

    expect(unused).toEqual([])
  })
})

describe('purity', () => {
  const pure = ['src/model', 'src/core', 'src/orchestrators', 'src/targets', 'src/render'].flatMap(filesUnder)

  test.each([
    ['the clock', /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b/],
    ['chance', /\bMath\.random\b|\brandomUUID\b/],
    ['the locale', /\blocaleCompare\b|\btoLocale\w*\b/],
  ])('model, core, targets and render know nothing of %s', (_, forbidden) => {
    expect(pure.filter((path) => forbidden.test(codeOf(path)))).toEqual([])
  })

  test('the middle names no vendor', () => {
    const middle = ['src/core', 'src/render', 'src/workspace', 'src/cli'].flatMap(filesUnder)

    expect(middle.filter((path) => /\b(aws|azure|vmware)\b/i.test(codeOf(path)))).toEqual([])
  })
})

test('the types of the library are those of the nouns: node test/support/make-library-types.ts remakes them', () => {
  expect(readFileSync(join(root, 'schemas/documents.d.ts'), 'utf8')).toBe(makeLibraryTypes())
})

test('the JSON Schemas are those of the nouns: node test/support/make-schemas.ts remakes them', () => {
  const written = new Map(
    readdirSync(join(root, 'schemas'))
      .filter((name) => name.endsWith('.json'))
      .map((name) => [name, readFileSync(join(root, 'schemas', name), 'utf8')]),
  )

  expect([...written.keys()].sort()).toEqual([...makeSchemas().keys()].sort())
  for (const [name, text] of makeSchemas()) expect(written.get(name)).toBe(text)
})
