import { advised, type MessageCheck, refused } from './check.ts'
import {
  MAX_ASPECT_RATIO,
  MAX_HORIZONTAL_CONTENTS,
  MAX_JUMPS,
  MAX_URL_BYTES,
  MAX_VERTICAL_CONTENTS,
  MIN_ASPECT_RATIO,
} from './limits.ts'
import { choice, list, object, optional, type Rule, type Shape, text, url } from './rule.ts'
import type {
  CardImage,
  CardSource,
  HorizontalContent,
  ImageTextArea,
  Jump,
  MainTitle,
  QuoteArea,
  TitledMainTitle,
  VerticalContent,
} from './template-card.ts'

/** Advised lengths that differ between cards of apps and of robots. Unit: characters. */
export interface CardLengths {
  readonly sourceDesc: number
  readonly title: number
  readonly titleDesc: number
  readonly emphasisTitle: number
  readonly emphasisDesc: number
  readonly subTitle: number
  readonly keyname: number
  readonly value: number
  readonly jumpTitle: number
  readonly verticalTitle: number
  readonly verticalDesc: number
}

const link = url(refused(MAX_URL_BYTES))
const linkFields = {
  type: choice(0, 1, 2),
  url: optional(link),
  appid: optional(text()),
  pagepath: optional(text()),
}

/** The blocks that cards of apps and of robots share. */
export function cardBlocks(lengths: CardLengths) {
  const desc = (limit: number) => optional(text(advised(limit)))
  const titles = (title: Rule): Shape<MainTitle> => ({ title, desc: desc(lengths.titleDesc) })
  return {
    source: object<CardSource>({
      icon_url: optional(link),
      desc: desc(lengths.sourceDesc),
      desc_color: choice(0, 1, 2, 3),
    }),
    mainTitle: object<MainTitle>(titles(desc(lengths.title))),
    titledMainTitle: object<TitledMainTitle>(titles(text(advised(lengths.title)))),
    quoteArea: object<QuoteArea>(
      { ...linkFields, title: optional(text()), quote_text: optional(text()) },
      checkLink,
    ),
    emphasisContent: object({ title: desc(lengths.emphasisTitle), desc: desc(lengths.emphasisDesc) }),
    subTitleText: desc(lengths.subTitle),
    horizontalContentList: list(horizontalContent(lengths), { max: MAX_HORIZONTAL_CONTENTS }),
    jumpList: list(object<Jump>({ ...linkFields, title: text(advised(lengths.jumpTitle)) }, checkLink), {
      max: MAX_JUMPS,
    }),
    cardAction: object(linkFields, checkAction),
    imageTextArea: object<ImageTextArea>(
      { ...linkFields, title: optional(text()), desc: optional(text()), image_url: link },
      checkLink,
    ),
    cardImage: object<CardImage>({ url: link, aspect_ratio: optional(aspectRatio) }),
    verticalContentList: list(
      object<VerticalContent>({
        title: text(advised(lengths.verticalTitle)),
        desc: desc(lengths.verticalDesc),
      }),
      { max: MAX_VERTICAL_CONTENTS },
    ),
    /** Of a card that need not lead anywhere. */
    looseCardAction: object(linkFields, checkLink),
  }
}

const horizontalContent = ({ keyname, value }: CardLengths): Rule =>
  object<HorizontalContent>(
    {
      type: choice(0, 1, 2, 3),
      keyname: text(advised(keyname)),
      value: optional(text(advised(value))),
      url: optional(link),
      media_id: optional(text()),
      userid: optional(text()),
    },
    (check, field, { type, ...content }) => {
      const needed = { 1: 'url', 2: 'media_id', 3: 'userid' }[Number(type)]
      if (needed) check.text(`${field}.${needed}`, content[needed])
    },
  )

type Block = Readonly<Record<string, unknown>>

/** 1 leads to an address, 2 into a mini-program; what the type does not use is ignored by the platform. */
function checkLink(check: MessageCheck, field: string, { type, url: address, appid }: Block): void {
  if (type === 1) check.text(`${field}.url`, address)
  if (type === 2) check.text(`${field}.appid`, appid)
  if (type === 1 || type === 2 || (!address && !appid)) return
  check.warn(`${field}.type`, {
    zh: `${field}.type 不是 1（链接）或 2（小程序），平台会忽略其中的 url 与 appid。`,
    en: `Without ${field}.type 1 (address) or 2 (mini-program) the platform ignores url and appid in it.`,
  })
}

function checkAction(check: MessageCheck, field: string, action: Block): void {
  if (action.type !== 1 && action.type !== 2) {
    check.refuse(`${field}.type`, {
      zh: `${field}.type 必填，只能是 1（链接）或 2（小程序）。`,
      en: `${field}.type is required: 1 (address) or 2 (mini-program).`,
    })
  }
  checkLink(check, field, action)
}

const aspectRatio: Rule = {
  check(check, field, value) {
    if (typeof value === 'number' && value > MIN_ASPECT_RATIO && value < MAX_ASPECT_RATIO) return
    check.refuse(field, {
      zh: `${field} 须大于 ${MIN_ASPECT_RATIO} 且小于 ${MAX_ASPECT_RATIO}；不填即为 ${MIN_ASPECT_RATIO}。`,
      en: `${field} must be above ${MIN_ASPECT_RATIO} and below ${MAX_ASPECT_RATIO}; left out it is ${MIN_ASPECT_RATIO}.`,
    })
  },
}
