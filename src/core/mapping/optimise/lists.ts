/** Many short lists in two arrays: list i is items[starts[i]] to items[starts[i + 1] - 1]. */
export interface Lists {
  readonly starts: Int32Array
  readonly items: Int32Array
}

/** Puts every `item` into the list of its `owner`, in the order given. */
export function listsOf(count: number, owners: Int32Array, items: Int32Array): Lists {
  const starts = new Int32Array(count + 1)
  for (const owner of owners) starts[owner + 1] = (starts[owner + 1] as number) + 1
  for (let index = 0; index < count; index++)
    starts[index + 1] = (starts[index + 1] as number) + (starts[index] as number)
  const next = starts.slice()
  const placed = new Int32Array(items.length)
  for (const [index, owner] of owners.entries()) {
    placed[next[owner] as number] = items[index] as number
    next[owner] = (next[owner] as number) + 1
  }
  return { starts, items: placed }
}

/** The places of `keys` in rising order of key; equal keys in the order given. */
export const orderOf = (keys: readonly number[] | Float64Array): Int32Array =>
  Int32Array.from(keys.keys()).sort((a, b) => (keys[a] as number) - (keys[b] as number) || a - b)
