import { describe } from 'vitest'
import type { Channel } from './channel.ts'
import type { ChannelBench } from './conformance/bench.ts'
import { testContent } from './conformance/content.ts'
import { testDiagnosis } from './conformance/diagnosis.ts'
import { testMedia } from './conformance/media.ts'
import { testSending } from './conformance/sending.ts'

/** What every channel promises. `makeBench` gives a fresh platform with an account on it, for each test. */
export function testChannel(channel: Channel, makeBench: () => Promise<ChannelBench>): void {
  describe('content', () => testContent(channel))
  describe('files', () => testMedia(channel, makeBench))
  describe('sending', () => testSending(channel, makeBench))
  describe('diagnosis', () => testDiagnosis(makeBench))
}
