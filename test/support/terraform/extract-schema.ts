/**
 * Makes schema/<provider>.json again: `node test/support/terraform/extract-schema.ts aws` (or azurerm). It packs the npm
 * package into a temporary folder, and reads the types that schema/<provider>-types.txt names.
 * The provider itself keeps the few settings that our roots use.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readProvider, readResource } from './cdktn-library.ts'
import { providerIds, type BlockSchema, type ProviderId, type ProviderSchema } from './provider-schema.ts'

interface Origin {
  readonly package: string
  readonly attributes: readonly string[]
  readonly blocks: readonly string[]
}

const origins: Readonly<Record<ProviderId, Origin>> = {
  aws: { package: '@cdktn/provider-aws@25.7.0', attributes: ['region'], blocks: ['default_tags'] },
  azurerm: {
    package: '@cdktn/provider-azurerm@16.1.0',
    attributes: ['storage_use_azuread', 'subscription_id'],
    blocks: ['features'],
  },
}

function unpack(folder: string, name: string): string {
  execFileSync('npm', ['pack', name, '--silent'], { cwd: folder })
  const archive = readdirSync(folder).find((file) => file.endsWith('.tgz'))!
  execFileSync('tar', ['xzf', archive, 'package/lib'], { cwd: folder })
  return join(folder, 'package', 'lib')
}

function textOf(library: string, folder: string, ending: '.js' | '.d.ts'): string {
  const files = readdirSync(join(library, folder)).filter((file) => file.endsWith(ending))
  return files
    .sort()
    .map((file) => readFileSync(join(library, folder, file), 'utf8'))
    .join('\n')
}

/** `data.aws_ami` lives in data-aws-ami, `aws_vpc` in vpc. */
const folderOf = (type: string, provider: ProviderId): string =>
  (type.startsWith('data.') ? type.replace('data.', 'data-') : type.slice(provider.length + 1)).replaceAll('_', '-')

function readTypes(library: string, provider: ProviderId): { version: string; schema: ProviderSchema } {
  const types = readFileSync(new URL(`${provider}-types.txt`, here), 'utf8')
    .trim()
    .split('\n')
  const read = types.map((type) => {
    const folder = folderOf(type, provider)
    return { type, ...readResource(textOf(library, folder, '.js'), textOf(library, folder, '.d.ts')) }
  })
  const pick = (data: boolean): Record<string, BlockSchema> =>
    Object.fromEntries(
      read
        .filter(({ type }) => type.startsWith('data.') === data)
        .map(({ type, block }) => [type.replace('data.', ''), block]),
    )
  const settings = readProvider(textOf(library, 'provider', '.js'))
  const kept = <Value>(all: Record<string, Value>, names: readonly string[]): Record<string, Value> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)))
  return {
    version: read[0]!.version,
    schema: {
      provider: {
        attributes: kept(settings.attributes, origins[provider].attributes),
        block_types: kept(settings.block_types ?? {}, origins[provider].blocks),
      },
      resources: pick(false),
      dataSources: pick(true),
    },
  }
}

const here = new URL('schema/', import.meta.url)
const asked = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'drplan-schema-'))
try {
  for (const provider of providerIds.filter((id) => asked.includes(id))) {
    const { package: name } = origins[provider]
    const library = unpack(mkdtempSync(join(folder, provider)), name)
    const { version, schema } = readTypes(library, provider)
    writeFileSync(new URL(`${provider}.json`, here), `${JSON.stringify({ package: name, version, schema })}\n`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
