/** A provider schema as the protobuf message that GetProviderSchema answers (tfplugin6.proto). */
import { boolField, bytesField, intField, message, textField } from './protobuf.ts'
import type { AttributeSchema, BlockSchema, CtyType, NestedBlockSchema, ProviderSchema } from './provider-schema.ts'

const NESTING = { single: 1, list: 2, set: 3, map: 4 } as const

export function encodeProviderSchema(schema: ProviderSchema): Buffer {
  return message(
    bytesField(1, schemaMessage(schema.provider)),
    named(2, schema.resources),
    named(3, schema.dataSources),
    // get_provider_schema_optional: Terraform may keep the schema instead of asking again for each walk and each run.
    bytesField(6, boolField(2, true)),
  )
}

const named = (field: number, blocks: Record<string, BlockSchema>): readonly Buffer[] =>
  Object.entries(blocks).map(([name, block]) =>
    bytesField(field, message(textField(1, name), bytesField(2, schemaMessage(block)))),
  )

const schemaMessage = (block: BlockSchema): Buffer => bytesField(2, blockMessage(block))

const blockMessage = (block: BlockSchema): Buffer =>
  message(
    Object.entries(block.attributes).map(([name, attribute]) => bytesField(2, attributeMessage(name, attribute))),
    Object.entries(block.block_types ?? {}).map(([name, nested]) => bytesField(3, nestedMessage(name, nested))),
  )

const attributeMessage = (name: string, attribute: AttributeSchema): Buffer =>
  message(
    textField(1, name),
    bytesField(2, JSON.stringify(withoutDynamic(attribute.type))),
    boolField(4, attribute.required),
    boolField(5, attribute.optional),
    boolField(6, attribute.computed),
  )

const nestedMessage = (name: string, nested: NestedBlockSchema): Buffer =>
  message(
    textField(1, name),
    bytesField(2, blockMessage(nested.block)),
    intField(3, NESTING[nested.nesting_mode]),
    intField(4, nested.min_items),
    intField(5, nested.max_items),
  )

/** Terraform refuses "dynamic" inside a set; the few types that could not be read are text. */
const withoutDynamic = (type: CtyType): CtyType =>
  JSON.parse(JSON.stringify(type).replaceAll('"dynamic"', '"string"')) as CtyType
