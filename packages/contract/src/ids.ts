import * as z from 'zod'

/** Names of accounts, apps, clients: at most 63, because they also become metric labels and file names. */
export const Name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
  .describe('Lower-case letters, digits and hyphens, at most 63 characters.')

/** UUIDv7, lower case: its time tells the business day on which the message was accepted. */
export const MessageId = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  .describe('A UUIDv7 in lower case.')

/** `<message id>.<n>`, n from 1 in the order in which the deliveries were created. */
export const DeliveryId = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\.[1-9][0-9]{0,6}$/)
  .describe('The message id, a dot, and the number of the delivery from 1.')

export const deliveryId = (message: string, index: number): string => `${message}.${index}`

/** The message and number of a delivery; undefined if the text is no delivery id. */
export function parseDeliveryId(id: string): { message: string; index: number } | undefined {
  if (!DeliveryId.safeParse(id).success) return undefined
  const dot = id.lastIndexOf('.')
  return { message: id.slice(0, dot), index: Number(id.slice(dot + 1)) }
}

/** The milliseconds since 1970 that a UUIDv7 carries in its first 48 bits. */
export const timeOfMessageId = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
