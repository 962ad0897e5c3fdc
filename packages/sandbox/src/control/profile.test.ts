import { describe, expect, test } from 'vitest'
import { refusal, startControlled } from './test-kit.ts'

describe('profiles', () => {
  test('are chosen as a set or one by one', async () => {
    const control = await startControlled()

    await control.post('/profile', { profile: 'opposed' })
    const { body } = await control.post('/profile', { profile: { 'dingtalk.dayBoundary': 'natural_day' } })

    expect(body).toMatchObject({
      profile: { 'dingtalk.dayBoundary': 'natural_day', 'dingtalk.resultLists': 'comma_strings' },
    })
  })

  test.each([
    [{ profile: 'opposed' }],
    [{ name: 'opposed' }],
    ['opposed'],
    [{ profile: { 'dingtalk.inactive': 'not_listed' } }],
    [{ 'dingtalk.inactive': 'not_listed' }],
  ])('are chosen by %j', async (choice) => {
    const control = await startControlled()

    const { status, body } = await control.post('/profile', choice)

    expect({ status, body }).toMatchObject({
      status: 200,
      body: { profile: { 'dingtalk.inactive': 'not_listed' } },
    })
  })

  test('say why they are open', async () => {
    const control = await startControlled()

    const { body } = await control.get('/profile')

    expect(body).toMatchObject({
      questions: expect.arrayContaining([
        expect.objectContaining({ name: 'wecom.expiresIn', why: expect.any(String) }),
      ]),
    })
  })

  test('refuse unknown questions and answers, and change nothing then', async () => {
    const control = await startControlled()

    const answer = await control.post('/profile', {
      profile: { 'dingtalk.inactive': 'not_listed', 'dingtalk.dayBoundary': 'never' },
    })

    expect(answer).toEqual(refusal('dingtalk.dayBoundary', 'never'))
    expect(await control.post('/profile', { profile: { 'dingtalk.moon': 'full' } })).toEqual(
      refusal('profile', 'dingtalk.moon'),
    )
    expect(await control.post('/profile', {})).toEqual(refusal('profile', null))
    expect(await control.post('/profile', { name: 'optimistic' })).toEqual(refusal('name', 'optimistic'))
    expect(control.sandbox.control.profile()['dingtalk.inactive']).toBe('unread')
  })
})
