import { type Sandbox, startSandbox } from '@hongyan/sandbox'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

/*
 * The requests of the write-ups that people copy from today, byte for byte in their manner: scalars as strings, form
 * or JSON bodies, the legacy look-up path. Whoever points such a program at the sandbox must find the platform.
 */

let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 })
})
afterEach(() => sandbox.close())

async function get(path: string): Promise<Record<string, unknown>> {
  return (await (await fetch(sandbox.url + path)).json()) as Record<string, unknown>
}

async function post(path: string, body: string, contentType: string): Promise<Record<string, unknown>> {
  const answer = await fetch(sandbox.url + path, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body,
  })
  return (await answer.json()) as Record<string, unknown>
}

const JSON_TYPE = 'application/json'
const FORM_TYPE = 'application/x-www-form-urlencoded;charset=utf-8'

const dingtalkApp = () => {
  const [app] = sandbox.control.company().dingtalk.apps
  if (!app) throw new Error('no DingTalk app')
  return app
}

async function dingtalkToken(): Promise<string> {
  const { appKey, appSecret } = dingtalkApp()
  return String((await get(`/gettoken?appkey=${appKey}&appsecret=${appSecret}`)).access_token)
}

const texts = (platform: 'dingtalk' | 'wecom', userid: string) =>
  sandbox.control.inbox(platform, userid).map((entry) => entry.message)

/** Progress is asynchronous: business time is moved past it instead of waiting. */
const letTasksFinish = () => sandbox.control.advance(60_000)

describe('a Go service that keeps the token in Redis and sends to a list of users', () => {
  const messages = [
    { msgtype: 'text', text: { content: '通知' } },
    {
      msgtype: 'link',
      link: { messageUrl: 'http://a.example', picUrl: '@lALOACZwe2Rk', title: '测试', text: '测试' },
    },
    {
      msgtype: 'action_card',
      action_card: {
        title: '标题',
        markdown: '正文',
        single_title: '查看详情',
        single_url: 'https://open.dingtalk.com',
      },
    },
    { msgtype: 'markdown', markdown: { title: '首屏', text: '# 标题' } },
  ]

  test.each(messages)(
    'its $msgtype message arrives, with agent_id as a string and to_all_user false',
    async (msg) => {
      const body = {
        msg,
        to_all_user: false,
        agent_id: String(dingtalkApp().agentId),
        userid_list: 'zhangsan',
      }
      const path = `/topapi/message/corpconversation/asyncsend_v2?access_token=${await dingtalkToken()}`

      const answer = await post(path, JSON.stringify(body), JSON_TYPE)
      await letTasksFinish()

      expect(answer).toMatchObject({ errcode: 0, task_id: expect.any(Number) })
      expect(texts('dingtalk', 'zhangsan')).toEqual([msg])
    },
  )
})

describe('a WeCom text sent by the documentation’s own sample', () => {
  const send = async (touser: string) => {
    const { corpid, apps } = sandbox.control.company().wecom
    const [app] = apps
    const token = (await get(`/cgi-bin/gettoken?corpid=${corpid}&corpsecret=${app?.secret}`)).access_token
    const body = { touser, msgtype: 'text', agentid: app?.agentid, text: { content: 'test msg!' } }
    return post(`/cgi-bin/message/send?access_token=${token}`, JSON.stringify(body), JSON_TYPE)
  }

  test('reaches the member', async () => {
    expect(await send('zhangsan')).toMatchObject({ errcode: 0, errmsg: 'ok' })
    expect(texts('wecom', 'zhangsan')).toMatchObject([{ msgtype: 'text', text: { content: 'test msg!' } }])
  })

  test('goes to those who are valid and names the others', async () => {
    expect(await send('zhangsan|Nobody')).toMatchObject({ errcode: 0, invaliduser: 'nobody' })
  })

  test('to nobody valid is refused with 81013', async () => {
    expect(await send('xxx')).toMatchObject({ errcode: 81013 })
  })
})

describe('a Java program on the official SDK', () => {
  const agentId = () => String(dingtalkApp().agentId)

  test('looks a number up by the legacy path, which answers userid at top level', async () => {
    const path = `/user/get_by_mobile?access_token=${await dingtalkToken()}&mobile=13800000001`

    expect(await get(path)).toEqual({ errcode: 0, errmsg: 'ok', userid: 'zhangsan' })
  })

  test('sends with every scalar as a JSON string', async () => {
    const body = {
      agent_id: agentId(),
      userid_list: 'zhangsan',
      to_all_user: 'false',
      msg: { msgtype: 'text', text: { content: 'test123' } },
    }
    const path = `/topapi/message/corpconversation/asyncsend_v2?access_token=${await dingtalkToken()}`

    expect(await post(path, JSON.stringify(body), JSON_TYPE)).toMatchObject({ errcode: 0 })
  })

  test('sends as a form whose msg is a JSON string, then asks for progress and result and recalls, all as forms', async () => {
    const token = await dingtalkToken()
    const call = (name: string, fields: Record<string, string>) =>
      post(
        `/topapi/message/corpconversation/${name}?access_token=${token}`,
        new URLSearchParams({ agent_id: agentId(), ...fields }).toString(),
        FORM_TYPE,
      )

    const msg = JSON.stringify({ msgtype: 'oa', oa: OA_MESSAGE })
    const sent = await call('asyncsend_v2', { userid_list: 'zhangsan', to_all_user: 'false', msg })
    const task = String(sent.task_id)
    await letTasksFinish()

    expect(await call('getsendprogress', { task_id: task })).toMatchObject({
      errcode: 0,
      progress: { progress_in_percent: 100, status: 2 },
    })
    expect(await call('getsendresult', { task_id: task })).toMatchObject({
      errcode: 0,
      send_result: { unread_user_id_list: ['zhangsan'] },
    })
    expect(await call('recall', { msg_task_id: task })).toMatchObject({ errcode: 0 })
    expect(sandbox.control.inbox('dingtalk', 'zhangsan')[0]?.recalledAt).toEqual(expect.any(Number))
  })

  test('finds the result lists joined by commas where the platform still answers so', async () => {
    sandbox.control.setProfile({ 'dingtalk.resultLists': 'comma_strings' })
    const token = await dingtalkToken()
    const at = (name: string) => `/topapi/message/corpconversation/${name}?access_token=${token}`
    const msg = { msgtype: 'text', text: { content: 'test123' } }

    const colleague = sandbox.control.company().employees[1]?.dingtalk?.userid
    const sent = await post(
      at('asyncsend_v2'),
      JSON.stringify({ agent_id: agentId(), userid_list: `zhangsan,${colleague}`, msg }),
      JSON_TYPE,
    )
    await letTasksFinish()
    const result = await post(
      at('getsendresult'),
      JSON.stringify({ agent_id: agentId(), task_id: sent.task_id }),
      JSON_TYPE,
    )

    expect(result).toMatchObject({ send_result: { unread_user_id_list: `zhangsan,${colleague}` } })
  })
})

const OA_MESSAGE = {
  message_url: 'http://dingtalk.com',
  head: { bgcolor: 'FFBBBBBB', text: 'head' },
  body: { title: '正文标题', form: [{ key: '姓名:', value: '张三' }], content: 'xxx' },
}

describe('a Java program that writes HTTP by hand and starts without a token', () => {
  test('is told errcode 40014 by the legacy look-up, fetches a token, and then its line of JSON is sent', async () => {
    const lookUp = (token: string) => get(`/user/get_by_mobile?access_token=${token}&mobile=13800000001`)
    expect((await lookUp('stale')).errcode).toBe(40014)

    const token = await dingtalkToken()
    const { userid } = await lookUp(token)
    const agent = dingtalkApp().agentId
    const line = `{"agent_id":"${agent}","msg":{"msgtype":"text","text":{"content":"您好"}},"to_all_user":"false","userid_list":"${userid}"}\n`
    const answer = await post(
      `/topapi/message/corpconversation/asyncsend_v2?access_token=${token}`,
      line,
      JSON_TYPE,
    )

    expect(answer).toMatchObject({ errcode: 0, errmsg: 'ok' })
    await letTasksFinish()
    expect(texts('dingtalk', 'zhangsan')).toEqual([{ msgtype: 'text', text: { content: '您好' } }])
  })
})
