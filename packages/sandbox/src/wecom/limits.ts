import type { LimitDeclaration } from '../limits.ts'

const TOKEN_PAGE = '《获取access_token》, developer.work.weixin.qq.com/document/path/91039'
const FREQUENCY_PAGE = '《访问频率限制》, developer.work.weixin.qq.com/document/path/90312, 2023-08-28'
const SEND_PAGE = '《发送应用消息》, developer.work.weixin.qq.com/document/path/90236, 2025-09-24'
const CODES_PAGE = '《全局错误码》, developer.work.weixin.qq.com/document/path/90313, 2024-04-08'
const ROBOT_PAGE = '《消息推送配置说明》, developer.work.weixin.qq.com/document/path/99110, 2025-08-07'
const MEDIA_PAGE = '《上传临时素材》, developer.work.weixin.qq.com/document/path/90253, 2024-07-22'
const UPLOADIMG_PAGE = '《上传图片》, developer.work.weixin.qq.com/document/path/90256'
const UPDATE_PAGE = '《更新模版卡片消息》, developer.work.weixin.qq.com/document/path/94888, 2025-07-24'
const CALLBACK_PAGE = '《回调配置》, developer.work.weixin.qq.com/document/path/90930'
const CHAT_CREATE_PAGE = '《创建群聊会话》, developer.work.weixin.qq.com/document/path/90245, 2024-11-29'
const CHAT_UPDATE_PAGE = '《修改群聊会话》, developer.work.weixin.qq.com/document/path/98913, 2023-04-13'
const CHAT_SEND_PAGE = '《应用推送消息》, developer.work.weixin.qq.com/document/path/90248, 2024-07-11'
const LOOKUP_PAGE = '《手机号获取userid》, developer.work.weixin.qq.com/document/path/96267, 2025-08-29'

const TOO_LARGE = '45001 or the code of the kind, see the profile wecom.tooLargeMedia'
const MB = 1024 * 1024

/** WeCom has one edition: every limit is the same in `standard` and `professional`. */
export const limits: readonly LimitDeclaration[] = [
  {
    name: 'wecom.tokenSeconds',
    unit: 'seconds a token lives; null = for ever',
    standard: 7200,
    beyond: `42001. ${TOKEN_PAGE}`,
  },
  {
    name: 'wecom.callsPerMinute',
    unit: 'calls per minute, corp and interface; message/send is not counted',
    standard: 10_000,
    beyond: `45009 for 60 s. ${FREQUENCY_PAGE}`,
  },
  {
    name: 'wecom.callsPerHour',
    unit: 'calls per hour, corp and interface; message/send is not counted',
    standard: 150_000,
    beyond: `45009 for 60 min. ${FREQUENCY_PAGE}`,
  },
  {
    name: 'wecom.ipCallsPerMinute',
    unit: 'calls per minute, caller address and interface; message/send is not counted',
    standard: 20_000,
    beyond: `45009 for 60 s. ${FREQUENCY_PAGE}`,
  },
  {
    name: 'wecom.ipCallsPerHour',
    unit: 'calls per hour, caller address and interface; message/send is not counted',
    standard: 600_000,
    beyond: `45009 for 60 min. ${FREQUENCY_PAGE}`,
  },
  {
    name: 'wecom.debugPerMinute',
    unit: 'calls with debug=1 per minute, app and interface',
    standard: 5,
    beyond: `45009 for 60 s. ${CODES_PAGE}`,
  },
  {
    name: 'wecom.gettokenWrongSecret',
    unit: 'wrong secrets per hour, caller address',
    standard: 2000,
    beyond: `45009 to every gettoken of the address for 60 min. ${CODES_PAGE}; the figure is a staff answer in the forum, 2021`,
  },
  {
    name: 'wecom.lookupMissShare',
    unit: 'failed look-ups per natural day and interface, as a share of the seats',
    standard: 0.2,
    beyond: `45009 to the interface until the day ends. ${LOOKUP_PAGE}; the code is not documented`,
  },
  {
    name: 'wecom.personTimesPerSeatPerDay',
    unit: 'receivers per natural day and app, for each seat of the corp',
    standard: 200,
    beyond: `45009 until the day ends or a silent drop, see the profile wecom.dailyQuota. ${FREQUENCY_PAGE}`,
  },
  {
    name: 'wecom.memberPerMinute',
    unit: 'messages per minute, app and member',
    standard: 30,
    beyond: `dropped without a word: errcode stays 0. ${FREQUENCY_PAGE}`,
  },
  {
    name: 'wecom.memberPerHour',
    unit: 'messages per hour, app and member',
    standard: 1000,
    beyond: `dropped without a word: errcode stays 0. ${FREQUENCY_PAGE}`,
  },
  {
    name: 'wecom.touserPerCall',
    unit: 'userids in touser',
    standard: 1000,
    beyond: `40032. ${SEND_PAGE}`,
  },
  {
    name: 'wecom.topartyPerCall',
    unit: 'department ids in toparty',
    standard: 100,
    beyond: `82002. ${SEND_PAGE}`,
  },
  {
    name: 'wecom.totagPerCall',
    unit: 'tag ids in totag',
    standard: 100,
    beyond: `82003. ${SEND_PAGE}`,
  },
  {
    name: 'wecom.robotPerMinute',
    unit: 'messages per minute, robot',
    standard: 20,
    beyond: `45009 for 60 s. ${ROBOT_PAGE}`,
  },
  {
    name: 'wecom.robotTextBytes',
    unit: 'UTF-8 bytes of a robot text',
    standard: 5120,
    beyond: `40058. The page says 2048, the server's own error said 5120 in 2022. ${ROBOT_PAGE}`,
  },
  {
    name: 'wecom.imageBytes',
    unit: 'bytes of an uploaded image',
    standard: 10 * MB,
    beyond: `${TOO_LARGE}. The help of 45001 still says 5 MB. ${MEDIA_PAGE}`,
  },
  {
    name: 'wecom.voiceBytes',
    unit: 'bytes of an uploaded voice',
    standard: 2 * MB,
    beyond: `${TOO_LARGE}. ${MEDIA_PAGE}`,
  },
  {
    name: 'wecom.videoBytes',
    unit: 'bytes of an uploaded video',
    standard: 10 * MB,
    beyond: `${TOO_LARGE}. ${MEDIA_PAGE}`,
  },
  {
    name: 'wecom.fileBytes',
    unit: 'bytes of an uploaded file, also a robot’s',
    standard: 20 * MB,
    beyond: `${TOO_LARGE}. ${MEDIA_PAGE}`,
  },
  {
    name: 'wecom.mediaSeconds',
    unit: 'seconds an upload lives; null = for ever',
    standard: 3 * 86_400,
    beyond: `40007. ${MEDIA_PAGE}`,
  },
  {
    name: 'wecom.uploadimgPerDay',
    unit: 'pictures per natural day, corp',
    standard: 1000,
    beyond: `45009 until the day ends. ${UPLOADIMG_PAGE}`,
  },
  {
    name: 'wecom.uploadimgPerMonth',
    unit: 'pictures per natural month, corp',
    standard: 3000,
    beyond: `45009 for 30 days. ${UPLOADIMG_PAGE}`,
  },
  {
    name: 'wecom.responseCodeSeconds',
    unit: 'seconds a response_code of a card can be used; null = for ever',
    standard: 72 * 3600,
    beyond: `60140. Older copies of the page say 24 hours. ${UPDATE_PAGE}`,
  },
  {
    name: 'wecom.callbackMs',
    unit: 'milliseconds of real time that an app has for answering a push',
    standard: 5000,
    beyond: `the connection is cut and the push repeated. ${CALLBACK_PAGE}`,
  },
  {
    name: 'wecom.callbackVerifyMs',
    unit: 'milliseconds of real time that an address has for answering the check of its configuration',
    standard: 1000,
    beyond: `40057: the configuration is not saved. ${CALLBACK_PAGE}`,
  },
  {
    name: 'wecom.appchatsPerDay',
    unit: 'groups created per natural day, all apps of the corp',
    standard: 1000,
    beyond: `45009 until the day ends. ${CHAT_CREATE_PAGE}`,
  },
  {
    name: 'wecom.appchatUpdatesPerHour',
    unit: 'calls of appchat/update per hour, corp',
    standard: 1000,
    beyond: `45009 for 60 min. ${CHAT_UPDATE_PAGE}`,
  },
  {
    name: 'wecom.appchatPersonTimesPerMinute',
    unit: 'person-times of appchat/send per minute, corp',
    standard: 20_000,
    beyond: `45009 for 60 s. ${CHAT_SEND_PAGE}`,
  },
  {
    name: 'wecom.appchatPersonTimesPerHour',
    unit: 'person-times of appchat/send per hour, a corp that is small or not verified; medium ones have 350 000, large ones 700 000',
    standard: 150_000,
    beyond: `45009 for 60 min. ${CHAT_SEND_PAGE}`,
  },
  {
    name: 'wecom.appchatMemberPerMinute',
    unit: 'messages of an app to one member per minute, across its groups',
    standard: 200,
    beyond: `dropped without a word: errcode stays 0. ${CHAT_SEND_PAGE}`,
  },
  {
    name: 'wecom.appchatMemberPerDay',
    unit: 'messages of an app to one member per day, across its groups',
    standard: 10_000,
    beyond: `dropped without a word: errcode stays 0. ${CHAT_SEND_PAGE}`,
  },
  {
    name: 'wecom.userListMembers',
    unit: 'members that one answer of user/list describes',
    standard: null,
    beyond: `45029. The code is documented, no figure is. ${CODES_PAGE}`,
  },
]
