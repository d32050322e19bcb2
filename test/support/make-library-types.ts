/**
 * Writes schemas/documents.d.ts: the files that the library takes and gives, as types, from the nouns. So nobody who uses the
 * library needs the packages that the nouns are written with.
 * usage: node test/support/make-library-types.ts
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { checkReportSchema } from '../../src/model/check-report.ts'
import { makeSchemas } from './make-schemas.ts'

type Schema = {
  readonly [key: string]: unknown
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly prefixItems?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly propertyNames?: Schema
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly $ref?: string
}

const documents = [
  { name: 'Plan', file: 'plan.schema.json', says: 'plan.json' },
  { name: 'Config', file: 'config.schema.json', says: 'drplan.yaml, with what has a default left out or not' },
  { name: 'PlanDiff', file: 'diff.schema.json', says: 'What changes between two plans' },
]

export function makeLibraryTypes(): string {
  const schemas = makeSchemas()
  const parts = documents.map(({ name, file, says }) =>
    declarationOf(name, JSON.parse(schemas.get(file) ?? '{}') as Schema, says),
  )
  const check = z.toJSONSchema(checkReportSchema, { io: 'input', unrepresentable: 'any', reused: 'ref' }) as Schema
  return [
    '// Made by test/support/make-library-types.ts from the nouns; do not edit.',
    ...parts,
    declarationOf('CheckReport', check, 'What a check says of a plan'),
    '',
  ].join('\n\n')
}

function declarationOf(name: string, schema: Schema, says: string): string {
  const typeOf = typesFor(name)
  const own = Object.entries(schema.$defs ?? {}).map(([id, part]) => `type ${partName(name, id)} = ${typeOf(part)}`)
  return [`/** ${says}. */\nexport type ${name} = ${typeOf({ ...schema, $defs: {} })}`, ...own].join('\n\n')
}

const partName = (name: string, id: string): string => `${name}Part${id.replaceAll(/\W|_|schema/g, '')}`

/** Everything is readonly, all the way down: what the library gives is its own. */
function typesFor(name: string): (schema: Schema) => string {
  const typeOf = (schema: Schema): string => {
    if (schema.$ref !== undefined) return partName(name, schema.$ref.replace('#/$defs/', ''))
    if ('const' in schema) return JSON.stringify(schema['const'])
    if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ')
    const any = schema.anyOf ?? schema.oneOf
    if (any) return [...new Set(any.map(typeOf))].map(inBrackets).join(' | ')
    if (schema.allOf) return schema.allOf.map(typeOf).map(inBrackets).join(' & ')
    const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? [])
    return types.length === 0 ? 'unknown' : types.map((type) => plainType(type, schema)).join(' | ')
  }
  const plainType = (type: string, schema: Schema): string => {
    if (type === 'array') return arrayOf(schema)
    if (type === 'object') return objectOf(schema)
    return type === 'integer' ? 'number' : type
  }
  const arrayOf = ({ items, prefixItems }: Schema): string => {
    const rest = items ? `readonly ${inBrackets(typeOf(items))}[]` : null
    if (!prefixItems) return rest ?? 'readonly unknown[]'
    return `readonly [${[...prefixItems.map(typeOf), ...(rest ? [`...${rest.replace('readonly ', '')}`] : [])].join(', ')}]`
  }
  const objectOf = ({ properties, required = [], additionalProperties, propertyNames }: Schema): string => {
    if (!properties) {
      const value = typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown'
      const keys = propertyNames?.enum ? typeOf(propertyNames) : 'string'
      return keys === 'string' ? `Readonly<Record<string, ${value}>>` : `Readonly<Partial<Record<${keys}, ${value}>>>`
    }
    const rows = Object.entries(properties).map(([key, value]) => {
      const type = typeOf(value).replaceAll('\n', '\n  ')
      return `  readonly ${keyOf(key)}${required.includes(key) ? `: ${type}` : `?: ${inBrackets(type)} | undefined`}`
    })
    return rows.length === 0 ? '{}' : `{\n${rows.join('\n')}\n}`
  }
  return typeOf
}

const inBrackets = (type: string): string => (/[|&]|^readonly /.test(type) ? `(${type})` : type)
const keyOf = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key))

if (import.meta.main) writeFileSync(join(import.meta.dirname, '../../schemas/documents.d.ts'), makeLibraryTypes())
