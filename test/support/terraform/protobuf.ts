/**
 * Protocol Buffers, as far as Terraform's plugin protocol 6 needs them: varints and length-delimited fields
 * (protobuf.dev, "Encoding"). A message is a list of encoded fields; absent values encode to nothing.
 */

type Part = Buffer | readonly Part[]

export const message = (...parts: readonly Part[]): Buffer => Buffer.concat(flatten(parts))

const flatten = (parts: readonly Part[]): Buffer[] =>
  parts.flatMap((part) => (Buffer.isBuffer(part) ? [part] : flatten(part)))

const nothing = Buffer.alloc(0)

export const bytesField = (field: number, value: Buffer | string): Buffer => {
  const content = Buffer.from(value)
  return Buffer.concat([varint((field << 3) | 2), varint(content.length), content])
}

export const textField = (field: number, value: string | undefined): Buffer =>
  value ? bytesField(field, value) : nothing

export const intField = (field: number, value: number | undefined): Buffer =>
  value ? Buffer.concat([varint(field << 3), varint(value)]) : nothing

export const boolField = (field: number, value: boolean | undefined): Buffer => intField(field, value ? 1 : 0)

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  while (rest > 127) {
    bytes.push((rest & 127) | 128)
    rest >>>= 7
  }
  return Buffer.from([...bytes, rest])
}

/** A decoded message: the last length-delimited value of each field. Repeated fields are never read here. */
export type Fields = ReadonlyMap<number, Buffer>

export function decode(buffer: Buffer): Fields {
  const fields = new Map<number, Buffer>()
  let at = 0
  const readVarint = (): number => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = buffer[at++] ?? 0
      value += (byte & 127) * 2 ** shift
      if (byte < 128) return value
    }
  }
  const skip: Readonly<Record<number, () => void>> = {
    0: () => void readVarint(),
    1: () => void (at += 8),
    5: () => void (at += 4),
  }
  while (at < buffer.length) {
    const tag = readVarint()
    if ((tag & 7) === 2) {
      const length = readVarint()
      fields.set(tag >>> 3, buffer.subarray(at, at + length))
      at += length
    } else skip[tag & 7]?.()
  }
  return fields
}
