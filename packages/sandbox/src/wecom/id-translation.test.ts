import { describe, expect, it } from 'vitest'
import { startWecom } from './test-kit.ts'

const TYPED =
  '$userName=ZhangSan$（$departmentName=2$，$userAliasOrName=zhangsan$）$userAlias=zhangsan$ $userName=nobody$'
const SHOWN = '张三（研发中心，张三）$userAlias=zhangsan$ $userName=nobody$'

describe('enable_id_trans', () => {
  it('replaces ids by names and leaves what it cannot resolve', async () => {
    const wecom = await startWecom()

    await wecom.send({ text: { content: TYPED }, enable_id_trans: 1 })

    expect(wecom.newest()).toMatchObject({ text: { content: SHOWN } })
  })

  it('is off by default', async () => {
    const wecom = await startWecom()

    await wecom.send({ text: { content: TYPED } })

    expect(wecom.newest()).toMatchObject({ text: { content: TYPED } })
  })

  it('concerns title and description of textcard and news, and nothing of markdown', async () => {
    const wecom = await startWecom()
    const fields = { title: TYPED, description: TYPED, url: 'https://example.com/?q=$userName=zhangsan$' }
    const shown = { title: SHOWN, description: SHOWN, url: fields.url }

    await wecom.send({ msgtype: 'textcard', textcard: fields, enable_id_trans: 1 })
    expect(wecom.newest()).toMatchObject({ textcard: shown })
    await wecom.send({ msgtype: 'news', news: { articles: [fields] }, enable_id_trans: '1' })
    expect(wecom.newest()).toMatchObject({ news: { articles: [shown] } })
    await wecom.send({ msgtype: 'markdown', markdown: { content: TYPED }, enable_id_trans: 1 })
    expect(wecom.newest()).toMatchObject({ markdown: { content: TYPED } })
  })
})
