import { type Content, type ContentType, PORTABLE_TYPES } from '@hongyan/contract'
import fc from 'fast-check'

type Portable = Exclude<ContentType, 'native'>

const MEDIA = '0193439d-7c00-7000-8000-000000000001'

/** One ordinary content of each kind. */
export const SAMPLES: { readonly [Type in Portable]: Extract<Content, { type: Type }> } = {
  text: { type: 'text', text: '月会改到 15:00' },
  markdown: { type: 'markdown', title: '审批', text: '**请假**已通过\n- 3 天' },
  link: {
    type: 'link',
    title: '季度报告',
    text: '请于周五前阅读',
    url: 'https://example.com/q3',
  },
  card: {
    type: 'card',
    title: '请假申请',
    text: '张三申请**年假** 3 天',
    buttons: [
      { title: '同意', url: 'https://example.com/yes' },
      { title: '拒绝', url: 'https://example.com/no' },
    ],
    layout: 'row',
  },
  news: {
    type: 'news',
    articles: [
      { title: '新食堂', url: 'https://example.com/1', description: '下周一开放' },
      { title: '体检通知', url: 'https://example.com/2', picture: 'https://example.com/2.png' },
    ],
  },
  form: {
    type: 'form',
    title: '报销单',
    rows: [
      { key: '申请人', value: '李四' },
      { key: '金额', value: '128.00 元' },
    ],
    text: '已由财务确认',
    url: 'https://example.com/form',
  },
  image: { type: 'image', media: MEDIA },
  file: { type: 'file', media: MEDIA },
  voice: { type: 'voice', media: MEDIA, seconds: 3 },
  video: { type: 'video', media: MEDIA, title: '年会', text: '精彩瞬间' },
}

/** Kinds whose words can be marked, cut and counted; a file's words are its own. */
export const WRITTEN_TYPES = PORTABLE_TYPES.filter((type) => !('media' in SAMPLES[type]))

/** Texts around every budget there is: plain, Chinese, emoji made of several characters, and what JSON must escape. */
const text = (maxRepeats: number): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
      fc.constantFrom('', '鸿雁', '👩‍👩‍👧‍👦', '"\\', 'line\n', '\t'),
      fc.integer({ min: 1, max: maxRepeats }),
    )
    .map(([random, chosen, repeats]) => (random + chosen).repeat(repeats))

const title = text(12)
const url = fc.webUrl({ withQueryParameters: true })

/** Any portable content. */
export const anyContent: fc.Arbitrary<Content> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: text(400) }),
  fc.record({ type: fc.constant('markdown' as const), title, text: text(400) }),
  fc.record(
    { type: fc.constant('link' as const), title, text: text(60), url, picture: url },
    { requiredKeys: ['type', 'title', 'text', 'url'] },
  ),
  fc.record({
    type: fc.constant('card' as const),
    title,
    text: text(120),
    buttons: fc.array(fc.record({ title: text(1), url }), { minLength: 1, maxLength: 6 }),
    layout: fc.constantFrom('row' as const, 'column' as const),
  }),
  fc.record({
    type: fc.constant('news' as const),
    articles: fc.array(
      fc.record({ title, url, description: text(60), picture: url }, { requiredKeys: ['title', 'url'] }),
      { minLength: 1, maxLength: 8 },
    ),
  }),
  fc.record(
    {
      type: fc.constant('form' as const),
      title,
      rows: fc.array(fc.record({ key: text(4), value: text(20) }), { minLength: 1, maxLength: 12 }),
      text: text(20),
      url,
    },
    { requiredKeys: ['type', 'title', 'rows'] },
  ),
)
