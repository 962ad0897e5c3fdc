/**
 * Halves a batch that the platform refused because of some recipient it does not name. Each half is tried alone; the
 * tag keeps the halves from being put together again. Depth is log2 of the batch, so one bad recipient among N costs
 * at most 2 × log2(N) + 1 further calls.
 */
export function bisect<Member>(
  members: readonly Member[],
  tag: string,
): { tag: string; members: Member[] }[] {
  if (members.length < 2) return []
  const middle = Math.ceil(members.length / 2)
  return [
    { tag: `${tag}0`, members: members.slice(0, middle) },
    { tag: `${tag}1`, members: members.slice(middle) },
  ]
}
