import type { Content } from '@hongyan/contract'

/** What of a sender's content stands behind a field of the platform's message, and where the rest of it went. */
interface Origins {
  /** Behind every field that is not named below, and behind the message as a whole. */
  readonly main: string
  /** The first that fits decides. */
  readonly fields: readonly (readonly [platform: RegExp, sender: string])[]
}

const ORIGINS: Readonly<Record<Exclude<Content['type'], 'native'>, Origins>> = {
  text: { main: 'content.text', fields: [] },
  markdown: { main: 'content.text', fields: [[/\.title$/, 'content.title']] },
  link: {
    main: 'content.text',
    fields: [
      [/\.title$/, 'content.title'],
      [/pic_?url$/i, 'content.picture'],
      [/url$/i, 'content.url'],
    ],
  },
  card: {
    main: 'content.text',
    fields: [
      [/\.btn_json_list\[(\d+)\]\.title$/, 'content.buttons[$1].title'],
      [/\.btn_json_list\[(\d+)\]\.action_url$/, 'content.buttons[$1].url'],
      [/\.btn_json_list$/, 'content.buttons'],
      [/\.single_title$/, 'content.buttons[0].title'],
      [/\.single_url$/, 'content.buttons[0].url'],
      [/\.title$/, 'content.title'],
    ],
  },
  news: {
    main: 'content.articles',
    fields: [
      [/\.articles\[(\d+)\]\.picurl$/, 'content.articles[$1].picture'],
      [/\.articles\[(\d+)\]\.(\w+)$/, 'content.articles[$1].$2'],
      [/\.title$/, 'content.articles[0].title'],
    ],
  },
  form: {
    main: 'content.rows',
    fields: [
      [/\.form\[(\d+)\]\.(\w+)$/, 'content.rows[$1].$2'],
      [/\.title$/, 'content.title'],
      [/\.body\.content$/, 'content.text'],
      [/url$/, 'content.url'],
    ],
  },
  image: { main: 'content.media', fields: [] },
  file: { main: 'content.media', fields: [] },
  voice: { main: 'content.media', fields: [[/\.duration$/, 'content.seconds']] },
  video: {
    main: 'content.media',
    fields: [
      [/\.title$/, 'content.title'],
      [/\.description$/, 'content.text'],
    ],
  },
}

/** The field of the message that a sender has to change, where the platform's own field breaks a rule. */
export function senderField(content: Content, channel: string, platformField: string): string {
  if (content.type === 'native') {
    const within = platformField.replace(/^(msg|body)\b\.?/, '')
    return `content.bodies["${channel}"]${within && `.${within}`}`
  }
  const { main, fields } = ORIGINS[content.type]
  for (const [platform, sender] of fields) {
    const match = platform.exec(platformField)
    if (match) return match[0].replace(platform, sender)
  }
  return main
}

/** What stands in a field of the content; undefined where it has none. */
export function valueOfField(content: Content, field: string): unknown {
  const [, ...steps] = [...field.matchAll(/"([^"]+)"|[^.[\]"]+/g)].map(([step, quoted]) => quoted ?? step)
  return steps.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? Reflect.get(value, step)
        : undefined,
    content,
  )
}
