/** The shape that `terraform providers schema -json` prints, as far as the stand-in provider needs it. */
import { readFileSync } from 'node:fs'

/** A cty type in JSON: a name, ["list" | "set" | "map", inner] or ["object", attributes]. */
export type CtyType = string | [string, CtyType | { [name: string]: CtyType }]

export interface AttributeSchema {
  type: CtyType
  required?: true
  optional?: true
  computed?: true
}

export interface NestedBlockSchema {
  nesting_mode: 'single' | 'list' | 'set' | 'map'
  block: BlockSchema
  min_items?: number
  max_items?: number
}

export interface BlockSchema {
  attributes: Record<string, AttributeSchema>
  block_types?: Record<string, NestedBlockSchema>
}

export interface ProviderSchema {
  provider: BlockSchema
  resources: Record<string, BlockSchema>
  dataSources: Record<string, BlockSchema>
}

export const providerIds = ['aws', 'azurerm'] as const
export type ProviderId = (typeof providerIds)[number]

/** The committed part of a provider's schema; schema/NOTICE says how it was made. */
export const committedSchema = (provider: ProviderId): ProviderSchema => {
  const url = new URL(`schema/${provider}.json`, import.meta.url)
  return (JSON.parse(readFileSync(url, 'utf8')) as { schema: ProviderSchema }).schema
}
