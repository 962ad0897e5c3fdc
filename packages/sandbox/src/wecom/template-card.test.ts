import { describe, expect, it } from 'vitest'
import { listening } from './test-callback.ts'
import { type CardType, cards, cardTypes, menu } from './test-cards.ts'
import { startWecom, type WecomUnderTest } from './test-kit.ts'

let tasks = 0

/** Sends a card with a task of its own, unless the change names one. */
async function sendCard(wecom: WecomUnderTest, type: CardType, change: object = {}, fields: object = {}) {
  const task_id = `task-${++tasks}`
  const card = { ...cards[type], task_id, ...change }
  return (await wecom.send({ msgtype: 'template_card', template_card: card, ...fields })).body
}

async function codeOf(wecom: WecomUnderTest, type: CardType, change: object): Promise<unknown> {
  return (await sendCard(wecom, type, change)).errcode
}

const list = (count: number, entry: (index: number) => object) =>
  Array.from({ length: count }, (_, index) => entry(index))

describe('a template card', () => {
  it.each(cardTypes)('of the form %s arrives', async (type) => {
    const wecom = await startWecom()
    await listening(wecom)

    const { errcode } = await sendCard(wecom, type, cards[type])

    expect(errcode).toBe(0)
    expect(wecom.newest()).toMatchObject({ msgtype: 'template_card', template_card: cards[type] })
  })

  it('arrives with every block of its form, their defaults filled in', async () => {
    const wecom = await startWecom()
    await listening(wecom)
    const media_id = await wecom.mediaId('file')
    const blocks = {
      source: { icon_url: 'https://x/i.png', desc: '企业微信', desc_color: 1 },
      action_menu: menu,
      main_title: { title: '审批提醒', desc: '张三的请假' },
      quote_area: { type: 1, url: 'https://x/1', title: '原文', quote_text: '内容' },
      emphasis_content: { title: '100', desc: '分' },
      sub_title_text: '下午三点',
      horizontal_content_list: [
        { keyname: '申请人', value: '张三' },
        { type: 1, keyname: '详情', value: '点击访问', url: 'https://x/1' },
        { type: 2, keyname: '附件', value: 'a.pdf', media_id },
        { type: 3, keyname: '员工', value: '点击查看', userid: 'zhangsan' },
      ],
      jump_list: [{ type: 2, title: '小程序', appid: 'wx1', pagepath: 'pages/index' }],
    }

    expect((await sendCard(wecom, 'text_notice', blocks)).errcode).toBe(0)

    expect(wecom.newest()).toMatchObject({ template_card: blocks })
  })

  it('shows no block that its form does not know', async () => {
    const wecom = await startWecom()

    await sendCard(wecom, 'news_notice', { emphasis_content: { title: '100' }, button_list: [] })

    expect(JSON.stringify(wecom.newest())).not.toMatch(/emphasis_content|button_list/)
  })

  it('translates ids where the page says so', async () => {
    const wecom = await startWecom()
    const id = '$userName=zhangsan$'

    await sendCard(
      wecom,
      'text_notice',
      { main_title: { title: id }, horizontal_content_list: [{ keyname: id, value: id }] },
      { enable_id_trans: 1 },
    )

    expect(wecom.newest()).toMatchObject({
      template_card: {
        main_title: { title: '张三' },
        horizontal_content_list: [{ keyname: id, value: '张三' }],
      },
    })
  })

  it.each<[string, CardType, object, number]>([
    ['another form', 'text_notice', { card_type: 'poll' }, 42031],
    ['neither title nor sub_title_text', 'text_notice', { main_title: {} }, 41016],
    ['no title', 'vote_interaction', { main_title: { desc: 'x' } }, 41016],
    ['no card_action', 'text_notice', { card_action: undefined }, 42045],
    ['a card_action that leads nowhere', 'news_notice', { card_action: { type: 0 } }, 42045],
    ['a card_action without url', 'text_notice', { card_action: { type: 1 } }, 42028],
    ['a card_action without appid', 'text_notice', { card_action: { type: 2 } }, 42030],
    ['a quote without url', 'text_notice', { quote_area: { type: 1 } }, 42028],
    ['a quote without appid', 'text_notice', { quote_area: { type: 2 } }, 42030],
    ['an entry without keyname', 'text_notice', { horizontal_content_list: [{ value: 'x' }] }, 42027],
    ['an entry without url', 'text_notice', { horizontal_content_list: [{ type: 1, keyname: 'x' }] }, 42028],
    ['an entry without file', 'text_notice', { horizontal_content_list: [{ type: 2, keyname: 'x' }] }, 42029],
    [
      'an entry with a file that was never uploaded',
      'text_notice',
      { horizontal_content_list: [{ type: 2, keyname: 'x', media_id: 'never-uploaded' }] },
      40007,
    ],
    [
      'an entry without member',
      'text_notice',
      { horizontal_content_list: [{ type: 3, keyname: 'x' }] },
      42050,
    ],
    ['seven entries', 'text_notice', { horizontal_content_list: list(7, () => ({ keyname: 'x' })) }, 42035],
    ['a jump without title', 'text_notice', { jump_list: [{ type: 0 }] }, 42033],
    ['a jump without url', 'text_notice', { jump_list: [{ type: 1, title: 'x' }] }, 42028],
    ['a jump without appid', 'text_notice', { jump_list: [{ type: 2, title: 'x' }] }, 42030],
    ['four jumps', 'text_notice', { jump_list: list(4, () => ({ title: 'x' })) }, 42042],
    [
      'five vertical entries',
      'news_notice',
      { vertical_content_list: list(5, () => ({ title: 'x' })) },
      42036,
    ],
    ['a vertical entry without title', 'news_notice', { vertical_content_list: [{ desc: 'x' }] }, 42033],
    ['neither picture nor picture text', 'news_notice', { card_image: undefined }, 42044],
    ['a picture without url', 'news_notice', { card_image: {} }, 42044],
    ['a picture text without picture', 'news_notice', { image_text_area: { title: 'x' } }, 42044],
    [
      'a picture text without url',
      'news_notice',
      { image_text_area: { type: 1, image_url: 'https://x' } },
      42028,
    ],
    ['no buttons', 'button_interaction', { button_list: [] }, 40058],
    [
      'seven buttons',
      'button_interaction',
      { button_list: list(7, (key) => ({ text: 'x', key: `${key}` })) },
      40058,
    ],
    ['a button without text', 'button_interaction', { button_list: [{ key: 'x' }] }, 42038],
    ['a button without key', 'button_interaction', { button_list: [{ text: 'x' }] }, 42039],
    [
      'a button with a key of 1025 bytes',
      'button_interaction',
      { button_list: [{ text: 'x', key: 'k'.repeat(1025) }] },
      42039,
    ],
    [
      'two buttons of one key',
      'button_interaction',
      { button_list: list(2, () => ({ text: 'x', key: 'k' })) },
      42039,
    ],
    ['a link button without url', 'button_interaction', { button_list: [{ type: 1, text: 'x' }] }, 42028],
    [
      'a drop-down without question_key',
      'button_interaction',
      { button_selection: { option_list: [{ id: 'a', text: 'x' }] } },
      42043,
    ],
    [
      'eleven options',
      'button_interaction',
      {
        button_selection: { question_key: 'q', option_list: list(11, (id) => ({ id: `${id}`, text: 'x' })) },
      },
      42037,
    ],
    [
      'an option without id',
      'vote_interaction',
      { checkbox: { question_key: 'q', option_list: [{ text: 'x' }] } },
      42040,
    ],
    [
      'an option with an id of 129 bytes',
      'vote_interaction',
      { checkbox: { question_key: 'q', option_list: [{ id: 'i'.repeat(129), text: 'x' }] } },
      42040,
    ],
    [
      'two options of one id',
      'vote_interaction',
      { checkbox: { question_key: 'q', option_list: list(2, () => ({ id: 'a', text: 'x' })) } },
      42040,
    ],
    [
      'an option without text',
      'vote_interaction',
      { checkbox: { question_key: 'q', option_list: [{ id: 'a' }] } },
      42041,
    ],
    ['no options', 'vote_interaction', { checkbox: { question_key: 'q' } }, 42037],
    [
      '21 options to tick',
      'vote_interaction',
      { checkbox: { question_key: 'q', option_list: list(21, (id) => ({ id: `${id}`, text: 'x' })) } },
      42037,
    ],
    ['no checkbox', 'vote_interaction', { checkbox: undefined }, 42043],
    ['a submit button without key', 'multiple_interaction', { submit_button: { text: 'x' } }, 42046],
    ['no drop-downs', 'multiple_interaction', { select_list: [] }, 42047],
    [
      'four drop-downs',
      'multiple_interaction',
      { select_list: list(4, (key) => ({ question_key: `${key}`, option_list: [{ id: 'a', text: 'x' }] })) },
      42047,
    ],
    [
      'two drop-downs of one key',
      'multiple_interaction',
      { select_list: list(2, () => ({ question_key: 'q', option_list: [{ id: 'a', text: 'x' }] })) },
      42043,
    ],
    ['an empty menu', 'text_notice', { action_menu: { action_list: [] } }, 40058],
    [
      'a menu of four',
      'text_notice',
      { action_menu: { action_list: list(4, (key) => ({ text: 'x', key: `${key}` })) } },
      40058,
    ],
    [
      'a menu that repeats a key',
      'text_notice',
      { action_menu: { action_list: list(2, () => ({ text: 'x', key: 'k' })) } },
      42051,
    ],
    ['a menu without key', 'text_notice', { action_menu: { action_list: [{ text: 'x' }] } }, 40035],
    ['a menu without task', 'news_notice', { action_menu: menu, task_id: undefined }, 42014],
    ['no task', 'button_interaction', { task_id: undefined }, 42014],
    ['a task of 129 bytes', 'button_interaction', { task_id: 't'.repeat(129) }, 42014],
    ['a task with another character', 'button_interaction', { task_id: 'task 1' }, 42014],
  ])('with %s is refused', async (_, type, change, errcode) => {
    const wecom = await startWecom()
    await listening(wecom)

    expect(await codeOf(wecom, type, change)).toBe(errcode)
    expect(wecom.phone()).toEqual([])
  })

  it('takes as many entries as the page allows', async () => {
    const wecom = await startWecom()
    await listening(wecom)
    const option = (id: number) => ({ id: `${id}`, text: 'x' })

    expect(
      await codeOf(wecom, 'text_notice', { horizontal_content_list: list(6, () => ({ keyname: 'x' })) }),
    ).toBe(0)
    expect(await codeOf(wecom, 'text_notice', { jump_list: list(3, () => ({ title: 'x' })) })).toBe(0)
    expect(
      await codeOf(wecom, 'text_notice', {
        action_menu: { action_list: list(3, (key) => ({ text: 'x', key: `${key}` })) },
      }),
    ).toBe(0)
    expect(
      await codeOf(wecom, 'news_notice', { vertical_content_list: list(4, () => ({ title: 'x' })) }),
    ).toBe(0)
    expect(
      await codeOf(wecom, 'button_interaction', {
        button_list: list(6, (key) => ({ text: 'x', key: `${key}` })),
      }),
    ).toBe(0)
    expect(
      await codeOf(wecom, 'vote_interaction', {
        checkbox: { question_key: 'q', option_list: list(20, option) },
      }),
    ).toBe(0)
    expect(
      await codeOf(wecom, 'multiple_interaction', {
        select_list: list(3, (key) => ({ question_key: `${key}`, option_list: list(10, option) })),
      }),
    ).toBe(0)
    expect(await codeOf(wecom, 'button_interaction', { task_id: 't'.repeat(128) })).toBe(0)
  })

  it('uses a task once in an app', async () => {
    const wecom = await startWecom()
    await listening(wecom)
    await sendCard(wecom, 'button_interaction', { task_id: 'once' })

    expect(await codeOf(wecom, 'vote_interaction', { task_id: 'once' })).toBe(42014)
  })

  it('that calls back needs an app with a callback address', async () => {
    const wecom = await startWecom()

    for (const type of ['button_interaction', 'vote_interaction', 'multiple_interaction'] as const) {
      expect(await codeOf(wecom, type, {})).toBe(43012)
    }
    expect(await codeOf(wecom, 'text_notice', { action_menu: menu })).toBe(43012)
    expect(await codeOf(wecom, 'text_notice', {})).toBe(0)
  })

  it('repeated with the check for duplicates is refused for its task, or suppressed under the opposed profile', async () => {
    const wecom = await startWecom()
    await listening(wecom)
    const again = () =>
      sendCard(wecom, 'button_interaction', { task_id: 'again' }, { enable_duplicate_check: 1 })
    await again()

    expect((await again()).errcode).toBe(42014)
    wecom.control.setProfile({ 'wecom.repeatedCard': 'duplicate' })
    expect((await again()).errcode).toBe(0)
    expect(wecom.phone()).toHaveLength(1)
  })

  it.each([
    [
      'wecom.cardAspectRatio',
      'news_notice',
      { card_image: { url: 'https://x', aspect_ratio: 2.25 } },
      40035,
      0,
    ],
    ['wecom.buttonCardAction', 'button_interaction', {}, 0, 42045],
    ['wecom.submitButtonText', 'multiple_interaction', { submit_button: { key: 'k' } }, 0, 42049],
    ['wecom.voteSubmitButton', 'vote_interaction', { submit_button: undefined }, 0, 42046],
  ] as const)('is judged by the profile %s', async (_, type, change, documented, opposed) => {
    const wecom = await startWecom()
    await listening(wecom)

    expect(await codeOf(wecom, type, change)).toBe(documented)
    wecom.control.setProfile('opposed')
    expect(await codeOf(wecom, type, change)).toBe(opposed)
  })
})

describe('the response_code of a card', () => {
  it('is answered for cards that call back, and under the opposed profile for the interactive ones only', async () => {
    const wecom = await startWecom()
    await listening(wecom)
    const code = async (type: CardType, change = {}) => (await sendCard(wecom, type, change)).response_code

    expect(await code('text_notice')).toBeUndefined()
    expect(await code('text_notice', { action_menu: menu })).toMatch(/^[\w-]{64}$/)
    expect(await code('button_interaction')).toMatch(/^[\w-]{64}$/)
    wecom.control.setProfile({ 'wecom.responseCodeOf': 'interactive_cards' })
    expect(await code('text_notice', { action_menu: menu })).toBeUndefined()
    expect(await code('vote_interaction')).toMatch(/^[\w-]{64}$/)
  })
})
