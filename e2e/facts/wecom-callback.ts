import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { onTestFinished } from 'vitest'
import { type Bench, present } from './bench.ts'

export const TOKEN = 'QDG6eK'
const AES_KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C'
const KEY = Buffer.from(`${AES_KEY}=`, 'base64')

export function signature(...parts: readonly string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex')
}

/** What is inside: the text and whom it is for. */
export function opened(encrypted: string): { text: string; receiver: string; padding: number } {
  const decipher = createDecipheriv('aes-256-cbc', KEY, KEY.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()])
  const padding = padded.at(-1) ?? 0
  const plain = padded.subarray(0, padded.length - padding)
  const end = 20 + plain.readUInt32BE(16)
  return { text: plain.subarray(20, end).toString(), receiver: plain.subarray(end).toString(), padding }
}

export function sealed(text: string, receiver: string): string {
  const message = Buffer.from(text)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(message.length)
  const plain = Buffer.concat([Buffer.alloc(16, 'r'), length, message, Buffer.from(receiver)])
  const padding = 32 - (plain.length % 32)
  const cipher = createCipheriv('aes-256-cbc', KEY, KEY.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([plain, Buffer.alloc(padding, padding)])
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64')
}

/** A request that reached the app's address. */
interface Pushed {
  readonly method: string
  readonly query: URLSearchParams
  readonly body: string
}

/** What an address answers: a status and a body, or nothing at all. */
type Answering = (pushed: Pushed) => { status?: number; body?: string } | 'silence'

/** An app's address on loopback. It answers the check of its configuration and keeps everything it gets. */
async function addressOf(answering: Answering = () => ({})): Promise<{ url: string; pushed: Pushed[] }> {
  const pushed: Pushed[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const query = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams
      const one = { method: request.method ?? '', query, body: Buffer.concat(chunks).toString() }
      pushed.push(one)
      if (one.method === 'GET') {
        response.end(opened(present(query.get('echostr'))).text)
        return
      }
      const answer = answering(one)
      if (answer !== 'silence') response.writeHead(answer.status ?? 200).end(answer.body)
    })
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${port}/in`, pushed }
}

/** Lets the app `office` listen at an address of its own. */
export async function listenAt(bench: Bench, answering?: Answering) {
  const address = await addressOf(answering)
  await bench.control.listen({
    app: 'office',
    settings: { url: address.url, token: TOKEN, aesKey: AES_KEY },
  })
  return address
}

/** The decrypted XML of the last push. */
export function lastXml({ pushed }: { pushed: readonly Pushed[] }): string {
  return opened(elementOf(present(pushed.at(-1)).body, 'Encrypt')).text
}

export function elementOf(xml: string, element: string): string {
  return present(
    new RegExp(`<${element}>(?:<!\\[CDATA\\[)?([\\s\\S]*?)(?:\\]\\]>)?</${element}>`).exec(xml)?.[1],
  )
}
