/** What of an archive is not as its manifest says. */
import type { EvidenceManifest, EvidenceProblem } from '../../model/evidence.ts'
import { manifestPath, sumsPath } from '../../model/evidence.ts'

/** Path → SHA-256 of what is in the archive. */
type Hashes = ReadonlyMap<string, string>

/** As sha256sum writes and reads it, by path; `hashes` may be of any files. */
export const sumsText = (hashes: Hashes): string =>
  [...hashes.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, sha256]) => `${sha256}  ${path}\n`)
    .join('')

/** In the order of paths. */
export function comparePack({ files }: EvidenceManifest, found: Hashes, sums: string): readonly EvidenceProblem[] {
  const listed = new Map(files.map(({ path, sha256 }) => [path, sha256]))
  const own = new Set([manifestPath, sumsPath])
  const paths = [...new Set([...listed.keys(), ...found.keys()])].filter((path) => !own.has(path)).sort()
  const problems = paths.flatMap((path): readonly EvidenceProblem[] => {
    const [stated, sha256] = [listed.get(path), found.get(path)]
    if (stated === sha256) return []
    if (stated === undefined)
      return [{ fault: 'added', subject: path, message: 'is in the archive, and the manifest does not know it' }]
    if (sha256 === undefined)
      return [{ fault: 'missing', subject: path, message: 'is in the manifest, and not in the archive' }]
    return [{ fault: 'altered', subject: path, message: `has the SHA-256 ${sha256}; the manifest says ${stated}` }]
  })
  return [...problems, ...sumsProblem(listed, found, sums)]
}

/** The sums are of the files that the manifest lists, and of the manifest. */
function sumsProblem(listed: Hashes, found: Hashes, sums: string): readonly EvidenceProblem[] {
  if (!found.has(sumsPath)) return [{ fault: 'missing', subject: sumsPath, message: 'is not in the archive' }]
  const manifest = found.get(manifestPath) ?? ''
  if (sums === sumsText(new Map([...listed, [manifestPath, manifest]]))) return []
  return [{ fault: 'altered', subject: sumsPath, message: 'does not say what the manifest says' }]
}
