/**
 * A stand-in for a Terraform provider: it has the real one's schema and no cloud behind it. Terraform itself checks
 * configurations against the schema; plan and apply only pretend. Calls are those of plugin protocol 6
 * (github.com/hashicorp/terraform, docs/plugin-protocol/tfplugin6.proto); the numbers are its field numbers.
 */
import { encodeProviderSchema } from './encode-schema.ts'
import { isObject, pack, unpack, type Value } from './msgpack.ts'
import { boolField, bytesField, decode, intField, message, textField, type Fields } from './protobuf.ts'
import type { BlockSchema, ProviderSchema } from './provider-schema.ts'
import { madeUp, madeUpWhereComputed, mapAttributes, unconfigurable, unknownWhereComputed } from './schema-values.ts'

/** What the real provider would object to and the schema cannot say; one sentence each. */
export type ConfigurationRules = (type: string, configuration: Value) => readonly string[]

export interface StandInParts {
  readonly schema: ProviderSchema
  readonly rules: ConfigurationRules
  /** What data sources answer, by type, perhaps by what they are asked; the rest is made up. */
  readonly answers: Readonly<Record<string, Answer | ((asked: Answer) => Answer)>>
}

type Answer = { readonly [attribute: string]: Value }

export type Handlers = Readonly<Record<string, (request: Fields) => Buffer>>

const ERROR = 1
const empty = (): Buffer => Buffer.alloc(0)

const typeName = (request: Fields): string => request.get(1)?.toString('utf8') ?? ''
const valueAt = (request: Fields, field: number): Value => {
  const packed = decode(request.get(field) ?? empty()).get(1)
  return packed ? unpack(packed) : null
}
const valueField = (field: number, value: Value): Buffer => bytesField(field, bytesField(1, pack(value)))
const diagnostic = (field: number, sentence: string): Buffer =>
  bytesField(field, message(intField(1, ERROR), textField(2, sentence)))

/** One answer per call; a call that is missing here is answered "unimplemented". */
export function createHandlers(parts: StandInParts): Handlers {
  const { schema } = parts
  let serial = 0
  // Terraform asks for it at every command, and it is always the same.
  const encodedSchema = encodeProviderSchema(schema)
  const block = (request: Fields): BlockSchema => schema.resources[typeName(request)]!
  return {
    GetProviderSchema: () => encodedSchema,
    GetMetadata: () =>
      message(
        Object.keys(schema.dataSources).map((name) => bytesField(3, textField(1, name))),
        Object.keys(schema.resources).map((name) => bytesField(4, textField(1, name))),
      ),
    ValidateProviderConfig: empty,
    ConfigureProvider: empty,
    StopProvider: empty,
    GetFunctions: empty,
    ValidateDataResourceConfig: empty,
    ValidateResourceConfig: (request) => validate(parts, request),
    UpgradeResourceState: (request) => {
      const state = JSON.parse(
        decode(request.get(3) ?? empty())
          .get(1)
          ?.toString('utf8') ?? 'null',
      ) as Value
      return valueField(1, mapAttributes(block(request), state, { leaf: (_, value) => value, path: '' }))
    },
    ReadResource: (request) => bytesField(1, request.get(2) ?? empty()),
    PlanResourceChange: (request) => planChange(block(request), request),
    ApplyResourceChange: (request) => {
      const walk = { leaf: madeUp(++serial), path: `.${typeName(request)}` }
      const applied = mapAttributes(block(request), valueAt(request, 3), walk)
      return message(valueField(1, applied), boolField(4, true))
    },
    ReadDataSource: (request) => readData(parts, request),
  }
}

function validate({ schema, rules }: StandInParts, request: Fields): Buffer {
  const type = typeName(request)
  const configuration = valueAt(request, 2)
  const forbidden = unconfigurable(schema.resources[type]!, configuration)
  const sentences = [...forbidden.map((path) => `${path} is only computed`), ...rules(type, configuration)]
  return message(sentences.map((sentence) => diagnostic(1, `${type}: ${sentence}`)))
}

/** Terraform has merged prior state and configuration already; only a new thing has values yet to come. */
function planChange(block: BlockSchema, request: Fields): Buffer {
  const proposed = valueAt(request, 3)
  const isNew = valueAt(request, 2) === null
  const planned = isNew ? mapAttributes(block, proposed, { leaf: unknownWhereComputed, path: '' }) : proposed
  // Field 5, legacy_type_system: the real provider is built on the old SDK and may plan inexactly.
  return message(valueField(1, planned), boolField(5, true))
}

function readData({ schema, answers }: StandInParts, request: Fields): Buffer {
  const type = typeName(request)
  const walk = { leaf: madeUpWhereComputed, path: `.${type}` }
  const read = mapAttributes(schema.dataSources[type]!, valueAt(request, 2), walk)
  const answer = answers[type]
  if (!isObject(read)) return valueField(1, read)
  return valueField(1, { ...read, ...(typeof answer === 'function' ? answer(read) : answer) })
}
