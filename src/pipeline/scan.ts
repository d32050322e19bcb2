/** The files under network.scan of drplan.yaml, and what is found in them. */
import { findInBytes } from '../core/literals/unwrap.ts'
import { isInSite } from '../core/literals/in-site.ts'
import type { LiteralPlace } from '../core/literals/propose.ts'
import type { FoundLiterals } from '../model/address-literal.ts'
import type { InputHashes } from '../model/artifact.ts'
import { createFinding, type Finding } from '../model/finding.ts'
import { listed } from '../model/listed.ts'
import { secretParts, type SecretMark } from '../model/secret-mark.ts'
import { count } from '../model/quantity.ts'
import type { Site } from '../model/site.ts'
import {
  findScanFiles,
  hashScanFile,
  MOST_BYTES,
  MOST_FILES,
  readScanFile,
  type FoundFiles,
  type ScannedFile,
} from '../workspace/scan-files.ts'
import type { StepContext } from './context.ts'
import { hashValue } from './refresh.ts'

export interface Scan extends FoundFiles {
  readonly shown: string
  /** Of the names and contents of all files. */
  readonly hash: string
}

/** Each path once. Throws InputError `source.file-missing`. */
export async function openScans({ config, configFolder, folders }: StepContext): Promise<readonly Scan[]> {
  const own = [folders.workspace, folders.out, ...(folders.metrics === undefined ? [] : [folders.metrics])]
  const scans: Scan[] = []
  for (const shown of new Set(config.network.scan?.map(({ path }) => path))) {
    const found = await findScanFiles(configFolder, shown, own)
    const hashes: unknown[] = [found.links, found.closed, found.isCut]
    for (const file of found.files) hashes.push([file.shown, await hashScanFile(file)])
    scans.push({ ...found, shown, hash: hashValue(hashes) })
  }
  return scans
}

/** In names that do not depend on the machine. */
export const scanInputs = (scans: readonly Scan[]): InputHashes =>
  Object.fromEntries(scans.map(({ shown, hash }) => [`scan ${shown}`, hash]))

export interface ScanResult {
  readonly places: readonly LiteralPlace[]
  readonly findings: readonly Finding[]
}

/** A file that two paths lead to is read once. */
export async function readScans(scans: readonly Scan[], site: Site): Promise<ScanResult> {
  const inSite = isInSite(site)
  const places: LiteralPlace[] = []
  const left = { binary: [] as string[], unread: [] as string[], partly: [] as string[] }
  const secrets: Finding[] = []
  const files = new Map(scans.flatMap((scan) => scan.files).map((file) => [file.path, file]))
  for (const file of files.values()) {
    const found = await readFile(file, left)
    secrets.push(...secretFindings(file, found?.secrets ?? []))
    const literals = (found?.literals ?? []).filter(({ block }) => inSite(block))
    if (literals.length > 0) places.push({ place: file.shown, vmId: null, vpcId: null, literals })
  }
  const unread = [...left.unread, ...scans.flatMap(({ closed }) => closed)]
  return {
    places,
    findings: [
      ...secrets,
      ...skipped(left.binary),
      ...incomplete(
        unread,
        `may not be read, or ${unread.length === 1 ? 'is' : 'are'} over ${MOST_BYTES / 2 ** 20} MiB`,
      ),
      ...incomplete(
        left.partly,
        'were looked through only in part: something packed in them is damaged, too large or too deep',
      ),
      ...scans.flatMap(cutFindings),
    ],
  }
}

async function readFile(
  file: ScannedFile,
  left: { readonly binary: string[]; readonly unread: string[]; readonly partly: string[] },
): Promise<FoundLiterals | null> {
  const bytes = await readScanFile(file)
  const found = bytes && findInBytes(bytes)
  if (!bytes) left.unread.push(file.shown)
  else if (!found) left.binary.push(file.shown)
  else if (found.incomplete) left.partly.push(file.shown)
  return found
}

const secretFindings = ({ shown }: ScannedFile, marks: readonly SecretMark[]): readonly Finding[] =>
  marks.slice(0, 1).map(({ line }) =>
    createFinding('site.secret-in-file', {
      subject: shown,
      place: `${shown}:${line}`,
      ...secretParts(marks, 'The file'),
    }),
  )

const skipped = (files: readonly string[]): readonly Finding[] =>
  files.length === 0
    ? []
    : [
        createFinding('network.scan-skipped', {
          subject: count(files.length, 'file'),
          message: `${count(files.length, 'file')} under network.scan ${files.length === 1 ? 'is' : 'are'} neither text nor gzip, and not looked through: ${listed(files)}.`,
        }),
      ]

const incomplete = (files: readonly string[], why: string): readonly Finding[] =>
  files.length === 0
    ? []
    : [
        createFinding('network.scan-incomplete', {
          subject: count(files.length, 'file'),
          message: `Files under network.scan ${why}: ${listed(files)}.`,
          suggestion: 'Look through them by hand.',
        }),
      ]

function cutFindings({ shown, isCut, links }: Scan): readonly Finding[] {
  const said = [
    ...(isCut ? [`it holds more than ${MOST_FILES} files, and only the first ones by name were looked through`] : []),
    ...(links > 0
      ? [`${count(links, 'symbolic link')} to somewhere else ${links === 1 ? 'was' : 'were'} not followed`]
      : []),
  ]
  if (said.length === 0) return []
  return [
    createFinding('network.scan-incomplete', {
      subject: shown,
      message: `Under network.scan, ${shown}: ${said.join('; ')}.`,
      suggestion: 'Name the folders with configuration in them, each of its own.',
      place: shown,
    }),
  ]
}
