/** Stretches of a row that are the same in the next one, but for the digits of its time. */

interface Place {
  readonly from: number
  readonly to: number
}

export interface Stretch {
  readonly length: number
  /** Four bytes each, the lowest first, and which of their bits count. */
  readonly words: Int32Array
  readonly masks: Int32Array
}

/** Is the stretch at this place? No where it is less than a word before the end of the bytes: too near to look. */
export function fits({ words, masks }: Stretch, view: DataView, at: number): boolean {
  if (at + words.length * 4 > view.byteLength) return false
  for (let index = 0; index < words.length; index++) {
    if (((view.getInt32(at + index * 4, true) ^ (words[index] as number)) & (masks[index] as number)) !== 0)
      return false
  }
  return true
}

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57

export function stretchOf(bytes: Uint8Array, { from, to }: Place, time: Place): Stretch {
  const length = to - from
  const room = Math.ceil(length / 4) * 4
  const [text, mask] = [new Uint8Array(room), new Uint8Array(room)]
  for (let index = from; index < to; index++) {
    const byte = bytes[index] as number
    text[index - from] = byte
    mask[index - from] = index >= time.from && index < time.to && isDigit(byte) ? 0 : 0xff
  }
  return { length, words: wordsOf(text), masks: wordsOf(mask) }
}

function wordsOf({ buffer, byteLength }: Uint8Array<ArrayBuffer>): Int32Array {
  const view = new DataView(buffer)
  return Int32Array.from({ length: byteLength / 4 }, (_, word) => view.getInt32(word * 4, true))
}
