/** What the Terraform in the output folder asks for, what its lock files have, and which Terraform is installed here. */
import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { promisify } from 'node:util'
import type { RootVersions, VersionWish } from '../model/version-reading.ts'
import { compareText } from '../model/text-order.ts'
import { readTextIfThere } from './files.ts'

/** Of the roots that are there, in the order of their names; none where the plan was written without Terraform. */
export async function readTerraformVersions(out: string): Promise<readonly RootVersions[]> {
  const roots: RootVersions[] = []
  for (const name of await foldersOf(join(out, 'terraform'))) {
    const folder = `terraform/${name}`
    const wishes = await wishesOf(out, folder)
    if (name === 'modules' || wishes.length === 0) continue
    const lock = await readTextIfThere(join(out, folder, '.terraform.lock.hcl'))
    roots.push({
      folder,
      wishes: [...wishes, ...(await moduleWishes(out, folder))],
      locked: lock === null ? null : lockedIn(lock),
    })
  }
  return roots
}

const foldersOf = async (path: string): Promise<readonly string[]> =>
  (await readdir(path, { withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort(compareText)

/** drplan writes these files: what somebody changed beyond knowing asks for nothing, and check.output-changed says so. */
async function wishesOf(out: string, folder: string): Promise<readonly VersionWish[]> {
  const file = `${folder}/versions.tf`
  const text = (await readTextIfThere(join(out, file))) ?? ''
  const engine = /^\s*required_version\s*=\s*"([^"\n]{1,100})"/m.exec(text)?.[1]
  const providers = text.matchAll(
    /source\s*=\s*"([\w.-]{1,80}\/[\w./-]{1,120})"(?:\s|#[^\n]*\n){0,400}version\s*=\s*"([^"\n]{1,100})"/g,
  )
  return [
    ...(engine === undefined ? [] : [{ of: 'terraform', constraint: engine, file }]),
    ...[...providers].map(([, of = '', constraint = '']) => ({ of, constraint, file })),
  ]
}

/** Modules beside the roots, by the calls in the root's own files. */
async function moduleWishes(out: string, folder: string): Promise<readonly VersionWish[]> {
  const files = (await readdir(join(out, folder)).catch(() => [])).filter((name) => name.endsWith('.tf'))
  const called = new Set<string>()
  for (const file of files) {
    const text = (await readTextIfThere(join(out, folder, file))) ?? ''
    for (const [, path = ''] of text.matchAll(/source\s*=\s*"(\.\.\/modules\/[\w-]{1,80})"/g))
      called.add(posix.join(folder, path))
  }
  const wishes = await Promise.all([...called].sort(compareText).map((path) => wishesOf(out, path)))
  return wishes.flat()
}

/** `provider "registry.terraform.io/hashicorp/aws" { version = "6.2.0"`: without the registry, as conditions name it. */
const lockedIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [
      ...text.matchAll(
        /^provider "(?:[^"/\n]{1,120}\/)?([^"/\n]{1,80}\/[^"/\n]{1,80})" \{\s*version\s*=\s*"([^"\n]{1,60})"/gm,
      ),
    ].map(([, source = '', version = '']) => [source, version]),
  )

const ANSWERS_WITHIN_MS = 10_000

/** Null when it is not on the path, does not answer, or says something else. Never throws. */
export async function installedTerraform(): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('terraform', ['version', '-json'], {
      timeout: ANSWERS_WITHIN_MS,
      env: { ...process.env, CHECKPOINT_DISABLE: '1' },
    })
    return /"terraform_version":\s*"(\d+\.\d+\.\d+[\w.+-]{0,40})"/.exec(stdout)?.[1] ?? null
  } catch {
    return null
  }
}
