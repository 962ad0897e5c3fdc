import { describe, expect, it } from 'vitest'
import { type CallbackAddress, listening } from './test-callback.ts'
import { cards, menu } from './test-cards.ts'
import { HOUR_MS, startWecom, type WecomUnderTest } from './test-kit.ts'

/** A card of the app `office` on the phones of three people, its code and the app's address. */
async function withCard(
  card: object = cards.button_interaction,
  profile: 'documented' | 'opposed' = 'documented',
) {
  const wecom = await startWecom(profile)
  const address = await listening(wecom)
  const people = wecom.reachable(3)
  const { body } = await wecom.send({
    touser: people.join('|'),
    msgtype: 'template_card',
    template_card: { card_action: { type: 1, url: 'https://x' }, ...card },
  })
  return { wecom, address, people, code: String(body.response_code) }
}

async function update(wecom: WecomUnderTest, fields: object, appName = 'office') {
  const { agentid } = wecom.app(appName)
  const body = { agentid, atall: 1, button: { replace_name: '已处理' }, ...fields }
  return (await wecom.call('message/update_template_card', body, appName)).body
}

const press = (wecom: WecomUnderTest, userid: string, key: string, selected = {}) =>
  wecom.control.press('wecom', userid, wecom.phone(userid)[0]?.id ?? '', { key, selected })

const cardOn = (wecom: WecomUnderTest, userid: string) => wecom.newest(userid)

describe('message/update_template_card', () => {
  it('greys the buttons of those named and leaves the others', async () => {
    const { wecom, people, code } = await withCard()
    const [first = '', second = '', third = ''] = people

    const body = await update(wecom, { atall: 0, userids: [first, second, 'nobody'], response_code: code })

    expect(body).toEqual({ errcode: 0, errmsg: 'ok', invaliduser: ['nobody'] })
    expect(cardOn(wecom, first)).toMatchObject({ template_card: { replace_text: '已处理' } })
    expect(cardOn(wecom, second)).toMatchObject({ template_card: { replace_text: '已处理' } })
    expect(cardOn(wecom, third)).not.toHaveProperty('template_card.replace_text')
    await expect(press(wecom, first, 'ok')).rejects.toMatchObject({ field: 'key' })
  })

  it('shows another card, of whatever form, to everybody who has it', async () => {
    const { wecom, people, code } = await withCard()
    const template_card = { ...cards.vote_interaction, replace_text: '已投票' }

    const body = await update(wecom, { response_code: code, button: undefined, template_card })

    expect(body).toEqual({ errcode: 0, errmsg: 'ok', invaliduser: [] })
    for (const userid of people) expect(cardOn(wecom, userid)).toMatchObject({ template_card })
  })

  it('takes departments and tags as numbers', async () => {
    const { wecom, people, code } = await withCard()

    expect(await update(wecom, { atall: 0, partyids: [1], response_code: code })).toMatchObject({
      errcode: 0,
    })

    for (const userid of people)
      expect(cardOn(wecom, userid)).toMatchObject({ template_card: { replace_text: '已处理' } })
  })

  it('names those who have no copy', async () => {
    const { wecom, code } = await withCard()
    const [, , , other = ''] = wecom.reachable(4)

    expect(await update(wecom, { atall: 0, userids: [other], response_code: code })).toMatchObject({
      invaliduser: [other.toLowerCase()],
    })
  })

  it('uses a code once', async () => {
    const { wecom, code } = await withCard()
    await update(wecom, { response_code: code })

    expect(await update(wecom, { response_code: code })).toMatchObject({ errcode: 60140, invaliduser: [] })
  })

  it('takes a code for 72 hours', async () => {
    const { wecom, code } = await withCard()

    wecom.control.advance(72 * HOUR_MS - 1)
    expect(await update(wecom, { response_code: code, button: {} })).toMatchObject({ errcode: 42020 })
    wecom.control.advance(1)
    expect(await update(wecom, { response_code: code })).toMatchObject({ errcode: 60140 })
  })

  it('takes a fresh code from every click', async () => {
    const { wecom, address, people, code } = await withCard()
    const [first = ''] = people
    await press(wecom, first, 'ok')
    const clicked = address.text('ResponseCode')

    expect(clicked).not.toBe(code)
    expect(await update(wecom, { response_code: clicked })).toMatchObject({ errcode: 0 })
    expect(await update(wecom, { response_code: code })).toMatchObject({ errcode: 0 })
  })

  it('greys only cards that have buttons', async () => {
    const { wecom, code } = await withCard({ ...cards.text_notice, action_menu: menu, task_id: 't' })

    expect(await update(wecom, { response_code: code })).toMatchObject({ errcode: 40058 })
    const template_card = cards.text_notice
    expect(await update(wecom, { response_code: code, template_card })).toMatchObject({ errcode: 0 })
  })

  it('names what is missing or wrong', async () => {
    const { wecom, code } = await withCard()
    await listening(wecom, 'oncall')
    const refused = async (fields: object, app?: string) =>
      (await update(wecom, { response_code: code, ...fields }, app)).errcode

    expect(await refused({ atall: 0 })).toBe(82001)
    expect(await refused({ atall: 0, userids: Array(1001).fill('zhangsan') })).toBe(40032)
    expect(await refused({ atall: 0, partyids: Array(101).fill(1) })).toBe(82002)
    expect(await refused({ atall: 0, tagids: Array(101).fill(1) })).toBe(82003)
    expect(await refused({ agentid: wecom.app('oncall').agentid })).toBe(301002)
    expect(await refused({ agentid: undefined })).toBe(41011)
    expect(await refused({ response_code: undefined })).toBe(60140)
    expect(await refused({}, 'oncall')).toBe(42015)
    expect(await refused({ button: {} })).toBe(42020)
    expect(await refused({ template_card: { card_type: 'poll' } })).toBe(42031)
    expect(await refused({})).toBe(0)
  })
})

describe('a tap on a card', () => {
  it('tells the app which button of which card it was', async () => {
    const { wecom, address, people } = await withCard()
    const [first = ''] = people

    const push = await press(wecom, first, 'no')

    expect(push).toMatchObject({ event: 'template_card_event', accepted: true })
    const told = ['FromUserName', 'MsgType', 'Event', 'EventKey', 'TaskId', 'CardType', 'AgentID']
    expect(told.map((name) => address.text(name))).toEqual([
      first,
      'event',
      'template_card_event',
      'no',
      'task-button',
      'button_interaction',
      String(wecom.app('office').agentid),
    ])
    expect(address.last.xml).not.toContain('SelectedItems')
    expect(wecom.phone(first)[0]?.readAt).not.toBeNull()
  })

  it('tells what was chosen, or what the card had chosen', async () => {
    const multiple = await withCard(cards.multiple_interaction)
    const vote = await withCard(cards.vote_interaction)
    const chosen = (address: CallbackAddress) =>
      /<SelectedItems>.*<\/SelectedItems>/
        .exec(address.last.xml)?.[0]
        .replaceAll(/<!\[CDATA\[(.*?)\]\]>/g, '$1')

    await press(multiple.wecom, multiple.people[0] ?? '', 'submit')
    await press(vote.wecom, vote.people[0] ?? '', 'submit', { q: ['a', 'b'] })

    const item = (options: string) =>
      `<SelectedItems><SelectedItem><QuestionKey>q</QuestionKey><OptionIds>${options}</OptionIds></SelectedItem></SelectedItems>`
    expect(chosen(multiple.address)).toBe(item('<OptionId>b</OptionId>'))
    expect(chosen(vote.address)).toBe(item('<OptionId>a</OptionId><OptionId>b</OptionId>'))
  })

  it('on a menu has an event of its own', async () => {
    const { wecom, address, people } = await withCard({
      ...cards.text_notice,
      action_menu: menu,
      task_id: 't',
    })

    await press(wecom, people[0] ?? '', 'mute')

    expect([address.text('Event'), address.text('EventKey')]).toEqual(['template_card_menu_event', 'mute'])
  })

  it('is possible only where there is something to tap or to choose', async () => {
    const { wecom, people } = await withCard(cards.multiple_interaction)
    const [first = ''] = people
    await wecom.send({ touser: first })
    const text = wecom.phone(first).at(-1)

    await expect(press(wecom, first, 'unknown')).rejects.toMatchObject({ field: 'key', value: 'unknown' })
    await expect(press(wecom, first, 'submit', { q: ['z'] })).rejects.toMatchObject({ field: 'selected' })
    await expect(press(wecom, first, 'submit', { q: ['a', 'b'] })).rejects.toMatchObject({
      field: 'selected',
    })
    await expect(
      wecom.control.press('wecom', first, text?.id ?? '', { key: 'submit' }),
    ).rejects.toMatchObject({ field: 'id' })
    await expect(wecom.control.press('wecom', first, 'in-0', { key: 'submit' })).rejects.toMatchObject({
      field: 'id',
      status: 404,
    })
  })

  it('may be answered by a change of the card, for the person who tapped', async () => {
    const { wecom, address, people } = await withCard()
    const [first = '', second = ''] = people
    address.answers.push(address.reply({ MsgType: 'update_button', Button: { ReplaceName: '已同意' } }))

    const push = await press(wecom, first, 'ok')

    expect(push.reply).toEqual({ msgtype: 'update_button' })
    expect(cardOn(wecom, first)).toMatchObject({ template_card: { replace_text: '已同意' } })
    expect(cardOn(wecom, second)).not.toHaveProperty('template_card.replace_text')
  })

  it('may be answered by another card, whose lists repeat their element', async () => {
    const { wecom, address, people } = await withCard()
    const entry = (KeyName: string, Value: string) => ({ Type: 1, KeyName, Value, Url: 'https://x' })
    const TemplateCard = {
      CardType: 'text_notice',
      Source: { IconUrl: 'https://x/i.png', Desc: '来源', DescColor: 1 },
      MainTitle: { Title: '已同意', Desc: '' },
      HorizontalContentList: [entry('申请人', '张三'), entry('时间', '今天')],
      JumpList: { Type: 1, Title: '详情', Url: 'https://x' },
      CardAction: { Type: 1, Url: 'https://x' },
    }
    address.answers.push(address.reply({ MsgType: 'update_template_card', TemplateCard }))

    const { replyRefused } = await press(wecom, people[0] ?? '', 'ok')

    expect(replyRefused).toBeNull()
    expect(cardOn(wecom, people[0] ?? '')).toMatchObject({
      template_card: {
        card_type: 'text_notice',
        source: { icon_url: 'https://x/i.png', desc: '来源', desc_color: 1 },
        main_title: { title: '已同意' },
        horizontal_content_list: [
          { type: 1, keyname: '申请人', value: '张三', url: 'https://x' },
          { keyname: '时间' },
        ],
        jump_list: [{ type: 1, title: '详情', url: 'https://x' }],
        card_action: { type: 1, url: 'https://x' },
      },
    })
  })

  it('on a button cannot be answered by a change under the opposed profile, one on a menu can', async () => {
    const card = { ...cards.button_interaction, action_menu: menu }
    const { wecom, address, people } = await withCard(card, 'opposed')
    const [first = ''] = people
    const change = () =>
      address.answers.push(address.reply({ MsgType: 'update_button', Button: { ReplaceName: '好' } }))

    change()
    const button = await press(wecom, first, 'ok')
    change()
    const fromMenu = await press(wecom, first, 'mute')

    expect(button.replyRefused).toBe('update_button does not answer this event.')
    expect(fromMenu.replyRefused).toBeNull()
  })
})
