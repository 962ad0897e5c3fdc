// The least a platform's HTTP can cost: reads each request and says "accepted". It counts what it was asked and can be
// told to answer late. A gateway takes it for a sandbox whose clock never moves.
import { createServer, type ServerResponse } from 'node:http'
import { serveBenchmark } from './server-process.ts'
import type { Traffic } from './stub.ts'

const ACCEPTED = Buffer.from('{"errcode":0,"errmsg":"ok","task_id":1,"msgid":"stub-msgid"}')
const TOKEN = Buffer.from('{"errcode":0,"errmsg":"ok","access_token":"stub-token","expires_in":7200}')

let delayMs = 0
const NOTHING: Traffic = { sends: 0, tokens: 0, firstSendAt: 0, lastSendAt: 0 }
let traffic = NOTHING

const server = createServer((request, response) => {
  const url = request.url ?? ''
  if (url.startsWith('/_')) return control(url, response)
  request.resume().on('end', () => {
    if (isToken(url)) {
      traffic = { ...traffic, tokens: traffic.tokens + 1 }
      return answer(response, TOKEN)
    }
    countSend()
    if (delayMs === 0) answer(response, ACCEPTED)
    else setTimeout(answer, delayMs, response, ACCEPTED)
  })
})

const isToken = (url: string): boolean => url.startsWith('/gettoken') || url.startsWith('/cgi-bin/gettoken')

function countSend(): void {
  const now = performance.now()
  const { sends, firstSendAt } = traffic
  traffic = { ...traffic, sends: sends + 1, firstSendAt: sends === 0 ? now : firstSendAt, lastSendAt: now }
}

function answer(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
  response.end(body)
}

function control(url: string, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(url, 'http://stub')
  if (pathname === '/_sandbox/clock/events') {
    // The stream stays open, as a clock's does that is watched.
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: {"follower":"bench","offsetMs":0}\n\n')
    return
  }
  if (pathname === '/_stub/restart') {
    delayMs = Number(searchParams.get('delayMs'))
    traffic = NOTHING
  }
  answer(response, Buffer.from(JSON.stringify(traffic)))
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('listens on no port')
  serveBenchmark(`http://127.0.0.1:${address.port}`)
})
