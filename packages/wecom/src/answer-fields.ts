import { isRecord } from '@hongyan/platform-call'

// What an answer holds, read leniently: numbers also come as texts, and what is empty is left out.

/** A text; empty if there is none. */
export const readText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

/** A number; 0 if there is none. */
export const readNumber = (value: unknown): number => Number(value ?? 0) || 0

/** The objects of a list. */
export const readRecords = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter(isRecord) : []

/** The texts of a list. */
export const readTexts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map(readText) : []

/** The numbers of a list. */
export const readNumbers = (value: unknown): readonly number[] =>
  Array.isArray(value) ? value.map(readNumber) : []
