/** The policies that count: those that come with drplan, and those that drplan.yaml names. */
import { parseOs } from '../core/compatibility/parse-os.ts'
import type { PolicySurroundings } from '../core/policy/facts/plan-index.ts'
import { runPolicyTest } from '../core/policy/run-tests.ts'
import { InputError, type Place } from '../errors.ts'
import type { Severity } from '../model/finding-codes.ts'
import type { CheckSettings } from '../model/check-settings.ts'
import type { Catalogue } from '../model/dr-component.ts'
import { nearest } from '../model/nearest.ts'
import { endOfSupport } from '../model/os-release.ts'
import type { LoadedPolicy, PolicyTestResult } from '../model/policy.ts'
import type { Site } from '../model/site.ts'
import { loadConfig } from '../workspace/config.ts'
import { loadPolicyFile, parsePolicies, policyFileOf, type LoadedPolicies } from '../workspace/policy-file.ts'
import { loadTemplates } from '../workspace/templates.ts'

const BUILT_IN = 'builtin.yaml'

let shipped: Promise<LoadedPolicies> | null = null

/** As they come with drplan, with their tests; read once, as they change with drplan only. */
export const builtInPolicies = (): Promise<LoadedPolicies> => (shipped ??= readBuiltIn())

async function readBuiltIn(): Promise<LoadedPolicies> {
  const text = (await loadTemplates('policy')).get(BUILT_IN) ?? ''
  return parsePolicies(text, `templates/policy/${BUILT_IN}`, 'built-in')
}

export interface PolicyFiles {
  readonly settings: Pick<CheckSettings, 'policies' | 'withoutPolicies'>
  /** Of drplan.yaml. */
  readonly folder: string
  /** Where a setting of `check` stands. */
  readonly placeOf: (path: readonly string[]) => Place
}

/** Throws InputError `policy.*`: a file, or an id that is there twice or not at all. */
export async function loadPolicies({ settings, folder, placeOf }: PolicyFiles): Promise<readonly LoadedPolicy[]> {
  const builtIn = (await builtInPolicies()).policies
  const files: LoadedPolicies[] = []
  for (const [index, file] of settings.policies.entries())
    files.push(await loadPolicyFile(file, { folder, place: placeOf(['check', 'policies', String(index)]) }))
  const unwanted = new Set(settings.withoutPolicies)
  for (const id of settings.withoutPolicies)
    if (!builtIn.some((policy) => policy.id === id))
      throw new InputError('policy.unknown', `check.withoutPolicies: no policy ${id} comes with drplan.`, {
        place: placeOf(['check', 'withoutPolicies']),
        suggestions: suggested(id, builtIn),
      })
  const all = [...builtIn.filter(({ id }) => !unwanted.has(id)), ...files.flatMap(({ policies }) => policies)]
  refuseSameIds(all)
  return all
}

function suggested(id: string, policies: readonly LoadedPolicy[]): readonly string[] {
  const near = nearest(
    id,
    policies.map((policy) => policy.id),
  )
  return [near ? `Did you mean ${near}?` : 'drplan policy list   shows them.']
}

function refuseSameIds(policies: readonly LoadedPolicy[]): void {
  const taken = new Map<string, LoadedPolicy>()
  for (const policy of policies) {
    const other = taken.get(policy.id)
    if (other)
      throw new InputError(
        'policy.id-taken',
        `The id ${policy.id} of ${policy.place} is that of ${other.place}, too.`,
        {
          suggestions: [
            other.origin === 'built-in'
              ? `Give it another id, or leave out the one of drplan: check.withoutPolicies: [${policy.id}].`
              : 'Give one of them another id.',
          ],
          place: placeFrom(policy.place),
        },
      )
    taken.set(policy.id, policy)
  }
}

function placeFrom(text: string): Place {
  const [, file = text, line] = /^(.*):(\d+)$/.exec(text) ?? []
  return line === undefined ? { file } : { file, line: Number(line) }
}

/** A policy as it counts here. */
export interface ListedPolicy extends LoadedPolicy {
  /** Its own, where drplan.yaml states another (check.severities). */
  readonly statedSeverity?: Severity
}

/** Without a drplan.yaml, those that come with drplan; `isConfigNamed`: it is an error when it is not there. */
export async function listPolicies(configFile: string, isConfigNamed: boolean): Promise<readonly ListedPolicy[]> {
  const loaded = await loadConfig(configFile).catch((error: unknown) => {
    if (!isConfigNamed && error instanceof InputError && error.code === 'config.missing') return null
    throw error
  })
  if (loaded === null) return (await builtInPolicies()).policies
  const { severities = {}, policies = [], withoutPolicies = [] } = loaded.config.check ?? {}
  const all = await loadPolicies({ ...loaded, settings: { policies, withoutPolicies } })
  return all.map((policy) => {
    const severity = severities[`policy.${policy.id}`]
    return severity === undefined || severity === policy.severity
      ? policy
      : { ...policy, severity, statedSeverity: policy.severity }
  })
}

export interface PolicyTestRun {
  readonly results: readonly PolicyTestResult[]
  /** Ids of policies that no test speaks of, in the order of the files. */
  readonly untested: readonly string[]
}

/** `files` are relative to `folder`; a file of tests stands for the file that it tests. Throws InputError `policy.*`. */
export async function testPolicies(
  files: readonly string[],
  { folder, builtIn }: { readonly folder: string; readonly builtIn: boolean },
): Promise<PolicyTestRun> {
  const loaded = builtIn ? [await builtInPolicies()] : []
  for (const file of new Set(files.map(policyFileOf))) loaded.push(await loadPolicyFile(file, { folder }))
  const results = loaded.flatMap(runTests)
  return { results, untested: loaded.flatMap(untestedOf) }
}

function runTests({ policies, tests }: LoadedPolicies): readonly PolicyTestResult[] {
  const byId = new Map(policies.map((policy) => [policy.id, policy]))
  return tests.map(({ test, file, place }) => {
    const faults = runPolicyTest(test, byId)
    return { file, place, name: test.name, passed: faults.length === 0, faults }
  })
}

function untestedOf({ policies, tests }: LoadedPolicies): readonly string[] {
  const tested = new Set(tests.flatMap(({ test }) => Object.values(test.expect).flatMap((ids) => ids ?? [])))
  return policies.map(({ id }) => id).filter((id) => !tested.has(id))
}

/** What policies may ask beside the plan; `today` is an ISO date. */
export const surroundingsOf = (given: {
  readonly site: Site
  readonly catalogue: Catalogue
  readonly today: string
}): PolicySurroundings => ({ ...given, supportEnds: supportEnds(given.site) })

function supportEnds({ vms }: Site): ReadonlyMap<string, string> {
  return new Map(
    vms.flatMap(({ id, os }) => {
      const release = os && parseOs(os.name)
      const end = release && endOfSupport(release)
      return end ? [[id, end] as const] : []
    }),
  )
}
