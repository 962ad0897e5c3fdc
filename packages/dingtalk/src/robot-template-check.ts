import { InputCheck, type Warning } from '@hongyan/platform-call'
import { MAX_MSG_PARAM_BYTES } from './limits.ts'
import type { RobotMsgKey, RobotTemplate, RobotTemplateParams } from './robot-template.ts'

/**
 * Holds a template's parameters against every documented limit, without a client and without sending; gives what is
 * merely advised.
 *
 * @throws InvalidInputError naming field, limit and size
 */
export function checkRobotTemplate(template: RobotTemplate): readonly Warning[] {
  const check = new InputCheck('dingtalk', 'checkRobotTemplate')
  encodeMsgParam(template, check)
  return check.warnings
}

/** Checks a template and gives `msgParam` as the platform wants it: JSON inside a text. @throws InvalidInputError */
export function encodeMsgParam(template: RobotTemplate, check: InputCheck): string {
  check.object('template', template)
  const { msgKey, msgParam } = template
  check.text('msgKey', msgKey)
  check.oneOf('msgKey', msgKey, Object.keys(REQUIRED))
  check.object('msgParam', msgParam)
  const params = Object.entries(msgParam)
  for (const name of REQUIRED[msgKey]) check.text(`msgParam.${name}`, new Map(params).get(name))
  for (const [name, value] of params) check.textOrNothing(`msgParam.${name}`, value)
  checkValues(template, check)
  const json = JSON.stringify(msgParam)
  check.atMost('msgParam', MAX_MSG_PARAM_BYTES, Buffer.byteLength(json), 'bytes')
  return json
}

function checkValues({ msgKey, msgParam }: RobotTemplate, check: InputCheck): void {
  if (msgKey === 'sampleFile') check.oneOf('msgParam.fileType', msgParam.fileType, FILE_TYPES)
  if (msgKey === 'sampleVideo') check.oneOf('msgParam.videoType', msgParam.videoType, ['mp4'])
  if (msgKey !== 'sampleAudio' && msgKey !== 'sampleVideo') return
  if (!/^[1-9]\d*$/.test(msgParam.duration)) check.refuse('msgParam.duration', NO_DURATION)
}

const FILE_TYPES: readonly RobotTemplateParams['sampleFile']['fileType'][] = [
  ...(['xlsx', 'pdf', 'zip', 'rar', 'doc', 'docx'] as const),
]

const ACTIONS_2 = ['title', 'text', 'actionTitle1', 'actionURL1', 'actionTitle2', 'actionURL2'] as const
const ACTIONS_3 = [...ACTIONS_2, 'actionTitle3', 'actionURL3'] as const
const ACTIONS_4 = [...ACTIONS_3, 'actionTitle4', 'actionURL4'] as const

const REQUIRED: { readonly [Key in RobotMsgKey]: readonly (keyof RobotTemplateParams[Key])[] } = {
  sampleText: ['content'],
  sampleMarkdown: ['title', 'text'],
  sampleImageMsg: ['photoURL'],
  sampleLink: ['title', 'text', 'picUrl', 'messageUrl'],
  sampleActionCard: ['title', 'text', 'singleTitle', 'singleURL'],
  sampleActionCard2: ACTIONS_2,
  sampleActionCard3: ACTIONS_3,
  sampleActionCard4: ACTIONS_4,
  sampleActionCard5: [...ACTIONS_4, 'actionTitle5', 'actionURL5'],
  sampleActionCard6: ['title', 'text', 'buttonTitle1', 'buttonUrl1', 'buttonTitle2', 'buttonUrl2'],
  sampleAudio: ['mediaId', 'duration'],
  sampleFile: ['mediaId', 'fileName', 'fileType'],
  sampleVideo: ['duration', 'videoMediaId', 'videoType', 'picMediaId'],
}

const NO_DURATION = {
  zh: 'duration 是写成字符串的正整数：sampleAudio 单位为毫秒，sampleVideo 单位为秒。',
  en: 'duration is a positive whole number as text: milliseconds for sampleAudio, seconds for sampleVideo.',
}
