/** AWS tags as a record, in order of their keys: AWS gives them in any order. */
import { compareText } from '../../model/text-order.ts'

export function tagsOf(tags: readonly { Key: string; Value?: string | null | undefined }[]): Record<string, string> {
  const sorted = tags.toSorted((a, b) => compareText(a.Key, b.Key))
  return Object.fromEntries(sorted.map(({ Key, Value }) => [Key, Value ?? '']))
}

export const nameOf = (tags: readonly { Key: string; Value?: string | null | undefined }[], id: string): string =>
  tags.find(({ Key }) => Key === 'Name')?.Value?.trim() || id
