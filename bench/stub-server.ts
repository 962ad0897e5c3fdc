// The least a platform's HTTP can cost: reads each request and says "accepted".
import { createServer } from 'node:http'
import { serveBenchmark } from './server-process.ts'

const ACCEPTED = Buffer.from('{"errcode":0,"task_id":1}')
const TOKEN = Buffer.from('{"errcode":0,"errmsg":"ok","access_token":"stub-token","expires_in":7200}')

const server = createServer((request, response) => {
  const answer = request.url?.startsWith('/gettoken') ? TOKEN : ACCEPTED
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length })
    response.end(answer)
  })
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('listens on no port')
  serveBenchmark(`http://127.0.0.1:${address.port}`)
})
