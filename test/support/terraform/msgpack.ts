/**
 * MessagePack with Terraform's one addition: an extension value means "not known before apply"
 * (msgpack specification; go-cty, package msgpack).
 */

export const UNKNOWN = Symbol('unknown')

export type Value =
  | null
  | boolean
  | number
  | string
  | typeof UNKNOWN
  | readonly Value[]
  | { readonly [name: string]: Value }

export const isObject = (value: Value | undefined): value is { readonly [name: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value)

export function pack(value: Value): Buffer {
  if (value === null) return Buffer.from([0xc0])
  if (value === UNKNOWN) return Buffer.from([0xd4, 0, 0])
  if (typeof value === 'boolean') return Buffer.from([value ? 0xc3 : 0xc2])
  if (typeof value === 'number') return packNumber(value)
  if (typeof value === 'string') return Buffer.concat([length32(0xdb, Buffer.byteLength(value)), Buffer.from(value)])
  if (isList(value)) return Buffer.concat([length32(0xdd, value.length), ...value.map(pack)])
  const entries = Object.entries(value)
  return Buffer.concat([length32(0xdf, entries.length), ...entries.flatMap(([key, inner]) => [pack(key), pack(inner)])])
}

function packNumber(value: number): Buffer {
  const buffer = Buffer.alloc(9)
  if (Number.isSafeInteger(value)) {
    buffer[0] = 0xd3
    buffer.writeBigInt64BE(BigInt(value), 1)
  } else {
    buffer[0] = 0xcb
    buffer.writeDoubleBE(value, 1)
  }
  return buffer
}

function length32(type: number, length: number): Buffer {
  const buffer = Buffer.alloc(5)
  buffer[0] = type
  buffer.writeUInt32BE(length, 1)
  return buffer
}

export const unpack = (buffer: Buffer): Value => new Reader(buffer).value()

/** A class, because reading is a cursor and nothing else. */
class Reader {
  readonly #buffer: Buffer
  #at = 0

  constructor(buffer: Buffer) {
    this.#buffer = buffer
  }

  value(): Value {
    const type = this.#uint(1)
    if (type <= 0x7f) return type
    if (type <= 0x8f) return this.#map(type & 15)
    if (type <= 0x9f) return this.#list(type & 15)
    if (type <= 0xbf) return this.#text(type & 31)
    return type >= 0xe0 ? type - 256 : this.#typed(type)
  }

  #typed(type: number): Value {
    const read = this.#readers[type]
    if (!read) throw new Error(`MessagePack type 0x${type.toString(16)} is not expected from Terraform`)
    return read()
  }

  readonly #readers: Readonly<Record<number, () => Value>> = {
    0xc0: () => null,
    0xc2: () => false,
    0xc3: () => true,
    0xc7: () => this.#unknown(this.#uint(1)),
    0xc8: () => this.#unknown(this.#uint(2)),
    0xca: () => this.#take(4).readFloatBE(),
    0xcb: () => this.#take(8).readDoubleBE(),
    0xcc: () => this.#uint(1),
    0xcd: () => this.#uint(2),
    0xce: () => this.#uint(4),
    0xcf: () => Number(this.#take(8).readBigUInt64BE()),
    0xd0: () => this.#take(1).readInt8(),
    0xd1: () => this.#take(2).readInt16BE(),
    0xd2: () => this.#take(4).readInt32BE(),
    0xd3: () => Number(this.#take(8).readBigInt64BE()),
    0xd4: () => this.#unknown(1),
    0xd5: () => this.#unknown(2),
    0xd6: () => this.#unknown(4),
    0xd7: () => this.#unknown(8),
    0xd8: () => this.#unknown(16),
    0xd9: () => this.#text(this.#uint(1)),
    0xda: () => this.#text(this.#uint(2)),
    0xdb: () => this.#text(this.#uint(4)),
    0xdc: () => this.#list(this.#uint(2)),
    0xdd: () => this.#list(this.#uint(4)),
    0xde: () => this.#map(this.#uint(2)),
    0xdf: () => this.#map(this.#uint(4)),
  }

  #take(length: number): Buffer {
    this.#at += length
    return this.#buffer.subarray(this.#at - length, this.#at)
  }

  #uint = (length: number): number => this.#take(length).readUIntBE(0, length)
  #text = (length: number): string => this.#take(length).toString('utf8')
  #list = (length: number): readonly Value[] => Array.from({ length }, () => this.value())
  #map = (length: number): Value =>
    Object.fromEntries(Array.from({ length }, () => [this.value() as string, this.value()]))

  /** An extension: one byte of type, then its content, which only narrows what the value may become. */
  #unknown(length: number): Value {
    this.#take(length + 1)
    return UNKNOWN
  }
}
