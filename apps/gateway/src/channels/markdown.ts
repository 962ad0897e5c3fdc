/** The Markdown that DingTalk and WeCom have in common: headings, bold, links. */

export const heading = (title: string): string => `### ${oneLine(title)}`

export const bold = (text: string): string => `**${oneLine(text)}**`

export const link = (title: string, url: string): string => `[${oneLine(title)}](${closedUrl(url)})`

/** Only on DingTalk; WeCom shows no pictures in Markdown. */
export const picture = (url: string): string => `![](${closedUrl(url)})`

/** Blank lines between, as a single line break is none in Markdown. */
export const paragraphs = (...blocks: readonly (string | undefined)[]): string =>
  blocks.filter((block) => block !== undefined && block !== '').join('\n\n')

/** A heading, bold words and a link's words end where the line ends. */
const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ')

/** A bracket would end the address early. */
const closedUrl = (url: string): string => url.replaceAll('(', '%28').replaceAll(')', '%29')
