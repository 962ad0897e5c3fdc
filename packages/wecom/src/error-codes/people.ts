import type { CodeGroup } from '../error-codes.ts'

/** Members, departments and tags, as receivers and in the directory. Source: 企业微信「全局错误码」, 2024-04-08. */
export const PEOPLE_CODES: readonly CodeGroup[] = [
  {
    kind: 'rejected',
    codes: [81013],
    remedy: {
      zh: '接收人全部无效，没有人收到。通常是接收人不存在或不在应用的可见范围内，请在管理后台调整应用的“可见范围”。',
      en: 'Every receiver is invalid and nobody got it. They do not exist or are outside the visible range (可见范围) of the app; widen it in the admin console.',
    },
  },
  {
    kind: 'rejected',
    codes: [82001, 81012],
    remedy: {
      zh: '没有指定接收人。请至少给出 touser、toparty、totag 之一。',
      en: 'No receiver was given. Give at least one of touser, toparty and totag.',
    },
  },
  {
    kind: 'rejected',
    codes: [40003, 40031, 60111, 60021, 50002],
    remedy: {
      zh: '成员不存在、userid 不合法，或不在应用的可见范围内。请核对 userid 与应用的可见范围。',
      en: 'The member does not exist, the userid is malformed, or the member is outside the visible range of the app. Check both.',
    },
  },
  {
    kind: 'rejected',
    codes: [40066, 40068],
    remedy: {
      zh: '部门或标签不存在，或不在应用的可见范围内。',
      en: 'The department or tag does not exist or is outside the visible range of the app.',
    },
  },
  {
    kind: 'rejected',
    codes: [40032, 82002, 82003],
    remedy: {
      zh: '接收人过多：成员最多 1000 个，部门与标签各最多 100 个。请分批发送。',
      en: 'Too many receivers: at most 1 000 members, 100 departments and 100 tags. Split the call.',
    },
  },
  {
    kind: 'rejected',
    codes: [46004],
    remedy: {
      zh: '成员不存在，或不在应用的可见范围内（两者的应答相同）。',
      en: 'No such member, or outside the visible range of the app: the platform answers both alike.',
    },
  },
  {
    kind: 'rejected',
    codes: [60103],
    remedy: { zh: '手机号码不合法，请核对号码。', en: 'This is not a valid mobile number: check it.' },
  },
  {
    kind: 'rejected',
    codes: [43004],
    remedy: {
      zh: '成员未绑定微信或未关注微信插件。',
      en: 'The member has not linked WeChat or does not follow the WeChat plug-in.',
    },
  },
  {
    kind: 'rejected',
    codes: [701099, 701016],
    remedy: {
      zh: '成员没有有效的接口许可，或账号未激活、已过期。请管理员处理接口许可。',
      en: 'The member has no valid API licence, or it is not active or has expired. Ask the administrator for a licence.',
    },
  },
  {
    kind: 'rejected',
    codes: [60123, 60003],
    remedy: {
      zh: '部门不存在，或不在应用的可见范围内。请核对部门 id。',
      en: 'The department does not exist or is outside the visible range of the app. Check its id.',
    },
  },
  {
    kind: 'rejected',
    codes: [45029],
    remedy: {
      zh: '应答过大。请缩小范围：按子部门分别查询，或改用 users.ids() 分页取 id。',
      en: 'The answer would be too large. Ask for smaller departments, or page through the ids by users.ids().',
    },
  },
  {
    kind: 'rejected',
    codes: [40070],
    remedy: {
      zh: '名单全部无效，没有加入任何成员。请核对 userid、部门 id 与应用的可见范围。',
      en: 'Every name of the list is invalid, so nobody was added. Check userids, department ids and the visible range of the app.',
    },
  },
  {
    kind: 'rejected',
    codes: [60102],
    remedy: {
      zh: 'UserID 已存在。请换一个 userid，或改为更新成员。',
      en: 'The userid exists already. Take another one, or update the member.',
    },
  },
]
