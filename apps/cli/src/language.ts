export type Language = 'zh' | 'en'

/** `HONGYAN_LANG` decides; without it an English locale gets English, and everybody else Chinese. */
export function chooseLanguage(environment: NodeJS.ProcessEnv): Language {
  const wish = environment.HONGYAN_LANG ?? environment.LC_ALL ?? environment.LANG ?? ''
  return /^en/i.test(wish) ? 'en' : 'zh'
}
