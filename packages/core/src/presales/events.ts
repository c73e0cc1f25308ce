import type { Presale } from './schema.ts'

export type PresaleSaved = { readonly type: 'presale_saved'; readonly presale: Presale; readonly created: boolean }

export type PresaleEvent = PresaleSaved
