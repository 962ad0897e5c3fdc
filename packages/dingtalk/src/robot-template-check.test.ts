import { describe, expect, it } from 'vitest'
import type { RobotTemplate } from './robot-template.ts'
import { checkRobotTemplate } from './robot-template-check.ts'

const CARD = { title: '标题', text: '正文' }
const BUTTONS = {
  ...{
    actionTitle1: '一',
    actionURL1: 'https://a.example/1',
    actionTitle2: '二',
    actionURL2: 'https://a.example/2',
  },
  ...{
    actionTitle3: '三',
    actionURL3: 'https://a.example/3',
    actionTitle4: '四',
    actionURL4: 'https://a.example/4',
  },
}

/** One of each template the platform has. */
const TEMPLATES: readonly RobotTemplate[] = [
  { msgKey: 'sampleText', msgParam: { content: '您的请假已通过' } },
  { msgKey: 'sampleMarkdown', msgParam: { title: 'hello title', text: 'hello text' } },
  { msgKey: 'sampleImageMsg', msgParam: { photoURL: '@lADOADmaWMzazQKA' } },
  {
    msgKey: 'sampleLink',
    msgParam: { ...CARD, picUrl: '@lADOADmaWMzazQKA', messageUrl: 'https://a.example' },
  },
  { msgKey: 'sampleActionCard', msgParam: { ...CARD, singleTitle: '查看', singleURL: 'https://a.example' } },
  { msgKey: 'sampleActionCard2', msgParam: { ...CARD, ...BUTTONS } },
  { msgKey: 'sampleActionCard3', msgParam: { ...CARD, ...BUTTONS } },
  { msgKey: 'sampleActionCard4', msgParam: { ...CARD, ...BUTTONS } },
  {
    msgKey: 'sampleActionCard5',
    msgParam: { ...CARD, ...BUTTONS, actionTitle5: '五', actionURL5: 'https://a.example/5' },
  },
  {
    msgKey: 'sampleActionCard6',
    msgParam: {
      ...CARD,
      buttonTitle1: '是',
      buttonUrl1: 'https://a.example/1',
      buttonTitle2: '否',
      buttonUrl2: 'https://a.example/2',
    },
  },
  { msgKey: 'sampleAudio', msgParam: { mediaId: '@lAD', duration: '10000' } },
  { msgKey: 'sampleFile', msgParam: { mediaId: '@lAD', fileName: '表格.xlsx', fileType: 'xlsx' } },
  {
    msgKey: 'sampleVideo',
    msgParam: {
      duration: '10',
      videoMediaId: '@lAD',
      videoType: 'mp4',
      picMediaId: '@lAD',
      height: '400',
      width: '600',
    },
  },
]

// Callers without types hand over anything.
const check = (template: unknown) => checkRobotTemplate(template as RobotTemplate)

describe.each(TEMPLATES)('$msgKey', (template) => {
  it('is taken as documented', () => {
    expect(checkRobotTemplate(template)).toEqual([])
  })

  const optional = ['height', 'width', 'actionTitle3', 'actionURL3', 'actionTitle4', 'actionURL4']
  const required = Object.keys(template.msgParam).filter(
    (name) => !optional.includes(name) || template.msgKey === 'sampleActionCard5',
  )

  it.each(required)('is refused without %s', (name) => {
    const { [name]: _left, ...rest } = Object.fromEntries(Object.entries(template.msgParam))

    expect(() => check({ ...template, msgParam: rest })).toThrow(
      expect.objectContaining({ kind: 'invalid', field: `msgParam.${name}` }),
    )
  })
})

describe('a template', () => {
  it('may have 15 000 bytes of parameters as JSON, and not one more', () => {
    const wrapping = JSON.stringify({ content: '' }).length
    const fits = `${'鸿'.repeat(1000)}${'a'.repeat(15_000 - wrapping - 3000)}`

    expect(check({ msgKey: 'sampleText', msgParam: { content: fits } })).toEqual([])
    expect(() => check({ msgKey: 'sampleText', msgParam: { content: `${fits}a` } })).toThrow(
      expect.objectContaining({ field: 'msgParam', limit: 15_000, actual: 15_001, unit: 'bytes' }),
    )
  })

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'template'],
    ['an unknown key', { msgKey: 'sampleActionCard1', msgParam: {} }, 'msgKey'],
    ['parameters that are a text already', { msgKey: 'sampleText', msgParam: '{"content":"a"}' }, 'msgParam'],
    ['a parameter that is a number', { msgKey: 'sampleText', msgParam: { content: 1 } }, 'msgParam.content'],
    [
      'another kind of file',
      { msgKey: 'sampleFile', msgParam: { mediaId: 'a', fileName: 'a', fileType: 'ppt' } },
      'msgParam.fileType',
    ],
    [
      'no whole duration',
      { msgKey: 'sampleAudio', msgParam: { mediaId: 'a', duration: '1.5' } },
      'msgParam.duration',
    ],
    [
      'another kind of video',
      {
        msgKey: 'sampleVideo',
        msgParam: { duration: '1', videoMediaId: 'a', videoType: 'avi', picMediaId: 'a' },
      },
      'msgParam.videoType',
    ],
  ])('is refused with %s', (_, template, field) => {
    expect(() => check(template)).toThrow(expect.objectContaining({ kind: 'invalid', field }))
  })
})
