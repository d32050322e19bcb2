/** A JSON file of a known shape that a person names: there, within bounds, and as its schema asks, or an error of the caller. */
import type { z } from 'zod'
import type { InputError } from '../errors.ts'
import { readJsonFile } from './json-file.ts'

export interface DocumentErrors {
  missing(): InputError
  /** `why`: the end of a sentence. */
  invalid(why: string): InputError
}

/** Throws what `errors` makes. */
export async function readDocument<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  errors: DocumentErrors,
): Promise<{ readonly content: z.infer<Schema>; readonly text: string }> {
  const reading = await readJsonFile(file).catch((error: unknown) => {
    throw errors.invalid(error instanceof Error ? error.message : String(error))
  })
  if (reading === null) throw errors.missing()
  if (!reading.ok) throw errors.invalid(reading.fault)
  const result = schema.safeParse(reading.value)
  if (result.success) return { content: result.data, text: reading.text }
  const [issue] = result.error.issues
  throw errors.invalid(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as its schema asks'}`)
}
