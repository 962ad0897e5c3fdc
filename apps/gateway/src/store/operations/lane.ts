import { LANES, type Lane } from '@hongyan/contract'

/** Lanes are kept as numbers, in the order in which they are served. */
export const laneNumber = (lane: Lane): number => LANES.indexOf(lane)

export function laneName(number: number): Lane {
  const lane = LANES[number]
  if (!lane) throw new Error(`The store holds a lane ${number}, which there is not.`)
  return lane
}
