import type { DeliveryView } from '@hongyan/client'
import { expect, test } from 'vitest'
import { resultTable } from './result-table.ts'

const PERSON = {
  name: '张三',
  mobile: '13800000001',
  state: 'active',
  dingtalk: { userid: 'zhangsan' },
  wecom: { userid: 'zhangsan' },
} as const

const delivery = (change: Partial<DeliveryView>): DeliveryView => ({
  id: '0195a000-0000-7000-8000-000000000000.1',
  message: '0195a000-0000-7000-8000-000000000000',
  account: 'hr-ding',
  channel: 'dingtalk.work',
  recipient: 'mobile:13800000001',
  state: 'sent',
  final: false,
  verified: false,
  ceiling: 'read',
  recall: 'none',
  createdAt: '2026-03-02T02:00:00Z',
  changedAt: '2026-03-02T02:00:00Z',
  ...change,
})

test('of a message that was only sent, the table says whether more can still be known', () => {
  const deliveries = [
    delivery({}),
    delivery({ account: 'hr-wecom', channel: 'wecom.app', ceiling: 'sent', final: true }),
  ]

  const [, , ding, wecom] = resultTable(deliveries, [PERSON], 'zh').split('\n')

  expect(ding).toMatch(/^张三 13800000001 +钉钉 +sent +平台已接受；还没有确认是否送达$/)
  expect(wecom).toMatch(/^ +企业微信 +sent +平台已接受；企业微信不提供送达回执$/)
})

test('a reason stands with the platform’s code, and beside it what to do', () => {
  const forbidden = delivery({
    state: 'forbidden',
    platformCode: '143106',
    reason: { zh: '平台拦下了', en: 'Filtered' },
    remedy: { zh: '改动内容', en: 'Change the text' },
  })

  expect(resultTable([forbidden], [PERSON], 'en')).toMatch(/forbidden +Filtered \(143106\) +Change the text/)
})
