import { advised, type MessageCheck, refused } from './check.ts'
import {
  MAX_CARD_KEY_BYTES,
  MAX_CHECKBOX_OPTIONS,
  MAX_MENU_ACTIONS,
  MAX_OPTION_ID_BYTES,
  MAX_SELECT_OPTIONS,
  MAX_URL_BYTES,
} from './limits.ts'
import { choice, flag, formed, list, object, optional, type Rule, refuseRepeats, text, url } from './rule.ts'
import type {
  ActionMenu,
  ButtonSelection,
  CardButton,
  Checkbox,
  SelectList,
  SubmitButton,
} from './template-card.ts'

// The blocks that a person can press or choose from: 企业微信「发送应用消息」, 2025-09-24, 模板卡片消息.

const BUTTON_CHARACTERS = 10
const OPTION_CHARACTERS = 16
const CHECKBOX_OPTION_CHARACTERS = 17

const key = text(refused(MAX_CARD_KEY_BYTES))
export const taskId = formed(/^[\w\-@]{1,128}$/, {
  zh: ' 1 到 128 个字符，只含数字、字母与 _-@',
  en: '1 to 128 of 0-9 A-Z a-z _ - and @',
})

export const actionMenu = object<ActionMenu>(
  {
    desc: optional(text()),
    action_list: list(object({ text: text(), key }), { min: 1, max: MAX_MENU_ACTIONS }),
  },
  (check, field, { action_list }) => refuseRepeats(check, `${field}.action_list`, action_list, 'key'),
)

export const cardButton = object<CardButton>(
  {
    type: choice(0, 1),
    text: text(advised(BUTTON_CHARACTERS)),
    style: choice(1, 2, 3, 4),
    key: optional(key),
    url: optional(url(refused(MAX_URL_BYTES))),
  },
  (check, field, button) => {
    const needed = button.type === 1 ? 'url' : 'key'
    check.text(`${field}.${needed}`, button[needed])
  },
)

const optionId = text(refused(MAX_OPTION_ID_BYTES))
const option = { id: optionId, text: text(advised(OPTION_CHARACTERS)) }
const selection = {
  question_key: key,
  title: optional(text()),
  option_list: list(object(option), { min: 1, max: MAX_SELECT_OPTIONS }),
  selected_id: optional(optionId),
}
const uniqueOptions = (
  check: MessageCheck,
  field: string,
  { option_list }: Readonly<Record<string, unknown>>,
) => refuseRepeats(check, `${field}.option_list`, option_list, 'id')
export const buttonSelection = object<ButtonSelection>(selection, uniqueOptions)
export const selectList = (disable: Rule) => object<SelectList>({ ...selection, disable }, uniqueOptions)

const checkboxOption = object({
  id: optionId,
  text: text(advised(CHECKBOX_OPTION_CHARACTERS)),
  is_checked: optional(flag),
})
export const checkbox = (disable: Rule) =>
  object<Checkbox>(
    {
      question_key: key,
      mode: choice(0, 1),
      option_list: list(checkboxOption, { min: 1, max: MAX_CHECKBOX_OPTIONS }),
      disable,
    },
    uniqueOptions,
  )

export const submitButton = object<SubmitButton>({ text: optional(text(advised(BUTTON_CHARACTERS))), key })
