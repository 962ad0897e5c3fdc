import { expect, it } from 'vitest'
import { Admission } from './admission.ts'
import { MESSAGE_ID, startHttp, TEXT } from './test-kit.ts'

/** Work that goes on until it is let go. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { work: () => promise, release: resolve }
}

it('bulk is refused first, urgent last, and all are taken again when there is room', async () => {
  const admission = new Admission()
  const { work, release } = held()
  const underWay = Array.from({ length: 256 }, () => admission.accept('bulk', work))

  await expect(admission.accept('bulk', work)).rejects.toMatchObject({ code: 'overloaded' })
  underWay.push(...Array.from({ length: 768 }, () => admission.accept('normal', work)))
  await expect(admission.accept('normal', work)).rejects.toMatchObject({ code: 'overloaded' })
  underWay.push(admission.accept('urgent', work))
  release()
  await Promise.all(underWay)

  await expect(admission.accept('bulk', async () => 'taken')).resolves.toBe('taken')
})

it('work that fails gives its room back', async () => {
  const admission = new Admission()
  const failing = () => Promise.reject(new Error('no'))

  for (let n = 0; n < 300; n++) await expect(admission.accept('bulk', failing)).rejects.toThrow('no')

  await expect(admission.accept('bulk', async () => 'taken')).resolves.toBe('taken')
})

it('a fifth large body at one time is told to come again in a second', async () => {
  const { work, release } = held()
  const http = await startHttp({
    accept: async () => {
      await work()
      return { id: MESSAGE_ID, recipients: 1, url: '' }
    },
  })
  const large = `${JSON.stringify(TEXT)}${' '.repeat(300 * 1024)}`
  const answers = Array.from({ length: 5 }, () => http.send(large))

  const refused = await Promise.any(answers.map(async (answer) => assertRefused(await answer)))
  release()

  expect(refused.headers.get('retry-after')).toBe('1')
  expect(await refused.json()).toMatchObject({ code: 'overloaded', field: 'to', status: 503 })
  const statuses = await Promise.all(answers.map(async (answer) => (await answer).status))
  expect(statuses.sort()).toEqual([202, 202, 202, 202, 503])
})

function assertRefused(response: Response): Response {
  if (response.status === 503) return response
  throw new Error(`answered ${response.status}`)
}
