/** The bytes of a file, plain or gzipped, into rooms that the caller has: no buffer a chunk. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** A room has at least as many bytes. */
export const LEAST_ROOM = 256 * 1024

export interface OpenBytes {
  /** Puts the next bytes into `room`, from its beginning, and says how many; 0 at the end. One call at a time. */
  readonly fill: (room: Uint8Array) => Promise<number>
  readonly close: () => Promise<void>
}

/** `fill` throws what the file system or the decompression throws, also when the file cannot be opened. */
export const openBytes = (path: string): OpenBytes =>
  path.toLowerCase().endsWith('.gz') ? openGzipped(path) : openPlain(path)

function openPlain(path: string): OpenBytes {
  const opening = open(path)
  return {
    async fill(room) {
      const file = await opening
      return (await file.read(room, 0, room.length)).bytesRead
    },
    close: () =>
      opening.then(
        (file) => file.close(),
        () => undefined,
      ),
  }
}

function openGzipped(path: string): OpenBytes {
  const file = createReadStream(path, { highWaterMark: LEAST_ROOM })
  // The consumer sees errors of both on the second stream; the callback is asked for and has nothing to do.
  const bytes = pipeline(file, createGunzip({ chunkSize: LEAST_ROOM }), () => undefined)
  const chunks = bytes[Symbol.asyncIterator]()
  return {
    async fill(room) {
      const next = await chunks.next()
      if (next.done) return 0
      const chunk = next.value as Uint8Array
      room.set(chunk)
      return chunk.length
    },
    async close() {
      await chunks.return?.()
    },
  }
}
