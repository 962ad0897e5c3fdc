import { createServer, connect as open, type Socket } from 'node:net'
import { freePort } from '../../setup/free-port.ts'

/** A way to the platforms on which a request can get stuck in its middle. */
export interface HalfWay {
  readonly url: string
  /** Requests that got stuck. */
  readonly stuck: () => number
  /** Resolves once a request of the path has come half way; the rest of it is never passed on. */
  holdNext(path: string): Promise<void>
  close(): Promise<void>
}

const END_OF_HEAD = '\r\n\r\n'

/** Passes everything on to the sandbox, byte by byte, until it is told to hold a request. */
export async function openHalfWay(sandboxUrl: string): Promise<HalfWay> {
  const { port: sandboxPort } = new URL(sandboxUrl)
  let held: { readonly path: string; readonly come: () => void } | undefined
  let stuck = 0
  const sockets = new Set<Socket>()
  const server = createServer((fromGateway) => {
    const toSandbox = open(Number(sandboxPort), '127.0.0.1')
    for (const [one, other] of [
      [fromGateway, toSandbox],
      [toSandbox, fromGateway],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.once('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
    toSandbox.on('data', (bytes) => fromGateway.write(bytes))
    fromGateway.on('data', (bytes) => {
      const half = held && halfOf(bytes, held.path)
      if (half === undefined) {
        toSandbox.write(bytes)
        return
      }
      fromGateway.removeAllListeners('data').resume()
      toSandbox.write(bytes.subarray(0, half), () => {
        stuck += 1
        held?.come()
        held = undefined
      })
    })
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${port}`,
    stuck: () => stuck,
    holdNext: (path) =>
      new Promise((come) => {
        held = { path, come }
      }),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** How many of these bytes are the head and half of the body, if a request of the path begins here. */
function halfOf(bytes: Buffer, path: string): number | undefined {
  if (!bytes.toString('latin1', 0, path.length + 10).startsWith(`POST ${path}`)) return undefined
  const headEnds = bytes.indexOf(END_OF_HEAD) + END_OF_HEAD.length
  return headEnds + Math.floor((bytes.length - headEnds) / 2)
}
