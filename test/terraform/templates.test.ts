/** What can be said about the hand-written Terraform without terraform. */
import { format } from '@cdktn/hcl-tools'
import { parse } from '@cdktn/hcl2json'
import { describe, expect, test } from 'vitest'
import { blockFaults, entriesOf, type Hcl } from '../support/terraform/hcl-schema.ts'
import type { TargetId } from '../../src/model/target-id.ts'
import { committedSchema, type BlockSchema, type ProviderId } from '../support/terraform/provider-schema.ts'
import { templatesOf } from '../support/terraform/templates.ts'

interface Parsed {
  readonly path: string
  readonly text: string
  readonly body: Hcl
}

const parsedOf = (target: TargetId): Promise<readonly Parsed[]> =>
  Promise.all(
    [...templatesOf(target)]
      .filter(([path]) => path.endsWith('.tf'))
      .map(async ([path, text]) => ({ path, text, body: (await parse(path, text)) as Hcl })),
  )

const blocksIn = (parsed: readonly Parsed[], kind: string) =>
  parsed.flatMap(({ path, body }) =>
    entriesOf(Object.fromEntries(entriesOf(body))[kind]).map(([name, value]) => ({ path, name, value })),
  )

interface Case {
  readonly target: TargetId
  readonly provider: ProviderId
  /** Types of the schema subset that no template uses. */
  readonly relatives: readonly string[]
  readonly lasting: readonly string[]
}

const cases: readonly (Case & { readonly parsed: readonly Parsed[] })[] = [
  {
    target: 'aws',
    provider: 'aws',
    relatives: ['aws_ebs_volume', 'aws_volume_attachment'],
    lasting: ['aws_kms_key', 'aws_backup_vault'],
    parsed: await parsedOf('aws'),
  },
  {
    target: 'azure',
    provider: 'azurerm',
    relatives: [],
    lasting: [
      'azurerm_key_vault',
      'azurerm_key_vault_key',
      'azurerm_disk_encryption_set',
      'azurerm_recovery_services_vault',
    ],
    parsed: await parsedOf('azure'),
  },
]

describe.each(cases)('the templates of $target', ({ provider, relatives, lasting, parsed }) => {
  const schema = committedSchema(provider)
  const blocksOf = (kind: string) => blocksIn(parsed, kind)

  const faultsOf = (kind: string, schemas: Record<string, BlockSchema>): readonly string[] =>
    blocksOf(kind).flatMap(({ path, name: type, value }) =>
      entriesOf(value).flatMap(([name, bodies]) => {
        const place = `${path} ${type}.${name}`
        const block = schemas[type]
        if (!block || !Array.isArray(bodies)) return [`${place}: the type is not in the schema subset`]
        return bodies.flatMap((body) => blockFaults(block, body, place))
      }),
    )

  test('every file is formatted as terraform fmt would format it', async () => {
    const changed: string[] = []

    for (const { path, text } of parsed) if ((await format(text)) !== text) changed.push(path)

    expect(parsed.length).toBeGreaterThan(20)
    expect(changed).toEqual([])
  })

  test('resources use only attributes that the provider has, and all that it requires', () => {
    const faults = faultsOf('resource', schema.resources)

    expect(blocksOf('resource').length).toBeGreaterThan(25)
    expect(faults).toEqual([])
  })

  test('data sources use only attributes that the provider has, and all that it requires', () => {
    const faults = faultsOf('data', schema.dataSources)

    expect(blocksOf('data').length).toBeGreaterThan(0)
    expect(faults).toEqual([])
  })

  test('the schema subset holds no type that neither a template nor a near relative of one uses', () => {
    const used = new Set([...blocksOf('resource'), ...blocksOf('data')].map(({ name }) => name))

    const unused = [...Object.keys(schema.resources), ...Object.keys(schema.dataSources)].filter(
      (type) => !used.has(type),
    )

    expect(unused.sort()).toEqual(relatives)
  })

  test.each(['variable', 'output'])('every %s is described in a sentence', (kind) => {
    const undescribed = blocksOf(kind).flatMap(({ path, name, value }) =>
      (Array.isArray(value) ? value : [value]).flatMap((body) => {
        const { description } = Object.fromEntries(entriesOf(body))
        return typeof description === 'string' && description.length >= 15 ? [] : [`${path} ${name}`]
      }),
    )

    expect(undescribed).toEqual([])
  })

  test('every variable has a type', () => {
    const untyped = blocksOf('variable').flatMap(({ path, name, value }) =>
      (Array.isArray(value) ? value : [value]).flatMap((body) =>
        'type' in Object.fromEntries(entriesOf(body)) ? [] : [`${path} ${name}`],
      ),
    )

    expect(untyped).toEqual([])
  })

  test('nothing is counted: an index would move when a neighbour goes', () => {
    const counting = parsed.filter(({ text }) => /^ {2}count\s*=/m.test(text)).map(({ path }) => path)

    expect(counting).toEqual([])
  })

  test('no rule for the whole world and no inline rule is written by hand', () => {
    const text = parsed.map((file) => file.text).join('\n')

    expect(text).not.toMatch(/0\.0\.0\.0\/0|::\/0/)
    expect(text).not.toMatch(/^\s*(ingress|egress|route)\s*(\{|=\s*[[{])/m)
  })

  test('the key and the vault cannot be destroyed by accident', () => {
    const bodies = new Map(blocksOf('resource').map(({ name, value }) => [name, JSON.stringify(value)]))

    const unguarded = lasting.filter((type) => !(bodies.get(type) ?? '').includes('"prevent_destroy":true'))

    expect(unguarded).toEqual([])
  })
})

test('the schema check notices an unknown, a missing and a computed attribute', () => {
  const subnet = committedSchema('aws').resources['aws_subnet']!

  const faults = blockFaults(subnet, { cidr: '10.0.0.0/24', arn: 'x', timeouts: [{ create: '1m', never: '1m' }] }, 's')

  expect(faults).toEqual([
    's.cidr does not exist',
    's.vpc_id is required',
    's.arn is only computed',
    's.timeouts.never does not exist',
  ])
})
