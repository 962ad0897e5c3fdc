import { describe, expect, test } from 'vitest'
import { startDingTalk } from '../test-kit.ts'

describe('POST /topapi/v2/user/getbymobile', () => {
  test('answers the userid inside result', async () => {
    const dingtalk = await startDingTalk()

    const { body } = await dingtalk.call('v2/user/getbymobile', { mobile: '13800000001' })

    expect(body).toEqual({
      errcode: 0,
      errmsg: 'ok',
      result: { userid: 'zhangsan' },
      request_id: expect.any(String),
    })
  })

  test('takes form and JSON, and the number with its country code', async () => {
    const dingtalk = await startDingTalk()
    const path = `/topapi/v2/user/getbymobile?access_token=${await dingtalk.token()}`

    const form = await dingtalk.postForm(path, { mobile: '13800000001' })
    const number = await dingtalk.post(path, { mobile: 13800000001 })
    const withCountry = await dingtalk.post(path, { mobile: '+86-13800000001' })

    for (const { body } of [form, number, withCountry]) {
      expect(body).toMatchObject({ result: { userid: 'zhangsan' } })
    }
  })

  test.each([
    ['40104', 40104, '企业中无效的手机号'],
    ['60121', 60121, '未找到该用户'],
  ])('answers a mobile of nobody under profile %s with that code', async (answer, errcode, errmsg) => {
    const dingtalk = await startDingTalk({ 'dingtalk.userMissCode': answer })

    const { body } = await dingtalk.call('v2/user/getbymobile', { mobile: '13999999999' })

    expect(body).toMatchObject({ errcode, errmsg })
  })

  test('does not know people who have only the other platform', async () => {
    const dingtalk = await startDingTalk()
    const wecomOnly = dingtalk.employees.find((employee) => employee.dingtalk === null)

    const { body } = await dingtalk.call('v2/user/getbymobile', { mobile: wecomOnly?.mobile })

    expect(body).toMatchObject({ errcode: 40104 })
  })

  test('lists accounts of the corp’s own making when asked to search for them', async () => {
    const dingtalk = await startDingTalk()

    const { body } = await dingtalk.call('v2/user/getbymobile', {
      mobile: '13800000001',
      support_exclusive_account_search: 'true',
    })

    expect(body.result).toEqual({ userid: 'zhangsan', exclusive_account_userid_list: [] })
  })

  test('refuses what is no mobile', async () => {
    const dingtalk = await startDingTalk()

    for (const mobile of ['', 'zhangsan', '1380000000112345678']) {
      const { body } = await dingtalk.call('v2/user/getbymobile', { mobile })
      expect(body).toMatchObject({ errcode: 400002, errmsg: '无效的参数' })
    }
  })
})

describe('POST /topapi/user/getbyunionid', () => {
  test('answers the userid of an employee', async () => {
    const dingtalk = await startDingTalk()
    const unionid = dingtalk.employees[0]?.dingtalk?.unionid

    const { body } = await dingtalk.call('user/getbyunionid', { unionid })

    expect(body).toMatchObject({ errcode: 0, result: { contact_type: 0, userid: 'zhangsan' } })
  })

  test('refuses a missing unionid, and does not find that of nobody', async () => {
    const dingtalk = await startDingTalk()

    const missing = await dingtalk.call('user/getbyunionid', {})
    const nobody = await dingtalk.call('user/getbyunionid', { unionid: 'nobodysiEiE' })

    expect(missing.body).toMatchObject({ errcode: 400002, errmsg: '无效的参数' })
    expect(nobody.body).toMatchObject({ errcode: 60121, errmsg: '未找到对应员工' })
  })
})

describe('GET /user/get_by_mobile', () => {
  test('answers the userid at the top, without a request id', async () => {
    const dingtalk = await startDingTalk()

    const { text } = await dingtalk.request(
      `/user/get_by_mobile?access_token=${await dingtalk.token()}&mobile=13800000001`,
    )

    expect(text).toBe('{"errcode":0,"errmsg":"ok","userid":"zhangsan"}')
  })

  test('does not wrap what it refuses', async () => {
    const dingtalk = await startDingTalk()
    const token = await dingtalk.token()

    const badToken = await dingtalk.request('/user/get_by_mobile?access_token=nobodys&mobile=13800000001')
    const noToken = await dingtalk.request('/user/get_by_mobile?mobile=13800000001')
    const nobody = await dingtalk.request(`/user/get_by_mobile?access_token=${token}&mobile=13999999999`)

    expect(badToken.body).toEqual({ errcode: 40014, errmsg: '不合法的access_token' })
    expect(noToken.body).toEqual({ errcode: 41001, errmsg: '缺少access_token参数' })
    expect(nobody.body).toEqual({ errcode: 60121, errmsg: '找不到该用户' })
  })
})
