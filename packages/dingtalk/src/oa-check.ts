import type { InputCheck } from '@hongyan/platform-call'
import {
  ADVISED_FORM_ROWS,
  ADVISED_HEAD_TEXT_CHARACTERS,
  ADVISED_OA_CONTENT_LINES,
  ADVISED_OA_TITLE_CHARACTERS,
} from './limits.ts'
import type { OaMessage } from './message.ts'

/** Checks the blocks of an oa message. @throws InvalidInputError */
export function checkOa({ oa }: OaMessage, check: InputCheck): void {
  check.object('msg.oa', oa)
  check.text('msg.oa.message_url', oa.message_url)
  check.object('msg.oa.head', oa.head)
  check.text('msg.oa.head.bgcolor', oa.head.bgcolor)
  if (!/^[0-9a-f]{8}$/i.test(oa.head.bgcolor)) check.refuse('msg.oa.head.bgcolor', WRONG_COLOUR)
  check.text('msg.oa.head.text', oa.head.text)
  check.object('msg.oa.body', oa.body)
  const { title = '', form = [], content = '' } = oa.body
  check.textOrNothing('msg.oa.body.title', title)
  check.list('msg.oa.body.form', form)
  check.textOrNothing('msg.oa.body.content', content)
  checkOaRest(oa, check)
  check.advise('msg.oa.head.text', ADVISED_HEAD_TEXT_CHARACTERS, oa.head.text.length, 'characters')
  check.advise('msg.oa.body.title', ADVISED_OA_TITLE_CHARACTERS, title.length, 'characters')
  check.advise('msg.oa.body.form', ADVISED_FORM_ROWS, form.length, 'items', REST_HIDDEN)
  check.advise(
    'msg.oa.body.content',
    ADVISED_OA_CONTENT_LINES,
    content.split('\n').length,
    'lines',
    REST_HIDDEN,
  )
}

/** The blocks without a limit of their own: a number where a text belongs makes the platform refuse the whole message. */
function checkOaRest({ pc_message_url, status_bar = {}, body }: OaMessage['oa'], check: InputCheck): void {
  const { form = [], rich = {}, image, file_count, author } = body
  check.textOrNothing('msg.oa.pc_message_url', pc_message_url)
  check.object('msg.oa.status_bar', status_bar)
  check.textOrNothing('msg.oa.status_bar.status_value', status_bar.status_value)
  check.textOrNothing('msg.oa.status_bar.status_bg', status_bar.status_bg)
  check.object('msg.oa.body.rich', rich)
  const texts = { 'rich.num': rich.num, 'rich.unit': rich.unit, image, file_count, author }
  for (const [name, value] of Object.entries(texts)) check.textOrNothing(`msg.oa.body.${name}`, value)
  for (const [index, row] of form.entries()) {
    check.object(`msg.oa.body.form[${index}]`, row)
    check.textOrNothing(`msg.oa.body.form[${index}].key`, row.key)
    check.textOrNothing(`msg.oa.body.form[${index}].value`, row.value)
  }
}

const WRONG_COLOUR = {
  zh: 'head.bgcolor 应为 8 位十六进制（前 2 位透明度，后 6 位颜色），不带 0x，例如 FFBBBBBB。',
  en: 'head.bgcolor is eight hex digits (two of opacity, six of colour) without 0x, for example FFBBBBBB.',
}
const REST_HIDDEN = {
  zh: '超出的部分不会显示。',
  en: 'What goes beyond is not shown.',
}
