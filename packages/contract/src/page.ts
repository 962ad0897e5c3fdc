import * as z from 'zod'

/** Unit: items of one page. */
export const MAX_PAGE_ITEMS = 500

/** `after` is the `next` of the page before; pages stay right while things are added. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_ITEMS).default(50),
  after: z.string().min(1).max(200).exactOptional(),
})
export type PageQuery = z.infer<typeof PageQuery>

/** A list that is short by nature, and so comes whole. */
export const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) })

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() })

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Null on the last page. */
  readonly next: string | null
}
