/** A step is run only when the hash of one of its inputs changed; nothing looks at modification times. */
import { InputError } from '../errors.ts'
import type { ArtifactOf, InputHashes, StepArtifactKind } from '../model/artifact.ts'
import type { Immutable } from '../model/immutable.ts'
import { artifactFile, canonicalJson, loadArtifact, saveArtifact, type Stored } from '../workspace/artifacts.ts'
import { hashText } from '../workspace/files.ts'
import type { StepContext } from './context.ts'

export interface Refreshed<Kind extends StepArtifactKind> {
  readonly stored: Stored<Kind>
  readonly reused: boolean
}

/** The artefact as it is, when it was made from these inputs; else made again by `compute` and saved. */
export async function refresh<Kind extends StepArtifactKind>(
  kind: Kind,
  context: StepContext,
  work: { readonly inputs: InputHashes; readonly fresh?: boolean; compute(): Promise<Immutable<ArtifactOf<Kind>>> },
): Promise<Refreshed<Kind>> {
  const file = artifactFile(kind, context.folders)
  const before = await loadUnlessOlder(file, kind)
  if (before && work.fresh !== true && before.madeBy === context.madeBy && sameHashes(before.inputs, work.inputs)) {
    return { stored: before, reused: true }
  }
  const content = await work.compute()
  const stored = await saveArtifact(file, kind, { content, inputs: work.inputs, madeBy: context.madeBy })
  return { stored, reused: false }
}

/** What an older drplan made is made again. */
async function loadUnlessOlder<Kind extends StepArtifactKind>(file: string, kind: Kind): Promise<Stored<Kind> | null> {
  try {
    return await loadArtifact(file, kind)
  } catch (error) {
    if (error instanceof InputError && error.code === 'artifact.older') return null
    throw error
  }
}

function sameHashes(a: InputHashes, b: InputHashes): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => a[name] === b[name])
}

/** Of values that nobody changes; a catalogue is asked for by several steps, and hashing it takes a while. */
const hashes = new WeakMap<object, string>()

/** The hash of a setting or any other value that JSON can hold; CIDRs and addresses count as their parts. */
export function hashValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) return hashText(canonicalJson(value))
  const known = hashes.get(value)
  if (known !== undefined) return known
  const hash = hashText(canonicalJson(value))
  hashes.set(value, hash)
  return hash
}
