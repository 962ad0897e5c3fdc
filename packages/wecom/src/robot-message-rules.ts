import { createHash } from 'node:crypto'
import { type CardLengths, cardBlocks } from './card-blocks.ts'
import { cutOff, type MessageCheck, refused } from './check.ts'
import {
  MAX_ARTICLES,
  MAX_DESCRIPTION_BYTES,
  MAX_ROBOT_IMAGE_BYTES,
  MAX_ROBOT_MARKDOWN_BYTES,
  MAX_ROBOT_TEXT_BYTES,
  MAX_TITLE_BYTES,
  MAX_URL_BYTES,
} from './limits.ts'
import { isPicture } from './media-file.ts'
import type { RobotArticle, RobotImage, RobotMessage, RobotTextMessage } from './robot-message.ts'
import { list, object, optional, type Rule, text, url } from './rule.ts'
import { byType, checkSomeTitle } from './template-card-rules.ts'

/** 企业微信「消息推送配置说明」, 2025-08-07, 模版卡片类型: 建议 of each text. */
const ROBOT_LENGTHS: CardLengths = {
  sourceDesc: 13,
  title: 26,
  titleDesc: 30,
  emphasisTitle: 10,
  emphasisDesc: 15,
  subTitle: 112,
  keyname: 5,
  value: 26,
  jumpTitle: 13,
  verticalTitle: 26,
  verticalDesc: 112,
}

const blocks = cardBlocks(ROBOT_LENGTHS)
const notice = {
  card_type: text(),
  source: optional(blocks.source),
  quote_area: optional(blocks.quoteArea),
  horizontal_content_list: optional(blocks.horizontalContentList),
  jump_list: optional(blocks.jumpList),
  card_action: blocks.cardAction,
}

const templateCard = byType({
  text_notice: object(
    {
      ...notice,
      main_title: optional(blocks.mainTitle),
      emphasis_content: optional(blocks.emphasisContent),
      sub_title_text: blocks.subTitleText,
    },
    checkSomeTitle,
  ),
  news_notice: object({
    ...notice,
    main_title: blocks.titledMainTitle,
    image_text_area: optional(blocks.imageTextArea),
    card_image: blocks.cardImage,
    vertical_content_list: optional(blocks.verticalContentList),
  }),
})

const link = url(refused(MAX_URL_BYTES))
const names = optional(list(text(), { max: Number.POSITIVE_INFINITY }))
const markdown = object({ content: text(refused(MAX_ROBOT_MARKDOWN_BYTES)) })
const media = object({ media_id: text() })

/** The content of each type of a robot. */
export const ROBOT_CONTENT: Readonly<Record<RobotMessage['msgtype'], Rule>> = {
  text: object<RobotTextMessage['text']>({
    content: text(refused(MAX_ROBOT_TEXT_BYTES)),
    mentioned_list: names,
    mentioned_mobile_list: names,
  }),
  markdown,
  markdown_v2: object({ content: text(refused(MAX_ROBOT_MARKDOWN_BYTES)) }, warnOfLostMarkup),
  image: object<RobotImage>({ base64: text(), md5: text() }, checkImage),
  news: object({
    articles: list(
      object<RobotArticle>({
        title: text(cutOff(MAX_TITLE_BYTES)),
        description: optional(text(cutOff(MAX_DESCRIPTION_BYTES))),
        url: link,
        picurl: optional(link),
      }),
      { min: 1, max: MAX_ARTICLES },
    ),
  }),
  file: media,
  voice: media,
  template_card: templateCard,
}

function checkImage(check: MessageCheck, field: string, { base64, md5 }: Content): void {
  const bytes = Buffer.from(String(base64), 'base64')
  check.atMost(`${field}.base64`, MAX_ROBOT_IMAGE_BYTES, bytes.length, 'bytes')
  if (!isPicture(bytes)) check.refuse(`${field}.base64`, NO_PICTURE)
  if (createHash('md5').update(bytes).digest('hex') !== md5) check.refuse(`${field}.md5`, OTHER_MD5)
}

type Content = Readonly<Record<string, unknown>>

function warnOfLostMarkup(check: MessageCheck, field: string, { content }: Content): void {
  if (!/<@|<font/i.test(String(content))) return
  check.warn(`${field}.content`, {
    zh: 'markdown_v2 不支持 <@userid> 提醒与 <font> 颜色，会原样显示或被忽略；需要它们请用 markdown。',
    en: 'markdown_v2 knows neither <@userid> nor <font>: nobody is alerted. Use markdown for them.',
  })
}

const NO_PICTURE = {
  zh: 'image.base64 须为 JPG 或 PNG 图片的 base64，可用 robotImage(bytes) 生成。',
  en: 'image.base64 is the base64 of a JPG or PNG; robotImage(bytes) writes it.',
}
const OTHER_MD5 = {
  zh: 'image.md5 与图片内容不符：应为 base64 编码之前的字节的 md5（小写十六进制），可用 robotImage(bytes) 生成。',
  en: 'image.md5 is not that of the picture: it is the md5 of the bytes before base64, in lower-case hexadecimal; robotImage(bytes) writes it.',
}
