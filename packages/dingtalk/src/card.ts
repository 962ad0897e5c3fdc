import { InputCheck } from '@hongyan/platform-call'
import { booleanOf, type Fields, objectOf, objectsOf, textOf } from './answer-fields.ts'
import { type DingTalkApi, type Success, unusableAnswer } from './api.ts'
import { checkCard, checkCardData, checkCardStream, checkDelivery } from './card-check.ts'

/** What a card's variables are filled with. */
export interface CardData {
  /** Texts only; a name at most 100 bytes, a value 1 KB. */
  readonly cardParamMap: Readonly<Record<string, string>>
}

/** A card made from a template of the card platform. */
export interface CardInstance {
  readonly cardTemplateId: string
  /** Chosen by you and unique; used again it has no effect. Pressed buttons and updates name it. */
  readonly outTrackId: string
  readonly cardData: CardData
  /** What only single persons see of it, by userid or unionid. */
  readonly privateData?: Readonly<Record<string, CardData>> | undefined
  /** Where pressed buttons are told. Default: HTTP. */
  readonly callbackType?: 'STREAM' | 'HTTP' | undefined
  /** Which registered address is told, for HTTP. */
  readonly callbackRouteKey?: string | undefined
  /** 1: people are named by userid, 2: by unionid. Default 1. */
  readonly userIdType?: 1 | 2 | undefined
  readonly imGroupOpenSpaceModel?: { readonly supportForward?: boolean | undefined } | undefined
  readonly imRobotOpenSpaceModel?: { readonly supportForward?: boolean | undefined } | undefined
}

/** Where a card is to appear. */
export interface CardDelivery {
  /** As `openSpaceId` makes it: `dtv1.card//IM_GROUP.cid…`, several behind each other with `;`. */
  readonly openSpaceId: string
  readonly userIdType?: 1 | 2 | undefined
  /** Required for a group. */
  readonly imGroupOpenDeliverModel?:
    | {
        readonly robotCode: string
        /** Names by userid. */
        readonly atUserIds?: Readonly<Record<string, string>> | undefined
        /** Who sees it. Default: everybody in the group. */
        readonly recipients?: readonly string[] | undefined
      }
    | undefined
  /** Required for a conversation with the robot. */
  readonly imRobotOpenDeliverModel?: { readonly spaceType: 'IM_ROBOT' } | undefined
}

/** Whether it appeared in one place. */
export interface CardDeliverResult {
  readonly spaceType: string | undefined
  readonly spaceId: string | undefined
  readonly success: boolean
  /** The processQueryKey of the message that carries it. */
  readonly carrierId: string | undefined
  readonly errorMsg: string | undefined
}

/** What is to change on a card. */
export interface CardUpdate {
  readonly outTrackId: string
  readonly cardData?: CardData | undefined
  readonly privateData?: Readonly<Record<string, CardData>> | undefined
  readonly cardUpdateOptions?:
    | {
        /** True: only the names given change. Default false: all are replaced. */
        readonly updateCardDataByKey?: boolean | undefined
        readonly updatePrivateDataByKey?: boolean | undefined
      }
    | undefined
  readonly userIdType?: 1 | 2 | undefined
}

/** A piece of a text that appears while it is written. */
export interface CardStream {
  readonly outTrackId: string
  /** Unique for each piece. */
  readonly guid: string
  /** The card's variable. */
  readonly key: string
  /** At most 1 K. */
  readonly content: string
  /** True: replaces what is there; a Markdown variable needs it. */
  readonly isFull: boolean
  /** True with the last piece. */
  readonly isFinalize: boolean
  /** True: writing failed. Default false. */
  readonly isError?: boolean | undefined
}

/**
 * Interactive cards. They need `Card.Instance.Write`, streaming `Card.Streaming.Write`. All may throw InvalidInputError,
 * NotSentError, RejectedError, ThrottledError, TokenError and AmbiguousError.
 */
export interface Cards {
  /** Makes a card that appears nowhere yet. Source: 钉钉「创建卡片」, 2026-08-22. */
  create(card: CardInstance): Promise<void>
  /** Lets a card appear. It may fail in some places: look at each result. Source: 钉钉「投放卡片」, 2026-08-22. */
  deliver(outTrackId: string, delivery: CardDelivery): Promise<readonly CardDeliverResult[]>
  /** Both at once. Source: 钉钉「创建并投放卡片」, 2026-08-22. */
  createAndDeliver(card: CardInstance & CardDelivery): Promise<readonly CardDeliverResult[]>
  /** Changes a card wherever it appeared. Source: 钉钉「更新卡片」, 2026-08-22. */
  update(update: CardUpdate): Promise<void>
  /** Writes a text onto a card piece by piece. Source: 钉钉「AI卡片流式更新」, 2026-08-22. */
  stream(piece: CardStream): Promise<void>
}

const INSTANCES = '/v1.0/card/instances'
const DELIVER = `${INSTANCES}/deliver`
const CREATE_AND_DELIVER = `${INSTANCES}/createAndDeliver`
const STREAMING = '/v1.0/card/streaming'

export function createCards(api: DingTalkApi): Cards {
  const write = async (method: 'POST' | 'PUT', path: string, content: object): Promise<Success> => {
    const success = await api.request(method, path, { body: JSON.stringify(content) })
    // Whether "no success" means "not executed" is not documented.
    if (booleanOf(success.body.success) === false)
      throw unusableAnswer(`${method} ${path}`, 'success', success)
    return success
  }
  return {
    async create(card) {
      checkCard(card, new InputCheck('dingtalk', `POST ${INSTANCES}`))
      await write('POST', INSTANCES, card)
    },

    async deliver(outTrackId, delivery) {
      const check = new InputCheck('dingtalk', `POST ${DELIVER}`)
      check.text('outTrackId', outTrackId)
      checkDelivery(delivery, check)
      const success = await write('POST', DELIVER, { outTrackId, ...delivery })
      return readResults(success.body.result, DELIVER, success)
    },

    async createAndDeliver(card) {
      const check = new InputCheck('dingtalk', `POST ${CREATE_AND_DELIVER}`)
      checkCard(card, check)
      checkDelivery(card, check)
      const success = await write('POST', CREATE_AND_DELIVER, card)
      return readResults(objectOf(success.body.result).deliverResults, CREATE_AND_DELIVER, success)
    },

    async update(update) {
      const check = new InputCheck('dingtalk', `PUT ${INSTANCES}`)
      check.object('update', update)
      check.text('outTrackId', update.outTrackId)
      checkCardData(update, check)
      await write('PUT', INSTANCES, update)
    },

    async stream(piece) {
      checkCardStream(piece, new InputCheck('dingtalk', `PUT ${STREAMING}`))
      await write('PUT', STREAMING, { isError: false, ...piece })
    },
  }
}

function readResults(results: unknown, path: string, success: Success): CardDeliverResult[] {
  if (!Array.isArray(results)) throw unusableAnswer(`POST ${path}`, 'deliverResults', success)
  return objectsOf(results).map(readResult)
}

const readResult = (result: Fields): CardDeliverResult => ({
  spaceType: textOf(result.spaceType),
  spaceId: textOf(result.spaceId),
  success: booleanOf(result.success) ?? false,
  carrierId: textOf(result.carrierId),
  errorMsg: textOf(result.errorMsg),
})

/** Where a card can appear, and as whom or what that place is named. */
export interface CardSpace {
  /** IM_GROUP by openConversationId, IM_ROBOT by userid or unionid, ONE_BOX by openConversationId (吊顶). */
  readonly spaceType: 'IM_GROUP' | 'IM_ROBOT' | 'IM_SINGLE' | 'ONE_BOX'
  readonly spaceId: string
}

/** Several places as the platform names them. */
export const openSpaceId = (...spaces: readonly CardSpace[]): string =>
  `dtv1.card//${spaces.map(({ spaceType, spaceId }) => `${spaceType}.${spaceId}`).join(';')}`
