import { expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { clientOf, startPlatformWithToken } from './test-kit.ts'

const UPDATE = '/topapi/message/corpconversation/status_bar/update'

it('a status bar is changed by task, text and colour', async () => {
  const platform = await startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok', request_id: 'r3' }))

  const updated = await clientOf(platform).work.updateStatusBar(256271667526, {
    status_value: '已同意',
    status_bg: '0xFF78C06E',
  })

  expect(updated).toEqual({ request_id: 'r3' })
  expect(JSON.parse(platform.last(UPDATE).body)).toEqual({
    agent_id: 1234567890,
    task_id: 256271667526,
    status_value: '已同意',
    status_bg: '0xFF78C06E',
  })
})

it.each<[string, number, object, string]>([
  ['no task', 0, { status_value: '已同意' }, 'task_id'],
  ['no text', 1, {}, 'status_value'],
  ['a colour that is a number', 1, { status_value: 'a', status_bg: 0xff78c06e }, 'status_bg'],
])('a status bar with %s is refused before the call', async (_, task_id, status, field) => {
  const platform = await startPlatformWithToken(() => ({ errcode: 0 }))

  // Callers without types hand over anything.
  const update = clientOf(platform).work.updateStatusBar(task_id, status as { status_value: string })

  expect(await failureOf(update)).toMatchObject({ kind: 'invalid', field })
  expect(platform.requests).toEqual([])
})

it.each([
  [40056, '不合法的agentid'],
  [40035, '不合法的参数'],
  [41052, '本次发送人数过多,不再返回发送结果'],
])('a refused status bar (%i) is an error with its remedy', async (errcode, errmsg) => {
  const platform = await startPlatformWithToken(() => ({ errcode, errmsg }))

  expect(await failureOf(clientOf(platform).work.updateStatusBar(1, { status_value: 'a' }))).toMatchObject({
    kind: 'rejected',
    code: String(errcode),
    platformMessage: errmsg,
  })
})
