import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished } from 'vitest'
import { type Bench, present } from './bench.ts'
import { DingTalkCaller } from './dingtalk-caller.ts'
import { isObject, type RawAnswer } from './raw-http.ts'

export const BATCH_SEND = '/v1.0/robot/oToMessages/batchSend'
export const TOKEN_HEADER = 'x-acs-dingtalk-access-token'
const JSON_TYPE = { 'content-type': 'application/json' }
const BOUNDARY = 'hongyan-facts'

/** Hand-written requests to the new host, uploads, and what the platform pushes. */
export class NewHostCaller extends DingTalkCaller {
  readonly #bench: Bench

  constructor(bench: Bench) {
    super(bench)
    this.#bench = bench
  }

  /** With the app's token in its header. */
  async modern(method: string, path: string, body: object, app = 'hr'): Promise<RawAnswer> {
    const headers = { ...JSON_TYPE, [TOKEN_HEADER]: await this.token(app) }
    const payload = method === 'GET' ? {} : { body: JSON.stringify(body) }
    return this.#bench.raw(method, path, { headers, ...payload })
  }

  /** The app's robot to 张三. */
  batchSend(fields: object = {}): Promise<RawAnswer> {
    return this.modern('POST', BATCH_SEND, {
      robotCode: this.app().robotCode,
      userIds: ['zhangsan'],
      msgKey: 'sampleText',
      msgParam: JSON.stringify({ content: '你好' }),
      ...fields,
    })
  }

  /** A multipart body as curl writes it, with one file of so many bytes. */
  async upload(filename: string, type: string, bytes = 8): Promise<RawAnswer> {
    const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="media"; filename="${filename}"\r\n\r\n`
    const body = Buffer.concat([
      Buffer.from(head),
      Buffer.alloc(bytes, 'x'),
      Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
    ])
    const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }
    const path = `/media/upload?access_token=${await this.token()}&type=${type}`
    return this.#bench.raw('POST', path, { headers, body })
  }

  async mediaId(filename: string, type: string, bytes?: number): Promise<string> {
    return String((await this.upload(filename, type, bytes)).json.media_id)
  }

  /** Lets the app hear of messages to its robot over HTTP; answers what it has heard. */
  async hearRobot(): Promise<readonly Record<string, unknown>[]> {
    const heard: Record<string, unknown>[] = []
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
        if (isObject(body)) heard.push(body)
        response.end('{}')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    // A server that listens on a port has an address with one.
    const { port } = server.address() as AddressInfo
    this.#bench.control.dingtalk.listenToRobot('hr', `http://127.0.0.1:${port}/`)
    return heard
  }

  /** 张三 writes to the robot; answers what the app heard. */
  async written(heard: readonly Record<string, unknown>[]): Promise<Record<string, unknown>> {
    await this.#bench.control.write('dingtalk', 'zhangsan', 'hr', '在吗')
    return present(heard.at(-1))
  }
}

/** The printed body with the printed values, whatever stands for an ellipsis. */
export function expectPrinted(answer: RawAnswer, status: number, printed: string): void {
  const literal: unknown = JSON.parse(printed)
  if (!isObject(literal)) throw new Error(`Not a JSON object: ${printed}`)
  expect(answer.status).toBe(status)
  expect(Object.keys(answer.json)).toEqual(Object.keys(literal))
  for (const [name, value] of Object.entries(literal)) {
    expect({ [name]: answer.json[name] }).toEqual({ [name]: value === '…' ? expect.any(String) : value })
  }
}
