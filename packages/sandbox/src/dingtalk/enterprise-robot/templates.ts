/** A field of a template and the code its absence has; `part --》 name` stands in the refusal's sentence. */
interface Field {
  readonly name: string
  readonly missing: string
}

/** What msgParam holds under one msgKey (《消息发送与接收类型》, 2026-05-15). */
export interface Template {
  /** What the platform calls it in its refusals. */
  readonly part: string
  /** All mandatory. */
  readonly fields: readonly Field[]
}

const field = (name: string, missing: string): Field => ({ name, missing: `miss.param.${missing}` })

const cardHead = [field('title', 'actionCardTotitle'), field('text', 'actionCardTotext')]

/** Cards with so many buttons under each other; one with a single button is sampleActionCard. */
function verticalCard(buttons: number): Template {
  const numbers = Array.from({ length: buttons }, (_, place) => place + 1)
  const ofButtons = numbers.flatMap((n) => [
    field(`actionTitle${n}`, 'actionCardTobtns'),
    field(`actionURL${n}`, 'actionCardTobtns'),
  ])
  return { part: 'actionCard', fields: [...cardHead, ...ofButtons] }
}

export const templates: Readonly<Record<string, Template>> = {
  sampleText: { part: 'text', fields: [field('content', 'contentOfText')] },
  sampleMarkdown: {
    part: 'markdown',
    fields: [field('title', 'markdownTotitle'), field('text', 'markdownTotext')],
  },
  sampleImageMsg: { part: 'photo', fields: [field('photoURL', 'photoTophotoUrl')] },
  // picUrl has no code of its own in the list, so a link does without a picture.
  sampleLink: {
    part: 'link',
    fields: [
      field('title', 'titleOfLink'),
      field('text', 'textOfLink'),
      field('messageUrl', 'messageUrlOfLink'),
    ],
  },
  sampleActionCard: {
    part: 'actionCard',
    fields: [
      ...cardHead,
      field('singleTitle', 'actionCardTosingleTitle'),
      field('singleURL', 'actionCardTosingleUrl'),
    ],
  },
  sampleActionCard2: verticalCard(2),
  sampleActionCard3: verticalCard(3),
  sampleActionCard4: verticalCard(4),
  sampleActionCard5: verticalCard(5),
  // Two buttons beside each other; its fields have other names than those of the vertical cards.
  sampleActionCard6: {
    part: 'actionCard',
    fields: [
      ...cardHead,
      field('buttonTitle1', 'actionCardTobtns'),
      field('buttonUrl1', 'actionCardTobtns'),
      field('buttonTitle2', 'actionCardTobtns'),
      field('buttonUrl2', 'actionCardTobtns'),
    ],
  },
  sampleAudio: { part: 'audio', fields: [field('mediaId', 'audio'), field('duration', 'audio')] },
  sampleFile: {
    part: 'file',
    fields: [field('mediaId', 'file'), field('fileName', 'file'), field('fileType', 'file')],
  },
  sampleVideo: {
    part: 'video',
    fields: [
      field('duration', 'video'),
      field('videoMediaId', 'video'),
      field('videoType', 'video'),
      field('picMediaId', 'video'),
    ],
  },
}
