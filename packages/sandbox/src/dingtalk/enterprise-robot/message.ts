import type { World } from '../../world.ts'
import type { ModernRefusal } from '../modern-refusal.ts'
import { Params, parseObject } from '../params.ts'
import { malformedMsgParam, missingField, robotRefusal, unknownMsgKey } from './refusals.ts'
import { templates } from './templates.ts'

/** A message as the chat shows it: the template's name and its parameters, no longer as text. */
export interface RobotMessage {
  readonly robotCode: string
  readonly msgKey: string
  readonly msgParam: Readonly<Record<string, unknown>>
}

/** What files a sampleFile may have (《消息发送与接收类型》, 2026-05-15). */
const FILE_TYPES = new Set(['xlsx', 'pdf', 'zip', 'rar', 'doc', 'docx'])

/** Reads msgKey and msgParam, which is a JSON text, never an object. */
export function readMessage(
  { limits }: Pick<World, 'limits'>,
  isMedia: (id: string) => boolean,
  params: Params,
): RobotMessage | ModernRefusal {
  const msgKey = params.text('msgKey')
  if (msgKey === '') return robotRefusal('invalidParameter.msgKey.empty')
  const template = templates[msgKey]
  if (!template) return unknownMsgKey(msgKey)
  const json = params.value('msgParam')
  const msgParam = typeof json === 'string' ? parseObject(json) : undefined
  if (typeof json !== 'string' || !msgParam) return malformedMsgParam()
  const mostBytes = limits.get('dingtalk.robotMsgParamBytes')
  if (mostBytes !== null && Buffer.byteLength(json) > mostBytes)
    return robotRefusal('invalidParameter.msgParam.tooLong')
  const values = new Params(msgParam)
  const missing = template.fields.find(({ name }) => values.text(name) === '')
  if (missing) return missingField(missing.missing, template.part, missing.name)
  if (!isRight(msgKey, values, isMedia)) return robotRefusal('invalidParameter.param.invalid')
  return { robotCode: params.text('robotCode'), msgKey, msgParam }
}

/** Durations, kinds of files and media ids; the list names no code of its own for a wrong one. */
function isRight(msgKey: string, values: Params, isMedia: (id: string) => boolean): boolean {
  const isDuration = () => (values.integer('duration') ?? 0) > 0
  switch (msgKey) {
    case 'sampleImageMsg': {
      const photo = values.text('photoURL')
      return /^https?:\/\//.test(photo) || isMedia(photo)
    }
    case 'sampleAudio':
      return isDuration() && isMedia(values.text('mediaId'))
    case 'sampleFile':
      return FILE_TYPES.has(values.text('fileType')) && isMedia(values.text('mediaId'))
    case 'sampleVideo': {
      const isVideo = values.text('videoType') === 'mp4' && isMedia(values.text('videoMediaId'))
      return isVideo && isDuration() && isMedia(values.text('picMediaId'))
    }
    default:
      return true
  }
}
