import { booleanOf, type Fields, integerOf, objectOf, objectsOf } from './answer-fields.ts'
import { type DingTalkApi, type Success, unusableAnswer } from './api.ts'

/**
 * Walks a list that the platform gives in pages (`has_more`, `next_cursor`), asking for the next one only when it is
 * wanted.
 *
 * @throws AmbiguousError if a page holds no list, or if there is said to be more and not where
 */
export async function* walkPages(
  api: DingTalkApi,
  path: string,
  request: Readonly<Record<string, unknown>>,
): AsyncGenerator<Fields> {
  let cursor: number | undefined = 0
  while (cursor !== undefined) {
    const success = await api.request('POST', path, { body: JSON.stringify({ ...request, cursor }) })
    const page = objectOf(success.body.result)
    if (!Array.isArray(page.list)) throw unusableAnswer(`POST ${path}`, 'list', success)
    yield* objectsOf(page.list)
    cursor = nextCursor(page, cursor, path, success)
  }
}

/** A cursor that stands still would be followed for ever. */
function nextCursor(page: Fields, cursor: number, path: string, success: Success): number | undefined {
  if (!booleanOf(page.has_more)) return undefined
  const next = integerOf(page.next_cursor)
  if (next === undefined || next === cursor) throw unusableAnswer(`POST ${path}`, 'next_cursor', success)
  return next
}
