import { addressesIn, inlineSeam } from './inline.ts'
import { type Seams, seamsOf, splitLines } from './seams.ts'

/** A plain text may be cut anywhere but inside an address. */
export function plainSeams(text: string): Seams {
  const lines = splitLines(text).map(({ start, end, words }) => {
    const addresses = addressesIn(words)
    return {
      start,
      end,
      isBlank: words.trim() === '',
      seamAt: (at: number) => {
        const seam = inlineSeam(words, addresses, at - start)
        return seam && { at, ...seam }
      },
    }
  })
  return seamsOf(text, lines)
}
