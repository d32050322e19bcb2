/** The user's own prices, a file that drplan.yaml names. */
import { resolve } from 'node:path'
import { InputError, type Place } from '../errors.ts'
import { priceListSchema, type PlaceOfRow, type PriceList } from '../model/price-list.ts'
import { hashText, readTextIfThere } from './files.ts'
import { parseYaml } from './yaml-file.ts'

export interface LoadedPrices {
  readonly list: PriceList
  readonly placeOf: PlaceOfRow
  /** SHA-256 of the file. */
  readonly hash: string
}

const pricesFile = {
  schema: priceListSchema,
  name: 'prices',
  syntax: 'catalogue.prices-syntax',
  invalid: 'catalogue.prices-invalid',
} as const

/**
 * `path` is relative to `folder`, as the user wrote it; `place` is where it is named. Throws InputError
 * `catalogue.prices-missing`, `catalogue.prices-syntax`, `catalogue.prices-invalid` or `artifact.newer`.
 */
export async function loadPrices(
  path: string,
  { folder, place }: { readonly folder: string; readonly place: Place },
): Promise<LoadedPrices> {
  const missing = (why: string, cause?: unknown): InputError =>
    new InputError('catalogue.prices-missing', `The prices of target.prices cannot be read: ${path} ${why}.`, {
      place,
      suggestions: [`Check target.prices in ${place.file}; the path starts at the folder of that file.`],
      cause,
    })
  const text = await readTextIfThere(resolve(folder, path)).catch((error: unknown) => {
    throw missing(error instanceof Error ? error.message : String(error), error)
  })
  if (text === null) throw missing('is not there')
  const { value, placeOf } = parseYaml(text, path, pricesFile)
  const placeOfRow: PlaceOfRow = (rows, index) => {
    const { file, line } = placeOf([rows, index])
    return line === undefined ? file : `${file}:${line}`
  }
  return { list: value, placeOf: placeOfRow, hash: hashText(text) }
}
