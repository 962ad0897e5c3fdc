import { expect, it } from 'vitest'
import { mark } from './mark.ts'
import { marked } from './marking.ts'
import { sameness } from './sameness.ts'

const PLACES = {
  text: ['text.content'],
  news: ['news.articles.description', 'news.articles.title'],
  markdown: ['markdown.text'],
}

it('is the time in China, with a number from the second copy on', () => {
  const evening = Date.UTC(2026, 10, 20, 16, 5, 9)

  expect(mark(evening)).toBe('00:05:09')
  expect(mark(evening, 2)).toBe('00:05:09 (2)')
})

it('stands behind the first text that is there', () => {
  const article = { title: '体检', url: 'https://example.com' }

  expect(marked({ msgtype: 'text', text: { content: '月会' } }, '10:00:00', PLACES)).toEqual({
    msgtype: 'text',
    text: { content: '月会 10:00:00' },
  })
  expect(marked({ msgtype: 'news', news: { articles: [article, article] } }, '10:00:00', PLACES)).toEqual({
    msgtype: 'news',
    news: { articles: [{ ...article, title: '体检 10:00:00' }, article] },
  })
})

it('is a paragraph of its own in Markdown, where it would become part of a list or of code', () => {
  const message = { msgtype: 'markdown', markdown: { title: '月会', text: '```\ncode\n```' } }

  expect(marked(message, '10:00:00', PLACES)).toMatchObject({
    markdown: { text: '```\ncode\n```\n\n10:00:00' },
  })
})

it('leaves the message it was made from as it was', () => {
  const message = { msgtype: 'text', text: { content: '月会' } }

  marked(message, '10:00:00', PLACES)

  expect(message.text.content).toBe('月会')
})

it('makes a message another one to a platform that compares what is seen', () => {
  const message = { msgtype: 'text', text: { content: '月会' } }

  expect(sameness(marked(message, '10:00:00', PLACES))).not.toBe(sameness(message))
})

it('is needed also where only order of fields, spaces, links or type differ', () => {
  const one = {
    msgtype: 'link',
    link: { title: '月会', text: '三点  开会', messageUrl: 'https://example.com/1' },
  }
  const other = {
    link: { text: '三点 开会 ', messageUrl: 'https://example.com/2', title: '月会' },
    msgtype: 'link',
  }

  expect(sameness(one)).toBe(sameness(other))
})
