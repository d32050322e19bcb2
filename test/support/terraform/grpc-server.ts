/** gRPC over cleartext HTTP/2 on a socket: unary calls, one message each way (grpc.io, "gRPC over HTTP2"). */
import { createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import { decode } from './protobuf.ts'
import type { Handlers } from './provider.ts'

const HEADERS = { ':status': 200, 'content-type': 'application/grpc' } as const
const UNIMPLEMENTED = 12
const INTERNAL = 13

/** A message has five bytes before it: not compressed, and its length. */
const PREFIX_BYTES = 5

export interface GrpcServer {
  close(): void
}

export async function serveGrpc(handlers: Handlers, socket: string): Promise<GrpcServer> {
  const connections = new Set<Socket>()
  const server = createServer({ settings: { initialWindowSize: 2 ** 24 } })
  server.on('connection', (socket) => {
    connections.add(socket)
    socket.on('close', () => connections.delete(socket))
  })
  server.on('stream', (stream, headers) => answer(stream, String(headers[':path']), handlers))
  await listen(server, socket)
  return {
    close: () => {
      for (const connection of connections) connection.destroy()
      server.close()
    },
  }
}

const listen = (server: Http2Server, socket: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(socket, resolve)
  })

function answer(stream: ServerHttp2Stream, path: string, handlers: Handlers): void {
  const call = path.slice(path.lastIndexOf('/') + 1)
  const chunks: Buffer[] = []
  stream.on('error', () => stream.close())
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  stream.on('end', () => {
    // go-plugin also opens streams for logs and brokering, and drops them when it stops.
    if (stream.destroyed) return
    const handler = handlers[call]
    if (!handler) return fail(stream, UNIMPLEMENTED, `${call} is not part of the stand-in`)
    try {
      succeed(stream, handler(decode(Buffer.concat(chunks).subarray(PREFIX_BYTES))))
    } catch (error) {
      fail(stream, INTERNAL, `${call}: ${String(error)}`)
    }
  })
}

function succeed(stream: ServerHttp2Stream, content: Buffer): void {
  const prefix = Buffer.alloc(PREFIX_BYTES)
  prefix.writeUInt32BE(content.length, 1)
  stream.respond(HEADERS, { waitForTrailers: true })
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
  stream.end(Buffer.concat([prefix, content]))
}

function fail(stream: ServerHttp2Stream, status: number, text: string): void {
  stream.respond(
    { ...HEADERS, 'grpc-status': String(status), 'grpc-message': encodeURIComponent(text) },
    { endStream: true },
  )
}
