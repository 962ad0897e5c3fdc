const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const JPG = [0xff, 0xd8, 0xff, 0xe0]
const MP4 = [0, 0, 0, 0x18, ...Buffer.from('ftypmp42')]
const AMR = [...Buffer.from('#!AMR\n')]
/** A silent frame of the lowest rate: 13 bytes, 20 ms. */
const AMR_FRAME = [0x04, ...Array<number>(12).fill(0)]

/** Begins as files of its kind do; padded to `size` bytes if it is given. */
function file(name: string, begin: readonly number[], size = begin.length + 8): File {
  const bytes = new Uint8Array(size)
  bytes.set(begin.slice(0, size))
  return new File([bytes], name)
}

export const files = {
  image: (name = 'a.png', size?: number) => file(name, PNG, size),
  jpg: (name = 'a.jpg', size?: number) => file(name, JPG, size),
  voice: (name = 'a.amr', frames = 5) =>
    new File([new Uint8Array([...AMR, ...Array<number[]>(frames).fill(AMR_FRAME).flat()])], name),
  video: (name = 'a.mp4', size?: number) => file(name, MP4, size),
  file: (name = 'a.pdf', size?: number) => file(name, [...Buffer.from('%PDF-1.7')], size),
} as const

export function formOf(uploaded: File, field = 'media'): FormData {
  const form = new FormData()
  form.append(field, uploaded)
  return form
}
