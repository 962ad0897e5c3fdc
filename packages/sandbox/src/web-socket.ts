import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'

/** RFC 6455, section 1.3. */
const HANDSHAKE_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

const CONTINUATION = 0x0
const TEXT = 0x1
const CLOSE = 0x8
const PING = 0x9
const PONG = 0xa

const FIN = 0x80
const MASKED = 0x80
const MASK_BYTES = 4
/** Lengths up to 125 stand in the second byte; these two say that more bytes follow (section 5.2). */
const LENGTH_16 = 126
const LENGTH_64 = 127

/** A peer that sends more in one message has lost its mind; the connection is ended (1009). */
const MOST_MESSAGE_BYTES = 1024 * 1024

const PROTOCOL_ERROR = 1002
const TOO_LARGE = 1009

/** What a server answers to a key to prove that it speaks the protocol. */
export function handshakeOf(key: string): string {
  return createHash('sha1')
    .update(key + HANDSHAKE_GUID)
    .digest('base64')
}

/** The server's end of one WebSocket: text messages both ways, without extensions. */
export class WebSocketConnection {
  onMessage: (text: string) => void = () => undefined
  onClose: () => void = () => undefined
  readonly #socket: Duplex
  #received: Buffer = Buffer.alloc(0)
  #fragments: Buffer[] = []
  #fragmentBytes = 0
  #isClosed = false

  /** `head`: what the peer had already sent after its handshake. */
  constructor(socket: Duplex, head: Buffer) {
    this.#socket = socket
    if (head.length > 0) socket.unshift(head)
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    socket.on('error', () => socket.destroy())
    socket.once('close', () => this.#ended())
  }

  send(text: string): void {
    this.#write(TEXT, Buffer.from(text))
  }

  /** Says goodbye and hangs up. */
  close(code = 1000): void {
    if (this.#isClosed) return
    const payload = Buffer.alloc(2)
    payload.writeUInt16BE(code)
    this.#write(CLOSE, payload)
    this.#socket.end()
    this.#ended()
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    let frame = this.#isClosed ? undefined : readFrame(this.#received)
    while (frame && !this.#isClosed) {
      if (frame === 'wrong') {
        this.close(PROTOCOL_ERROR)
        return
      }
      this.#received = this.#received.subarray(frame.bytes)
      this.#take(frame)
      frame = readFrame(this.#received)
    }
    if (this.#received.length > MOST_MESSAGE_BYTES) this.close(TOO_LARGE)
  }

  #take({ opcode, isLast, payload }: Frame): void {
    if (opcode === PING) this.#write(PONG, payload)
    else if (opcode === CLOSE) this.close()
    else if (opcode === TEXT || opcode === CONTINUATION) this.#gather(payload, isLast)
    else if (opcode !== PONG) this.close(PROTOCOL_ERROR)
  }

  #gather(payload: Buffer, isLast: boolean): void {
    this.#fragments.push(payload)
    this.#fragmentBytes += payload.length
    if (this.#fragmentBytes > MOST_MESSAGE_BYTES) this.close(TOO_LARGE)
    if (!isLast || this.#isClosed) return
    const text = Buffer.concat(this.#fragments).toString('utf8')
    this.#fragments = []
    this.#fragmentBytes = 0
    this.onMessage(text)
  }

  #write(opcode: number, payload: Buffer): void {
    if (!this.#isClosed) this.#socket.write(Buffer.concat([headerOf(opcode, payload.length), payload]))
  }

  #ended(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.onClose()
  }
}

interface Frame {
  readonly opcode: number
  readonly isLast: boolean
  readonly payload: Buffer
  /** Its whole length, header included. */
  readonly bytes: number
}

/** The first frame; undefined while it is not complete, 'wrong' if no client may send it. */
function readFrame(received: Buffer): Frame | 'wrong' | undefined {
  const [first = 0, second = 0] = received
  if (received.length < 2) return undefined
  if ((second & MASKED) === 0) return 'wrong'
  const lengthBytes = { [LENGTH_16]: 2, [LENGTH_64]: 8 }[second & ~MASKED] ?? 0
  const maskAt = 2 + lengthBytes
  const begin = maskAt + MASK_BYTES
  if (received.length < begin) return undefined
  const length = lengthOf(received, second & ~MASKED)
  if (length > MOST_MESSAGE_BYTES) return 'wrong'
  if (received.length < begin + length) return undefined
  const mask = received.subarray(maskAt, begin)
  const payload = Buffer.from(received.subarray(begin, begin + length))
  for (const [place, byte] of payload.entries()) payload[place] = byte ^ (mask[place % MASK_BYTES] ?? 0)
  return { opcode: first & 0x0f, isLast: (first & FIN) !== 0, payload, bytes: begin + length }
}

function lengthOf(received: Buffer, said: number): number {
  if (said === LENGTH_16) return received.readUInt16BE(2)
  return said === LENGTH_64 ? Number(received.readBigUInt64BE(2)) : said
}

function headerOf(opcode: number, length: number): Buffer {
  if (length < LENGTH_16) return Buffer.from([FIN | opcode, length])
  const is16 = length < 2 ** 16
  const header = Buffer.alloc(is16 ? 4 : 10)
  header[0] = FIN | opcode
  header[1] = is16 ? LENGTH_16 : LENGTH_64
  if (is16) header.writeUInt16BE(length, 2)
  else header.writeBigUInt64BE(BigInt(length), 2)
  return header
}
