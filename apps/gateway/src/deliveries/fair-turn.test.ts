import type { Lane } from '@hongyan/contract'
import { expect, test } from 'vitest'
import { FairTurn } from './fair-turn.ts'

const lane = (account: string, client: string, name: Lane, dueAt = 0) => ({
  account,
  client,
  lane: name,
  dueAt,
})

test('urgent goes before normal, normal before bulk', () => {
  const lanes = [lane('a', 'x', 'bulk'), lane('a', 'x', 'urgent'), lane('a', 'x', 'normal')]

  expect(new FairTurn().order(lanes).map((one) => one.lane)).toEqual(['urgent', 'normal', 'bulk'])
})

test('a client with a flood lets another one go first once it has been served', () => {
  const turn = new FairTurn()
  const flood = lane('a', 'flood', 'normal')
  const other = lane('a', 'other', 'normal', 5)
  expect(turn.order([flood, other])[0]).toBe(flood)

  turn.served(flood)

  expect(turn.order([flood, other])[0]).toBe(other)
})

test('bulk comes first once in ten rounds, however many alarms there are', () => {
  const turn = new FairTurn()
  const lanes = [lane('a', 'x', 'urgent'), lane('a', 'x', 'bulk')]

  const firsts = Array.from({ length: 10 }, () => turn.order(lanes)[0]?.lane)

  expect(firsts.filter((first) => first === 'bulk')).toHaveLength(1)
})

test('who has had no work for a while is not held to have been served', () => {
  const turn = new FairTurn()
  const busy = lane('a', 'busy', 'normal')
  const rare = lane('a', 'rare', 'normal', 9)
  turn.order([rare])
  turn.served(rare)

  turn.forgetAllBut([busy])
  turn.order([busy])
  turn.served(busy)

  expect(turn.order([busy, rare])[0]).toBe(rare)
})
