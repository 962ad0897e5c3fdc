import type { Content } from '@hongyan/contract'

/** What a person would remember of a message: its title and text. */
export function searchTextOf(content: Content): string {
  switch (content.type) {
    case 'text':
      return content.text
    case 'markdown':
    case 'link':
    case 'card':
      return `${content.title}\n${content.text}`
    case 'news':
      return content.articles.map(({ title, description }) => `${title}\n${description ?? ''}`).join('\n')
    case 'form':
      return [
        content.title,
        ...content.rows.map(({ key, value }) => `${key} ${value}`),
        content.text ?? '',
      ].join('\n')
    case 'video':
      return [content.title ?? '', content.text ?? ''].join('\n')
    case 'image':
    case 'file':
    case 'voice':
      return ''
    case 'native':
      return textsIn(content.bodies).join('\n')
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}
