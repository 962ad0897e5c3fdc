import { describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, sendResult, startDingTalk, textMessage } from './test-kit.ts'

function forbiddenAs(code: string, count: number, ...userids: string[]) {
  return {
    forbidden_user_id_list: userids,
    forbidden_list: userids.map((userid) => ({ code, count, userid })),
  }
}

describe('the same content to the same person', () => {
  test('succeeds twice and arrives once: 143106', async () => {
    const dingtalk = await startDingTalk()
    await dingtalk.send()

    const { body } = await dingtalk.send()

    expect(body).toMatchObject({ errcode: 0, task_id: expect.any(Number) })
    expect(await dingtalk.lists(Number(body.task_id))).toEqual(
      sendResult(forbiddenAs('143106', 1, 'zhangsan')),
    )
    expect(dingtalk.phone()).toHaveLength(1)
  })

  test('is no obstacle for other people, other apps and other contents', async () => {
    const dingtalk = await startDingTalk()
    await dingtalk.send()
    const [, second] = dingtalk.employees

    await dingtalk.send({ userid_list: second?.dingtalk?.userid })
    await dingtalk.send({}, 'ops')
    await dingtalk.send({ msg: textMessage('您的请假已驳回') })

    expect(dingtalk.phone(second?.dingtalk?.userid)).toHaveLength(1)
    expect(dingtalk.phone().map(({ app }) => app)).toEqual(['hr', 'ops', 'hr'])
  })

  test.each(['canonical_json', 'visible_text'])(
    'under profile %s is equal whatever the order of its fields',
    async (answer) => {
      const dingtalk = await startDingTalk({ 'dingtalk.sameContent': answer })
      await dingtalk.sendMessage('{"msgtype":"markdown","markdown":{"title":"通知","text":"正文"}}')

      await dingtalk.sendMessage('{"markdown":{"text":"正文","title":"通知"},"msgtype":"markdown"}')

      expect(dingtalk.phone()).toHaveLength(1)
    },
  )

  test.each([
    ['canonical_json', 2],
    ['visible_text', 1],
  ])('under profile %s another target address makes %i messages', async (answer, messages) => {
    const dingtalk = await startDingTalk({ 'dingtalk.sameContent': answer })
    const link = (messageUrl: string) => ({
      msgtype: 'link',
      link: { messageUrl, picUrl: '@x', title: '通知', text: '正文' },
    })

    await dingtalk.sendMessage(link('https://a.example/1'))
    await dingtalk.sendMessage(link('https://a.example/2'))

    expect(dingtalk.phone()).toHaveLength(messages)
  })

  test.each(['canonical_json', 'visible_text'])(
    'under profile %s is not any other picture',
    async (answer) => {
      const dingtalk = await startDingTalk({ 'dingtalk.sameContent': answer })
      const one = await dingtalk.mediaId('一.png', 'image', 8)
      const other = await dingtalk.mediaId('二.png', 'image', 9)

      for (const media_id of [one, other, one]) {
        await dingtalk.sendMessage({ msgtype: 'image', image: { media_id } })
      }

      expect(dingtalk.phone()).toHaveLength(2)
    },
  )

  test('arrives again after midnight in China under profile natural_day', async () => {
    const dingtalk = await startDingTalk()
    await dingtalk.send()

    dingtalk.control.advance(14 * HOUR_MS - 1)
    await dingtalk.send()
    expect(dingtalk.phone()).toHaveLength(1)
    dingtalk.control.advance(1)
    await dingtalk.send()
    expect(dingtalk.phone()).toHaveLength(2)
  })

  test('arrives again after 24 hours under profile rolling_24h', async () => {
    const dingtalk = await startDingTalk({ 'dingtalk.dayBoundary': 'rolling_24h' })
    await dingtalk.send()

    dingtalk.control.advance(DAY_MS - 1)
    await dingtalk.send()
    expect(dingtalk.phone()).toHaveLength(1)
    dingtalk.control.advance(1)
    await dingtalk.send()
    expect(dingtalk.phone()).toHaveLength(2)
  })
})

describe('messages to one person', () => {
  test('arrive 500 times a day; the 501st is listed with 143105', async () => {
    const dingtalk = await startDingTalk()
    for (let message = 0; message < 500; message++)
      await dingtalk.send({ msg: textMessage(`第 ${message} 条`) })

    const { body } = await dingtalk.send({ msg: textMessage('第 500 条') })

    expect(body).toMatchObject({ errcode: 0 })
    expect(await dingtalk.lists(Number(body.task_id))).toEqual(
      sendResult(forbiddenAs('143105', 500, 'zhangsan')),
    )
    expect(dingtalk.phone().at(-1)?.message).toEqual(textMessage('第 499 条'))
    dingtalk.control.advance(DAY_MS)
    await dingtalk.send({ msg: textMessage('第二天') })
    expect(dingtalk.phone().at(-1)?.message).toEqual(textMessage('第二天'))
  })
})

describe('persons per minute', () => {
  test('beyond the app’s limit are listed with 143103 while the others receive it', async () => {
    const dingtalk = await startDingTalk()
    dingtalk.control.setLimits({ 'dingtalk.recipientsPerMinute': 2 })
    const userids = dingtalk.employees.slice(0, 3).flatMap(({ dingtalk: account }) => account?.userid ?? [])

    const task = await dingtalk.createTask({ userid_list: userids.join() })

    const [first = '', second = '', third = ''] = userids
    expect(await dingtalk.lists(task)).toEqual(
      sendResult({ unread_user_id_list: [first, second], ...forbiddenAs('143103', 2, third) }),
    )
  })

  test('beyond the corp’s limit are listed with 143104, whichever app sent', async () => {
    const dingtalk = await startDingTalk()
    dingtalk.control.setLimits({ 'dingtalk.corpRecipientsPerMinute': 1 })
    await dingtalk.send({}, 'ops')

    const task = await dingtalk.createTask()

    expect(await dingtalk.lists(task)).toEqual(sendResult(forbiddenAs('143104', 1, 'zhangsan')))
  })

  test('are counted in any minute, not only in those of the clock', async () => {
    const dingtalk = await startDingTalk()
    dingtalk.control.setLimits({ 'dingtalk.recipientsPerMinute': 1 })
    dingtalk.control.advance(50 * SECOND_MS)
    await dingtalk.send({ msg: textMessage('一') })

    dingtalk.control.advance(59 * SECOND_MS)
    await dingtalk.send({ msg: textMessage('二') })
    dingtalk.control.advance(SECOND_MS)
    await dingtalk.send({ msg: textMessage('三') })

    expect(dingtalk.phone().map(({ message }) => message)).toEqual([textMessage('一'), textMessage('三')])
  })
})

describe('a send to everyone', () => {
  const everyone = (text: string) => ({ userid_list: undefined, to_all_user: true, msg: textMessage(text) })

  test('reaches all whom the app may reach', async () => {
    const dingtalk = await startDingTalk()
    const outOfRange = dingtalk.someone(({ state }) => state === 'out_of_range')

    await dingtalk.send(everyone('放假通知'))

    expect(dingtalk.phone()).toHaveLength(1)
    expect(dingtalk.phone(outOfRange.userid)).toEqual([])
  })

  test('is accepted and dropped without a word the fourth time of a day', async () => {
    const dingtalk = await startDingTalk()
    for (const text of ['一', '二', '三']) await dingtalk.send(everyone(text))

    const { body } = await dingtalk.send(everyone('四'))

    expect(body).toMatchObject({ errcode: 0, task_id: expect.any(Number) })
    expect(dingtalk.phone()).toHaveLength(3)
    expect(await dingtalk.lists(Number(body.task_id))).toEqual(sendResult())
    expect(dingtalk.control.requests().map(({ rule }) => rule)).toContain('dingtalk.allStaffPerDay.dropped')
    dingtalk.control.advance(DAY_MS)
    await dingtalk.send(everyone('五'))
    expect(dingtalk.phone()).toHaveLength(4)
  })

  test('is refused the fourth time under profile 41045', async () => {
    const dingtalk = await startDingTalk({ 'dingtalk.fourthAllStaffSend': '41045' })
    for (const text of ['一', '二', '三']) await dingtalk.send(everyone(text))

    const { body } = await dingtalk.send(everyone('四'))

    expect(body).toMatchObject({ errcode: 41045, errmsg: '单应用全员消息/每天总量超限' })
  })
})

describe('limits that the platform publishes no figure for', () => {
  test.each([
    ['dingtalk.allStaffPerMinute', { userid_list: undefined, to_all_user: true }, 41046],
    ['dingtalk.personTimesPerMinute', {}, 41047],
    ['dingtalk.sendsPerMinute', {}, 41048],
  ])('refuse a send once %s is set, until the minute is over', async (limit, fields, errcode) => {
    const dingtalk = await startDingTalk()
    dingtalk.control.setLimits({ [limit]: 1 })
    await dingtalk.send(fields)

    const refused = await dingtalk.send({ ...fields, msg: textMessage('二') })
    dingtalk.control.advance(MINUTE_MS)
    const later = await dingtalk.send({ ...fields, msg: textMessage('三') })

    expect(refused.body).toMatchObject({ errcode })
    expect(later.body).toMatchObject({ errcode: 0 })
  })
})
