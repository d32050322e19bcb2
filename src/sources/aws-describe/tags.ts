/** AWS tags as a record. */

export function tagsOf(tags: readonly { Key: string; Value?: string | null | undefined }[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value ?? '']))
}

export const nameOf = (tags: readonly { Key: string; Value?: string | null | undefined }[], id: string): string =>
  tags.find(({ Key }) => Key === 'Name')?.Value?.trim() || id
