export type Language = 'zh' | 'en'

/** The language of an answer's texts: the better liked of the two in Accept-Language, else Chinese. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const liked = (acceptLanguage ?? '')
    .split(',')
    .map(readRange)
    .filter(({ language, quality }) => quality > 0 && (language === 'zh' || language === 'en'))
    .sort((one, other) => other.quality - one.quality)
  return liked[0]?.language === 'en' ? 'en' : 'zh'
}

/** `en-GB;q=0.8` → en, 0.8. */
function readRange(range: string): { language: string; quality: number } {
  const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
  const q = parameters.find((parameter) => parameter.startsWith('q='))
  const quality = q === undefined ? 1 : Number(q.slice(2))
  return { language: tag.split('-')[0] ?? '', quality: Number.isNaN(quality) ? 0 : quality }
}
