import { MEDIA_KINDS, type MediaKind } from '@hongyan/contract'
import { expect, it } from 'vitest'
import type { Channel } from '../channel.ts'
import type { MediaFile } from '../session.ts'
import { addressed, type ChannelBench, PLAIN, partsOf, useBench } from './bench.ts'
import { SAMPLES } from './samples.ts'
import { prepare } from './sending.ts'

/** The first bytes of each kind as platforms recognise them, with something behind. */
const FILES: Readonly<Record<MediaKind, { readonly name: string; readonly bytes: Buffer }>> = {
  image: {
    name: '照片.png',
    bytes: Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(500)]),
  },
  file: { name: '月报.pdf', bytes: Buffer.from('%PDF-1.7\n月报\n') },
  voice: { name: '通知.amr', bytes: Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(500)]) },
  video: {
    name: '年会.mp4',
    bytes: Buffer.concat([Buffer.from('000000186674797069736f6d00000000', 'hex'), Buffer.alloc(500)]),
  },
}

function fileOf(kind: MediaKind): MediaFile {
  const { name, bytes } = FILES[kind]
  return {
    kind,
    name,
    size: bytes.length,
    async *bytes() {
      yield bytes
    },
  }
}

/** What every channel promises of files. */
export function testMedia(channel: Channel, makeBench: () => Promise<ChannelBench>): void {
  const bench = useBench(makeBench)

  it('has rules for just the kinds that it shows', () => {
    for (const kind of MEDIA_KINDS) {
      expect(channel.media[kind] !== undefined, kind).toBe(channel.renderings[kind].as !== null)
    }
  })

  it('brings each kind of file to everybody in a call', async () => {
    const kinds = MEDIA_KINDS.filter((kind) => channel.media[kind])
    for (const [index, kind] of kinds.entries()) {
      const uploaded = await bench().session.upload?.(fileOf(kind))
      if (uploaded?.kind !== 'uploaded') throw new Error(`${kind}: ${JSON.stringify(uploaded)}`)
      const [part] = partsOf(channel.render(SAMPLES[kind], { ...PLAIN, handleOf: () => uploaded.handle }))
      const { body } = prepare(channel, bench(), part, `call-${kind}`)
      expect(await bench().session.send(body), kind).toMatchObject({ kind: 'accepted' })
      for (const person of addressed(bench())) {
        // A platform may keep a file under another id than the one it gave for it.
        expect(bench().inbox(person), kind).toHaveLength(index + 1)
      }
    }
  })

  it('calls a file refused if the credential is wrong', async () => {
    const kind = MEDIA_KINDS.find((candidate) => channel.media[candidate])
    if (kind === undefined) return

    expect(await bench().openWithWrongSecret().upload?.(fileOf(kind))).toMatchObject({
      kind: 'refused',
      finding: { code: 'secret_wrong' },
    })
  })
}
