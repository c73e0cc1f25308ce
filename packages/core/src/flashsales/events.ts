import type { FlashSession } from './operator-schema.ts'

/** A session was made or replaced; what its buckets hold is in the events beside this one. */
export type FlashSessionSaved = {
  readonly type: 'flash_session_saved'
  readonly session: FlashSession
  readonly created: boolean
}

export type FlashEvent = FlashSessionSaved
