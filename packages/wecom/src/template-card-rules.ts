import { isRecord } from '@hongyan/platform-call'
import { type CardLengths, cardBlocks } from './card-blocks.ts'
import {
  actionMenu,
  buttonSelection,
  cardButton,
  checkbox,
  selectList,
  submitButton,
  taskId,
} from './card-interaction-blocks.ts'
import type { MessageCheck } from './check.ts'
import { MAX_CARD_BUTTONS, MAX_SELECT_LISTS } from './limits.ts'
import { flag, list, object, optional, type Rule, refuseRepeats, text } from './rule.ts'
import type {
  ButtonInteractionCard,
  MultipleInteractionCard,
  NewsNoticeCard,
  TemplateCard,
  TextNoticeCard,
  UpdatedTemplateCard,
  VoteInteractionCard,
} from './template-card.ts'

/** 企业微信「发送应用消息」, 2025-09-24, 模板卡片消息: 建议 of each text. */
const APP_LENGTHS: CardLengths = {
  sourceDesc: 20,
  title: 36,
  titleDesc: 44,
  emphasisTitle: 14,
  emphasisDesc: 22,
  subTitle: 160,
  keyname: 5,
  value: 30,
  jumpTitle: 18,
  verticalTitle: 38,
  verticalDesc: 160,
}
/** What an updated card may carry beyond a new one. */
type UpdateBlocks = Pick<UpdatedTemplateCard, 'replace_text'>

type Block = Readonly<Record<string, unknown>>
type Purpose = 'send' | 'update'

/** The rules of each `card_type`. An update may close what a new card leaves open, and needs no new `task_id`. */
function cardRules(purpose: Purpose): Readonly<Record<TemplateCard['card_type'], Rule>> {
  const blocks = cardBlocks(APP_LENGTHS)
  const card_type = text()
  const source = optional(blocks.source)
  const action_menu = optional(actionMenu)
  const horizontal_content_list = optional(blocks.horizontalContentList)
  const task_id = purpose === 'send' ? taskId : optional(taskId)
  const replace_text = purpose === 'update' ? optional(text()) : onlyInUpdate
  const disable = purpose === 'update' ? optional(flag) : onlyInUpdate
  const notice = {
    card_type,
    source,
    action_menu,
    quote_area: optional(blocks.quoteArea),
    horizontal_content_list,
    jump_list: optional(blocks.jumpList),
    card_action: blocks.cardAction,
    task_id: optional(taskId),
    replace_text,
  }
  return {
    text_notice: object<TextNoticeCard & UpdateBlocks>(
      {
        ...notice,
        main_title: optional(blocks.mainTitle),
        emphasis_content: optional(blocks.emphasisContent),
        sub_title_text: blocks.subTitleText,
      },
      all(checkSomeTitle, purpose === 'send' ? checkMenuHasTask : nothing),
    ),
    news_notice: object<NewsNoticeCard & UpdateBlocks>(
      {
        ...notice,
        main_title: blocks.titledMainTitle,
        image_text_area: optional(blocks.imageTextArea),
        card_image: optional(blocks.cardImage),
        vertical_content_list: optional(blocks.verticalContentList),
      },
      all(checkSomePicture, purpose === 'send' ? checkMenuHasTask : nothing),
    ),
    button_interaction: object<ButtonInteractionCard & UpdateBlocks>(
      {
        card_type,
        source,
        action_menu,
        main_title: blocks.titledMainTitle,
        quote_area: optional(blocks.quoteArea),
        sub_title_text: blocks.subTitleText,
        horizontal_content_list,
        card_action: optional(blocks.looseCardAction),
        task_id,
        button_selection: optional(buttonSelection),
        button_list: list(cardButton, { min: 1, max: MAX_CARD_BUTTONS }),
        replace_text,
      },
      checkButtons,
    ),
    vote_interaction: object<VoteInteractionCard & UpdateBlocks>({
      card_type,
      source,
      main_title: blocks.titledMainTitle,
      task_id,
      checkbox: checkbox(disable),
      submit_button: optional(submitButton),
      replace_text,
    }),
    multiple_interaction: object<MultipleInteractionCard & UpdateBlocks>(
      {
        card_type,
        source,
        main_title: blocks.titledMainTitle,
        task_id,
        select_list: list(selectList(disable), { min: 1, max: MAX_SELECT_LISTS }),
        submit_button: submitButton,
        replace_text,
      },
      (check, field, card) => refuseRepeats(check, `${field}.select_list`, card.select_list, 'question_key'),
    ),
  }
}

const onlyInUpdate: Rule = {
  check(check, field, value) {
    if (value === undefined) return
    check.refuse(field, {
      zh: `${field} 只用于更新卡片（messages.updateCard）。`,
      en: `${field} belongs to updating a card (messages.updateCard).`,
    })
  },
}

const nothing = () => undefined
const all =
  (...checks: readonly ((check: MessageCheck, field: string, block: Block) => void)[]) =>
  (check: MessageCheck, field: string, block: Block) => {
    for (const one of checks) one(check, field, block)
  }

function checkButtons(check: MessageCheck, field: string, { button_list, card_action }: Block): void {
  refuseRepeats(check, `${field}.button_list`, button_list, 'key')
  if (card_action === undefined) check.warn(`${field}.card_action`, MAY_BE_REQUIRED)
}

const MAY_BE_REQUIRED = {
  zh: '按钮交互卡片是否必须有 card_action，公开资料说法不一；没有它可能被拒（42045），建议写上。',
  en: 'Whether a card with buttons must have a card_action is told both ways; without it it may be refused (42045). Better give one.',
}

function checkMenuHasTask(check: MessageCheck, field: string, { action_menu, task_id }: Block): void {
  if (action_menu !== undefined) check.text(`${field}.task_id`, task_id, TASK_OF_MENU)
}

const TASK_OF_MENU = {
  zh: '有 action_menu 的卡片须有 task_id。',
  en: 'A card with an action_menu takes a task_id.',
}

/** Half of what a text notice says may be missing, not both. */
export function checkSomeTitle(
  check: MessageCheck,
  field: string,
  { main_title, sub_title_text }: Block,
): void {
  if ((isRecord(main_title) && main_title.title) || sub_title_text) return
  check.refuse(`${field}.main_title.title`, {
    zh: `${field} 的 main_title.title 与 sub_title_text 至少要有一个。`,
    en: `${field} takes main_title.title or sub_title_text.`,
  })
}

function checkSomePicture(check: MessageCheck, field: string, { image_text_area, card_image }: Block): void {
  if (image_text_area !== undefined || card_image !== undefined) return
  check.refuse(`${field}.card_image`, {
    zh: `${field} 须有 image_text_area 或 card_image。`,
    en: `${field} takes image_text_area or card_image.`,
  })
}

const RULES = { send: cardRules('send'), update: cardRules('update') }

/** A template card, to be sent or to replace one that was. */
export const templateCard = (purpose: Purpose): Rule => byType(RULES[purpose])

/** A card whose rules its `card_type` chooses. */
export function byType(rules: Readonly<Record<string, Rule>>): Rule {
  const ruleOf = (value: unknown): Rule | undefined => {
    const type = isRecord(value) ? String(value.card_type) : ''
    return Object.hasOwn(rules, type) ? rules[type] : undefined
  }
  return {
    check(check, field, value) {
      check.object(field, value)
      const rule = ruleOf(value)
      if (rule) rule.check(check, field, value)
      else check.refuse(`${field}.card_type`, oneOfTypes(Object.keys(rules)))
    },
    write: (value) => ruleOf(value)?.write?.(value) ?? value,
  }
}

const oneOfTypes = (types: readonly string[]) => ({
  zh: `card_type 只能是 ${types.join('、')}。`,
  en: `card_type is one of ${types.join(', ')}.`,
})
