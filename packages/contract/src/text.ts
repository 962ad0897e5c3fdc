import * as z from 'zod'

/** A sentence for people, in both languages of our users. */
export const Text = z.object({ zh: z.string(), en: z.string() }).meta({ id: 'Text' })
export type Text = z.infer<typeof Text>

/** An instant with its offset, for example `2026-03-06T09:30:00+08:00`; answers are always UTC. */
export const Instant = z.iso.datetime({ offset: true })

const Json = z.json().meta({ id: 'Json' })

/** A JSON object as it is, for bodies whose shape another party defines. */
export const JsonObject = z.record(z.string(), Json)
export type JsonObject = z.infer<typeof JsonObject>
