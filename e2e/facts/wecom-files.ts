import type { Bench } from './bench.ts'
import type { RawAnswer } from './raw-http.ts'
import { WecomCaller } from './wecom-caller.ts'

const beginnings = {
  image: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  voice: Buffer.from('#!AMR\n'),
  video: Buffer.from([0, 0, 0, 0x18, ...Buffer.from('ftypmp42')]),
  file: Buffer.from('%PDF-1.7'),
} as const
export type FileKind = keyof typeof beginnings

/** A file that begins as its kind does and has so many bytes. */
export function fileOf(kind: FileKind, bytes = 64): Buffer {
  const begin = beginnings[kind]
  // Type 15 of AMR is a frame of its header alone: a voice of n such bytes lasts n × 20 ms.
  return Buffer.concat([begin, Buffer.alloc(Math.max(0, bytes - begin.length), 0x7c)]).subarray(0, bytes)
}

/** Uploads by a form written out by hand. */
export function uploadTo(
  bench: Bench,
  pathAndQuery: string,
  file: Buffer,
  filename = 'a',
  field = 'media',
): Promise<RawAnswer> {
  const head =
    `--B\r\nContent-Disposition: form-data; name="${field}";filename="${filename}"; filelength=${file.length}\r\n` +
    'Content-Type: application/octet-stream\r\n\r\n'
  const body = Buffer.concat([Buffer.from(head), file, Buffer.from('\r\n--B--\r\n')])
  return bench.raw('POST', pathAndQuery, {
    headers: { 'content-type': 'multipart/form-data; boundary=B' },
    body,
  })
}

export async function upload(
  bench: Bench,
  type: string,
  file: Buffer,
  filename?: string,
): Promise<RawAnswer> {
  const token = await new WecomCaller(bench).token()
  return uploadTo(bench, `/cgi-bin/media/upload?access_token=${token}&type=${type}`, file, filename)
}

/** The media_id of a small upload of this kind. */
export async function mediaIdOf(bench: Bench, kind: FileKind, filename?: string): Promise<string> {
  return String((await upload(bench, kind, fileOf(kind), filename)).json.media_id)
}

export async function uploadToRobot(bench: Bench, type: string, file: Buffer): Promise<RawAnswer> {
  const { robotKey } = new WecomCaller(bench)
  return uploadTo(bench, `/cgi-bin/webhook/upload_media?key=${robotKey}&type=${type}`, file)
}
