// The least that accepting over HTTP can cost: the gateway's framework and the same schema, then 202. Nothing is kept.
import { randomUUID } from 'node:crypto'
import { MessageRequest } from '@hongyan/contract'
import Fastify from 'fastify'
import { serveBenchmark } from '../server-process.ts'

const app = Fastify()
app.post('/v1/messages', async ({ body }, reply) => {
  const { to = [] } = MessageRequest.parse(body)
  const id = randomUUID()
  return reply.code(202).send({ id, recipients: to.length, url: `/v1/messages/${id}` })
})
serveBenchmark(await app.listen({ host: '127.0.0.1', port: 0 }))
