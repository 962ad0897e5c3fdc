import type { DeliveryView } from '@hongyan/contract'
import { expect, test } from 'vitest'
import { deliveryRow, deliveryTable } from './delivery-rows.ts'

const FORBIDDEN: DeliveryView = {
  id: '0195a000-0000-7000-8000-000000000000.1',
  message: '0195a000-0000-7000-8000-000000000000',
  account: 'hr-ding',
  channel: 'dingtalk.work',
  recipient: 'mobile:13800000001',
  state: 'forbidden',
  final: true,
  verified: true,
  ceiling: 'read',
  recall: 'none',
  code: 'repeated_today',
  platformCode: '143106',
  reason: { zh: '平台拦下了', en: 'Filtered by the platform' },
  remedy: { zh: '改动内容', en: 'Change the text' },
  createdAt: '2026-03-02T02:00:00Z',
  changedAt: '2026-03-02T02:00:00Z',
}

test('a delivery is printed with exactly the documented fields, in the language asked for', () => {
  expect(deliveryRow(FORBIDDEN, 'en')).toEqual({
    account: 'hr-ding',
    recipient: 'mobile:13800000001',
    state: 'forbidden',
    final: true,
    code: 'repeated_today',
    platformCode: '143106',
    reason: 'Filtered by the platform',
    remedy: 'Change the text',
  })
})

test('the table gives the platform’s code beside the reason', () => {
  expect(deliveryTable([FORBIDDEN], 'zh')).toEqual([
    ['账号', '接收人', '状态', '原因', '怎么办'],
    ['hr-ding', 'mobile:13800000001', 'forbidden', '平台拦下了 (143106)', '改动内容'],
  ])
})
