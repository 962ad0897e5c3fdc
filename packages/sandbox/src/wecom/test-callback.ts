import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'
import { decrypt, encrypt, isSignedBy, sign } from '../callback-crypto.ts'
import { listen, stop } from '../server.ts'
import type { WecomUnderTest } from './test-kit.ts'
import { childText, readXml, writeXml, type XmlElement, type XmlFields } from './xml.ts'

export const TOKEN = 'QDG6eK'
export const AES_KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C'

/** What an app heard, decrypted. */
export interface Heard {
  readonly query: URLSearchParams
  readonly xml: string
  readonly root: XmlElement
}

type Answer = (response: ServerResponse, heard: Heard) => void

/** An app's callback address: answers the check, keeps what it hears and answers that as the test says. */
export class CallbackAddress {
  readonly url: string
  readonly heard: Heard[] = []
  /** How many pushes are answered in another way first. */
  readonly answers: Answer[] = []
  readonly #corpid: string
  checks = 0
  /** False lets whoever checks the address wait. */
  answersChecks = true
  /** What the check is answered with, instead of what it asks for. */
  echo: ((plain: string) => string) | undefined

  private constructor(url: string, corpid: string) {
    this.url = url
    this.#corpid = corpid
  }

  static async open(wecom: WecomUnderTest): Promise<CallbackAddress> {
    let address: CallbackAddress | undefined
    const server = createServer((request, response) => {
      void address?.answer(request, response)
    })
    const port = await listen(server, 0, '127.0.0.1')
    onTestFinished(() => stop(server))
    address = new CallbackAddress(`http://127.0.0.1:${port}/in/office`, wecom.corp.corpid)
    return address
  }

  get last(): Heard {
    const heard = this.heard.at(-1)
    if (!heard) throw new Error('Nothing was pushed')
    return heard
  }

  /** The text of an element of the last push. */
  text(name: string): string {
    return childText(this.last.root, name)
  }

  /** An encrypted passive answer to the last push. */
  reply(fields: XmlFields): Answer {
    return (response, { root }) => {
      const plain = writeXml({
        ToUserName: childText(root, 'FromUserName'),
        FromUserName: this.#corpid,
        CreateTime: 1,
        ...fields,
      })
      const Encrypt = encrypt(AES_KEY, plain, this.#corpid, '0123456789abcdef')
      const MsgSignature = sign(TOKEN, '1', 'n', Encrypt)
      response.end(writeXml({ Encrypt, MsgSignature, TimeStamp: 1, Nonce: 'n' }))
    }
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const query = new URL(request.url ?? '', this.url).searchParams
    if (request.method === 'GET') {
      this.checks++
      const plain = this.#decrypt(query, query.get('echostr') ?? '')
      if (this.answersChecks) response.end(this.echo ? this.echo(plain) : plain)
      return
    }
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const envelope = rootOf(Buffer.concat(chunks).toString())
    const xml = this.#decrypt(query, childText(envelope, 'Encrypt'))
    const heard = { query, xml, root: rootOf(xml) }
    this.heard.push(heard)
    const answer = this.answers.shift()
    if (answer) answer(response, heard)
    else response.end()
  }

  #decrypt(query: URLSearchParams, encrypted: string): string {
    const parts = [TOKEN, query.get('timestamp') ?? '', query.get('nonce') ?? '', encrypted]
    if (!isSignedBy(query.get('msg_signature') ?? '', ...parts)) throw new Error('Wrong signature')
    const plain = decrypt(AES_KEY, encrypted, this.#corpid)
    if (plain === undefined) throw new Error('Cannot be decrypted')
    return plain
  }
}

/** An address at which the app listens. */
export async function listening(wecom: WecomUnderTest, app = 'office'): Promise<CallbackAddress> {
  const address = await CallbackAddress.open(wecom)
  await wecom.control.listen({ app, settings: { url: address.url, token: TOKEN, aesKey: AES_KEY } })
  return address
}

function rootOf(xml: string): XmlElement {
  const root = readXml(xml)
  if (!root) throw new Error(`No XML: ${xml}`)
  return root
}
