/**
 * One column, folded, looked into by LIKE. Tokenizers find nothing inside Chinese text; bigrams of every message would
 * multiply what an accept writes by its length; trigram indexes do not serve the two characters that Chinese words
 * have. Messages are far fewer than deliveries, pages are read from the newest, and a search ends with its page.
 */
const MAX_CHARACTERS = 500

/** Full-width and half-width, upper and lower case are one. */
export const searchable = (text: string): string =>
  text.slice(0, MAX_CHARACTERS).normalize('NFKC').toLowerCase()

/** The pattern of a part of the text; `!` is the escape. */
export const containing = (part: string): string =>
  `%${searchable(part).replaceAll(/[!%_]/g, (character) => `!${character}`)}%`
