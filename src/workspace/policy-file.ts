/** Files of policies and of their tests: read, checked, and every fault shown where it stands. */
import { basename, dirname, join, resolve } from 'node:path'
import { InputError, type Place } from '../errors.ts'
import { policyFileSchema, type LoadedPolicy, type PolicyFile, type PolicyTest } from '../model/policy.ts'
import { policyFaults } from '../model/policy-check.ts'
import { readTextIfThere } from './files.ts'
import { faultsError, parseYaml, type YamlFile } from './yaml-file.ts'

interface PlacedTest {
  readonly test: PolicyTest
  readonly file: string
  /** As `file:line`. */
  readonly place: string
}

export interface LoadedPolicies {
  readonly policies: readonly LoadedPolicy[]
  readonly tests: readonly PlacedTest[]
}

const policyKind = {
  schema: policyFileSchema,
  name: 'policy',
  syntax: 'policy.syntax',
  invalid: 'policy.invalid',
} as const

type Origin = LoadedPolicy['origin']

/** Throws InputError `policy.syntax`, `policy.invalid` or `artifact.newer`, with the place. */
export function parsePolicies(text: string, file: string, origin: Origin): LoadedPolicies {
  return placed(parseChecked(text, file, []), file, origin)
}

function parseChecked(text: string, file: string, known: readonly string[]): YamlFile<PolicyFile> {
  const parsed = parseYaml(text, file, policyKind)
  const faults = policyFaults(parsed.value, known).map(({ path, message, suggestion = null }) => ({
    message: `${path.join('.')}: ${message}`,
    place: parsed.placeOf(path),
    suggestion,
  }))
  if (faults.length > 0) throw faultsError(faults, { file, kind: policyKind })
  return parsed
}

function placed({ value, placeOf }: YamlFile<PolicyFile>, file: string, origin: Origin): LoadedPolicies {
  const at = (path: readonly PropertyKey[]): string => `${file}:${placeOf(path).line ?? 1}`
  return {
    policies: value.policies.map((policy, index) => ({ ...policy, origin, place: at(['policies', index]) })),
    tests: value.tests.map((test, index) => ({ test, file, place: at(['tests', index]) })),
  }
}

const testName = /^(.+)\.test(\.ya?ml|\.json)$/i

/** The file that the tests of `file` are for; `file` itself, where it is none of tests. */
export const policyFileOf = (file: string): string => join(dirname(file), basename(file).replace(testName, '$1$2'))

/**
 * The policies of a file with their tests: those in it, and those of `*.test.yaml` beside it. `file` is as the user wrote
 * it, relative to `folder`; `place` is where it is named. Throws InputError `policy.*` or `artifact.newer`.
 */
export async function loadPolicyFile(
  file: string,
  { folder, place }: { readonly folder: string; readonly place?: Place },
): Promise<LoadedPolicies> {
  const text = await readPolicies(file, folder)
  if (text === null)
    throw new InputError('policy.missing', `There is no file of policies ${file}.`, {
      suggestions: [place ? 'Its path starts at the folder of drplan.yaml.' : 'Its path starts at the present folder.'],
      place: place ?? { file },
    })
  const own = parsePolicies(text, file, 'own')
  const beside = file.replace(/(\.ya?ml|\.json)$/i, '.test$1')
  const tests = beside === file ? null : await readPolicies(beside, folder)
  if (tests === null) return own
  return { ...own, tests: [...own.tests, ...testsBeside(tests, beside, own)] }
}

function testsBeside(text: string, file: string, { policies }: LoadedPolicies): readonly PlacedTest[] {
  const parsed = parseChecked(
    text,
    file,
    policies.map(({ id }) => id),
  )
  if (parsed.value.policies.length > 0)
    throw new InputError('policy.invalid', `${file} is a file of tests and cannot have policies.`, {
      suggestions: [`Write them into ${policyFileOf(file)}.`],
      place: parsed.placeOf(['policies']),
    })
  return placed(parsed, file, 'own').tests
}

async function readPolicies(file: string, folder: string): Promise<string | null> {
  return readTextIfThere(resolve(folder, file)).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error)
    throw new InputError('policy.unreadable', `${file} cannot be read: ${why}`, {
      suggestions: ['Name a file of policies, not its folder.'],
      place: { file },
      cause: error,
    })
  })
}
