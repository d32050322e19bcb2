/** Is an evidence pack as it was made? Reads the archive in place, and writes nothing. */
import { basename } from 'node:path'
import { comparePack } from '../core/evidence/compare-pack.ts'
import { evidenceManifestSchema, manifestPath, sumsPath, type EvidenceManifest } from '../model/evidence.ts'
import type { EvidenceProblem, EvidenceVerdict } from '../model/evidence.ts'
import { hashBytes, openArchive, type OpenedArchive } from '../workspace/archive.ts'
import { readTextIfThere } from '../workspace/files.ts'
import { parseJsonBytes } from '../workspace/json-file.ts'

/** Throws InputError `evidence.missing`, `evidence.damaged` or `evidence.too-large`. */
export async function verifyEvidence(file: string): Promise<EvidenceVerdict> {
  const archive = await openArchive(file)
  const sha256 = hashBytes(archive.bytes)
  const stated = await statedSum(file)
  const manifest = manifestIn(archive)
  const problems = [
    ...(stated === null || stated === sha256 ? [] : [sumProblem(file, stated, sha256)]),
    ...(manifest ? contentProblems(manifest, archive) : [noManifest(archive)]),
  ]
  return { file, sha256, summed: stated !== null, files: archive.files.size, problems, manifest }
}

/** What the .sha256 file beside it says; null where there is none. */
async function statedSum(file: string): Promise<string | null> {
  const text = await readTextIfThere(`${file}.sha256`)
  return text === null ? null : (/^[0-9a-f]{64}(?= )/.exec(text)?.[0] ?? 'nothing that is a SHA-256')
}

const sumProblem = (file: string, stated: string, sha256: string): EvidenceProblem => ({
  fault: 'sum',
  subject: basename(file),
  message: `has the SHA-256 ${sha256}; the .sha256 file beside it says ${stated}`,
})

function manifestIn({ files }: OpenedArchive): EvidenceManifest | null {
  const bytes = files.get(manifestPath)
  const reading = bytes && parseJsonBytes(bytes)
  if (!reading?.ok) return null
  return evidenceManifestSchema.safeParse(reading.value).data ?? null
}

const noManifest = ({ files }: OpenedArchive): EvidenceProblem =>
  files.has(manifestPath)
    ? { fault: 'manifest', subject: manifestPath, message: 'is not a manifest that this drplan reads' }
    : { fault: 'missing', subject: manifestPath, message: 'is not in the archive' }

function contentProblems(
  manifest: EvidenceManifest,
  { files, isCanonical }: OpenedArchive,
): readonly EvidenceProblem[] {
  const hashes = new Map([...files.entries()].map(([path, bytes]) => [path, hashBytes(bytes)]))
  const sums = Buffer.from(files.get(sumsPath) ?? []).toString('utf8')
  const problems = comparePack(manifest, hashes, sums)
  if (problems.length > 0 || isCanonical) return problems
  return [
    {
      fault: 'repacked',
      subject: 'the archive',
      message: 'holds the files as they were, packed otherwise than drplan packs them: somebody has made it anew',
    },
  ]
}
