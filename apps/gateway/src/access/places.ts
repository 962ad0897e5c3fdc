/** What a sealed secret belongs to: part of its seal, so that it opens nowhere else. */

export const appSecretPlace = (app: string, field: string): string => `app|${app}|${field}`

export const tokenPlace = (key: string): string => `token|${key}`

export const KEY_CHECK_PLACE = 'store|key_check'
