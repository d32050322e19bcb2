/**
 * Makes schema/aws.json again: `node test/support/terraform/extract-schema.ts`. It packs the npm package into a
 * temporary folder, reads the types that schema/aws-types.txt names.
 * The provider itself keeps the two settings that our roots use.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readProvider, readResource } from './cdktn-library.ts'
import type { BlockSchema, ProviderSchema } from './provider-schema.ts'

const PACKAGE = '@cdktn/provider-aws@25.7.0'

function unpack(folder: string): string {
  execFileSync('npm', ['pack', PACKAGE, '--silent'], { cwd: folder })
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'))!
  execFileSync('tar', ['xzf', archive, 'package/lib'], { cwd: folder })
  return join(folder, 'package', 'lib')
}

const isUseful = (file: string): boolean => file.endsWith('.js') && !file.endsWith('.d.ts')

function sourceOf(library: string, folder: string): string {
  const files = readdirSync(join(library, folder)).filter(isUseful).sort()
  return files.map((file) => readFileSync(join(library, folder, file), 'utf8')).join('\n')
}

/** `data.aws_ami` lives in data-aws-ami, `aws_vpc` in vpc. */
const folderOf = (type: string): string =>
  type.startsWith('data.') ? type.replace('data.', 'data-').replaceAll('_', '-') : type.slice(4).replaceAll('_', '-')

function readTypes(library: string, types: readonly string[]): { version: string; schema: ProviderSchema } {
  const read = types.map((type) => ({ type, ...readResource(sourceOf(library, folderOf(type))) }))
  const pick = (data: boolean): Record<string, BlockSchema> =>
    Object.fromEntries(
      read
        .filter(({ type }) => type.startsWith('data.') === data)
        .map(({ type, block }) => [type.replace('data.', ''), block]),
    )
  const { default_tags: defaultTags } = readProvider(sourceOf(library, 'provider')).block_types ?? {}
  const provider: BlockSchema = {
    attributes: { region: { type: 'string', optional: true } },
    block_types: { default_tags: defaultTags! },
  }
  return { version: read[0]!.version, schema: { provider, resources: pick(false), dataSources: pick(true) } }
}

const here = new URL('schema/', import.meta.url)
const types = readFileSync(new URL('aws-types.txt', here), 'utf8').trim().split('\n')
const folder = mkdtempSync(join(tmpdir(), 'drplan-schema-'))
try {
  const { version, schema } = readTypes(unpack(folder), types)
  writeFileSync(new URL('aws.json', here), `${JSON.stringify({ package: PACKAGE, version, schema })}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
