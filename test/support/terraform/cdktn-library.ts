/**
 * Reads one resource out of the JavaScript that CDK Terrain generates for a provider. The text follows a pattern:
 *
 *     // name - computed: true, optional: true, required: false
 *     ... getStringAttribute('name')                            a plain attribute
 *     ... new XxxList(this, "name", true)                       a structure: list, or set when true
 *
 * and a table in synthesizeHclAttributes says which structures are blocks. Nothing is executed.
 */
import type { AttributeSchema, BlockSchema, CtyType, NestedBlockSchema } from './provider-schema.ts'

interface Field {
  readonly name: string
  readonly flags: Pick<AttributeSchema, 'required' | 'optional' | 'computed'>
  /** The text from the comment to the first value. */
  readonly text: string
}

interface TableEntry {
  readonly isBlock: boolean
  readonly kind: string
  readonly storage: string
  readonly structure: string | undefined
}
type Table = ReadonlyMap<string, TableEntry>

/** By interface, and by the provider's name of a setting: is it required? */
type Interfaces = ReadonlyMap<string, ReadonlyMap<string, boolean>>

interface Library {
  readonly classes: ReadonlyMap<string, string>
  readonly tables: ReadonlyMap<string, Table>
  readonly interfaces: Interfaces
}

const FIELD = /\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)\n/g
const UP_TO_FIRST_VALUE = /^[^]*?(?:return [^\n]*;|= new [^\n]*;)/
const STRUCTURE = /new (\w+?)(List|Map|OutputReference)\(this, "\w+"(?:, (true|false))?\)/
const GETTER = /get \w+\(\) \{\s+return ([^\n]*\(['"](\w+)['"]\)[^\n]*;)/g
const INTERFACE = /export interface (\w+)(?: extends [^{]+)? \{([^]*?)\n\}/g
const PROPERTY = /#(\w+) \w+#\1\}[^]*?readonly \w+(\??):/g
const ENTRY =
  /^\s+(\w+): \{\s+value: ([^\n]*)\n\s+isBlock: (true|false),\s+type: "(\w+)",\s+storageClassType: "(\w+)"/gm

/**
 * The schema of the one resource or data source that `source` defines. Packages made for older JavaScript have no
 * comment at plain settings: there `declarations`, the text of the .d.ts files, say which ones may be set.
 */
export function readResource(source: string, declarations = ''): { version: string; block: BlockSchema } {
  const library = readLibrary(source, declarations)
  const main = [...library.classes.values()].find((text) => /extends cdktn\.Terraform(Resource|DataSource) /.test(text))
  const version = /providerVersion: '([^']+)'/.exec(source)?.[1]
  if (!main || !version) throw new Error('no resource in this text: has the generator changed?')
  return { version, block: blockOf(main, library.tables.get('') ?? new Map(), library) }
}

/** The provider's own settings have no classes; the table alone describes them, without what is required. */
export function readProvider(source: string): BlockSchema {
  const { tables } = readLibrary(source)
  return blockOfTable(tables.get('') ?? new Map(), tables)
}

function readLibrary(source: string, declarations = ''): Library {
  const heads = [...source.matchAll(/^class (\w+) extends/gm)]
  const classes = heads.map((head, index): [string, string] => [
    head[1]!,
    source.slice(head.index, heads[index + 1]?.index),
  ])
  const tableHeads = source.matchAll(/(?:function (\w+)ToHclTerraform\(|synthesizeHclAttributes\(\) \{)/g)
  const tables = [...tableHeads].map((head): [string, Table] => {
    const end = source.indexOf('// remove undefined attributes', head.index)
    return [head[1] ?? '', readTable(source.slice(head.index, end))]
  })
  return { classes: new Map(classes), tables: new Map(tables), interfaces: readInterfaces(declarations) }
}

/** The link to the registry in the comment of a property carries the provider's name of it. */
const readInterfaces = (declarations: string): Interfaces =>
  new Map(
    [...declarations.matchAll(INTERFACE)].map(([, name, body]) => [
      name!,
      new Map([...body!.matchAll(PROPERTY)].map(([, property, mark]) => [property!, mark === ''])),
    ]),
  )

const readTable = (text: string): Table =>
  new Map(
    [...text.matchAll(ENTRY)].map(([, name, value, isBlock, kind, storage]) => [
      name!,
      {
        isBlock: isBlock === 'true',
        kind: kind!,
        storage: storage!,
        structure: /(?<![.\w])(\w+)ToHclTerraform/.exec(value!)?.[1],
      },
    ]),
  )

function fieldsOf(classText: string, library: Library): readonly Field[] {
  const commented = [...classText.matchAll(FIELD)].flatMap((match): Field[] => {
    const [comment, name = '', computed, optional, required] = match
    const text = UP_TO_FIRST_VALUE.exec(classText.slice(match.index))?.[0] ?? ''
    // A comment whose value is left out stands before the value of another setting.
    if (!text.slice(comment.length).includes(name)) return []
    return [{ name, flags: flagsOf({ computed, optional, required }), text }]
  })
  const known = new Set(commented.map(({ name }) => name))
  return [...commented, ...uncommented(classText, library).filter(({ name }) => !known.has(name))]
}

function uncommented(classText: string, { interfaces }: Library): readonly Field[] {
  const [, name = '', base = ''] = /^class (\w+) extends cdktn\.(\w+)/.exec(classText) ?? []
  const isMain = base.startsWith('Terraform')
  const settings = interfaces.get(isMain ? `${name}Config` : name.replace(/OutputReference$/, ''))
  if (!settings) return []
  return [...classText.matchAll(GETTER)].map(([, text = '', field = '']) => {
    const required = settings.get(field)
    const computed = required === undefined || (isMain && field === 'id')
    const flags = { computed: String(computed), optional: String(required === false), required: String(required) }
    return { name: field, flags: flagsOf(flags), text }
  })
}

function flagsOf(said: Record<'computed' | 'optional' | 'required', string | undefined>): Field['flags'] {
  return {
    ...(said.required === 'true' ? { required: true } : {}),
    ...(said.optional === 'true' ? { optional: true } : {}),
    ...(said.computed === 'true' ? { computed: true } : {}),
  }
}

function blockOf(classText: string, table: Table, library: Library): BlockSchema {
  const attributes: Record<string, AttributeSchema> = {}
  const blocks: Record<string, NestedBlockSchema> = {}
  for (const field of fieldsOf(classText, library)) {
    const nested = nestedBlockOf(field, table.get(field.name), library)
    if (nested) blocks[field.name] = nested
    else attributes[field.name] = { type: typeOf(field, library), ...field.flags }
  }
  return { attributes, ...(Object.keys(blocks).length > 0 ? { block_types: blocks } : {}) }
}

function nestedBlockOf(field: Field, entry: TableEntry | undefined, library: Library): NestedBlockSchema | null {
  const [, name = '', shape] = STRUCTURE.exec(field.text) ?? []
  const element = library.classes.get(`${name}OutputReference`)
  if (!element || !entry?.isBlock) return null
  const block = blockOf(element, library.tables.get(lowerFirst(name)) ?? new Map(), library)
  if (entry.kind === 'struct') return { nesting_mode: 'single', block }
  return {
    nesting_mode: entry.kind as NestedBlockSchema['nesting_mode'],
    block,
    ...(field.flags.required ? { min_items: 1 } : {}),
    ...(shape === 'OutputReference' ? { max_items: 1 } : {}),
  }
}

function typeOf(field: Field, library: Library): CtyType {
  const [, name = '', shape, wrapsSet] = STRUCTURE.exec(field.text) ?? []
  const element = library.classes.get(`${name}OutputReference`)
  if (!element) return plainType(field.text)
  const object: CtyType = [
    'object',
    Object.fromEntries(fieldsOf(element, library).map((inner) => [inner.name, typeOf(inner, library)])),
  ]
  if (shape === 'OutputReference') return object
  return [shape === 'Map' ? 'map' : wrapsSet === 'true' ? 'set' : 'list', object]
}

/** The first pattern that the text of a plain attribute matches gives its type. */
const PLAIN_TYPES: readonly (readonly [RegExp, CtyType])[] = [
  [/Fn\.tolist\(this\.getNumberListAttribute\(/, ['set', 'number']],
  [/Fn\.tolist\(this\.getListAttribute\(/, ['set', 'string']],
  [/getNumberListAttribute\(/, ['list', 'number']],
  [/getListAttribute\(/, ['list', 'string']],
  [/getStringMapAttribute\(|new cdktn\.StringMap\(/, ['map', 'string']],
  [/getNumberMapAttribute\(|new cdktn\.NumberMap\(/, ['map', 'number']],
  [/getBooleanMapAttribute\(|new cdktn\.BooleanMap\(/, ['map', 'bool']],
  [/getStringAttribute\(/, 'string'],
  [/getNumberAttribute\(/, 'number'],
  [/getBooleanAttribute\(/, 'bool'],
]

const plainType = (text: string): CtyType => PLAIN_TYPES.find(([pattern]) => pattern.test(text))?.[1] ?? 'dynamic'

const STORED: Readonly<Record<string, CtyType>> = {
  string: 'string',
  number: 'number',
  boolean: 'bool',
  stringList: 'string',
  stringMap: 'string',
}

function blockOfTable(table: Table, tables: ReadonlyMap<string, Table>): BlockSchema {
  const attributes: Record<string, AttributeSchema> = {}
  const blocks: Record<string, NestedBlockSchema> = {}
  for (const [name, { isBlock, kind, storage, structure }] of table) {
    const inner = isBlock && structure !== undefined ? tables.get(structure) : undefined
    const plain = STORED[storage] ?? 'dynamic'
    if (inner)
      blocks[name] = {
        nesting_mode: kind as NestedBlockSchema['nesting_mode'],
        block: blockOfTable(inner, tables),
      }
    else attributes[name] = { type: kind === 'simple' ? plain : [kind, plain], optional: true }
  }
  return { attributes, ...(Object.keys(blocks).length > 0 ? { block_types: blocks } : {}) }
}

const lowerFirst = (name: string): string => `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`
