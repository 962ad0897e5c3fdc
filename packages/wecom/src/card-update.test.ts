import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import type { CardUpdate } from './card-update.ts'
import { clientOf, startPlatformWithToken } from './test-kit.ts'

const UPDATE = '/cgi-bin/message/update_template_card'
const BUTTON = { userids: ['userid1'], response_code: 'code', button: { replace_name: '已处理' } }
const PICK = {
  userids: ['userid1'],
  response_code: 'code',
  template_card: {
    card_type: 'multiple_interaction',
    main_title: { title: '选择' },
    select_list: [{ question_key: 'q', disable: true, option_list: [{ id: 'o', text: '一' }] }],
    submit_button: { key: 'k' },
    replace_text: '已提交',
  },
} as const

async function platformAndClient(answer: object = { errcode: 0, errmsg: 'ok' }) {
  const platform = await startPlatformWithToken(() => answer)
  return { platform, messages: clientOf(platform).messages }
}

it('the response_code of a sent card is in the result', async () => {
  const { messages } = await platformAndClient({
    errcode: 0,
    errmsg: 'ok',
    msgid: 'm',
    response_code: 'code',
  })
  const card = {
    card_type: 'vote_interaction',
    main_title: { title: 't' },
    task_id: 't',
    checkbox: { question_key: 'q', option_list: [{ id: 'o', text: 'o' }] },
  } as const

  const result = await messages.send({ touser: ['a'], msgtype: 'template_card', template_card: card })

  expect(result.response_code).toBe('code')
})

describe('an update', () => {
  it('of the buttons goes out as documented, receivers as lists', async () => {
    const { platform, messages } = await platformAndClient()

    const result = await messages.updateCard({ ...BUTTON, partyids: [2], tagids: [44], atall: 0 })

    expect(result).toEqual({ complete: true, invaliduser: [] })
    expect(JSON.parse(platform.last(UPDATE).body)).toEqual({
      userids: ['userid1'],
      partyids: [2],
      tagids: [44],
      atall: 0,
      agentid: 1000002,
      response_code: 'code',
      button: { replace_name: '已处理' },
    })
  })

  it('may put another card there, closed and without task_id', async () => {
    const { platform, messages } = await platformAndClient()

    await messages.updateCard({ ...PICK, enable_id_trans: 1 })

    expect(JSON.parse(platform.last(UPDATE).body)).toEqual({ ...PICK, enable_id_trans: 1, agentid: 1000002 })
  })

  it('names whom the platform refuses, here as a list', async () => {
    const { messages } = await platformAndClient({ errcode: 0, errmsg: 'ok', invaliduser: ['userid1'] })

    expect(await messages.updateCard(BUTTON)).toEqual({ complete: false, invaliduser: ['userid1'] })
  })

  it('with a code that was used says so', async () => {
    const { messages } = await platformAndClient({ errcode: 60140, errmsg: 'x' })

    const failure = await failureOf(messages.updateCard(BUTTON))

    expect(failure).toMatchObject({
      kind: 'rejected',
      code: '60140',
      remedy: { en: expect.stringContaining('72 hours') },
    })
  })

  it.each<[string, object]>([
    ['update.userids', { userids: [] }],
    ['update.userids', { userids: Array(1001).fill('u') }],
    ['update.partyids', { partyids: Array(101).fill(1) }],
    ['update.tagids', { tagids: Array(101).fill(1) }],
    ['update.tagids[0]', { tagids: ['1'] }],
    ['update.response_code', { response_code: '' }],
    ['update.button.replace_name', { button: {} }],
    ['update.template_card', { button: undefined }],
    ['update.template_card', { template_card: PICK.template_card }],
    ['update.template_card.card_type', { button: undefined, template_card: { card_type: 'none' } }],
  ])('is refused before the call for its %s', async (field, fields) => {
    const { platform, messages } = await platformAndClient()
    const update: object = { ...BUTTON, ...fields }

    const failure = await failureOf(messages.updateCard(update as CardUpdate)) // What JavaScript callers may pass.

    expect(failure).toMatchObject({ kind: 'invalid', field })
    expect(platform.requests).toEqual([])
  })
})

describe('statistics', () => {
  it('are read for today and yesterday', async () => {
    const statistics = [{ agentid: 1000002, app_name: 'office', count: 101 }]
    const { platform, messages } = await platformAndClient({ errcode: 0, errmsg: 'ok', statistics })

    expect(await messages.getStatistics(1)).toEqual(statistics)
    expect(platform.last('/cgi-bin/message/get_statistics').body).toBe('{"time_type":1}')
  })

  it('of another day are refused before the call', async () => {
    const { messages } = await platformAndClient()
    const yearsAgo: number = 700

    expect(await failureOf(messages.getStatistics(yearsAgo as 0))).toMatchObject({ field: 'time_type' })
  })
})
