import { EventEmitter } from 'eventemitter3'
import type { ContractError, SiyuError } from '../kernel/index.ts'

/** Who is signed in on this device. `loading` is only seen while an asynchronous storage is read. */
export type Session =
  | { readonly status: 'loading' }
  | { readonly status: 'anonymous' }
  | {
      readonly status: 'member'
      readonly memberId: string
      /** When the session ends unless it is renewed, which happens by itself. */
      readonly expiresAt: number
    }
  | { readonly status: 'operator'; readonly operatorId: string; readonly name: string; readonly expiresAt: number }

/** Something that happened to the member on the server. */
export type LiveEvent = {
  /** Where it stands in the member's stream; empty for `stream_reopened`. */
  readonly position: string
  /** Type of the domain event such as `points_earned`; `stream_reopened` when events may have been missed. */
  readonly type: string
  readonly data: unknown
}

/** stopped · waiting: for a member to sign in · connecting · open. */
export type LiveStatus = 'stopped' | 'waiting' | 'connecting' | 'open'

/** A call that did not succeed, after all retries. */
export type FailedRequest = { readonly endpoint: string; readonly error: SiyuError | ContractError }

/** What a screen has to read again when something happened on the server. */
export type ChangeName =
  | 'points.changed'
  | 'tier.changed'
  | 'order.changed'
  | 'coupons.changed'
  | 'commission.changed'
  | 'cart.changed'

/** What can be listened to. */
export type SiyuEvents = { readonly [Name in ChangeName]: (event: LiveEvent) => void } & {
  readonly 'session.changed': (session: Session) => void
  readonly 'request.failed': (failed: FailedRequest) => void
  readonly 'live.changed': (status: LiveStatus) => void
  /** Every event of the stream as it came. */
  readonly event: (event: LiveEvent) => void
}

/** Says something to all listeners, in the order they came. */
export type Emit = <Name extends keyof SiyuEvents>(name: Name, value: Parameters<SiyuEvents[Name]>[0]) => void

/** Listens; the answer stops it. */
export type On = <Name extends keyof SiyuEvents>(name: Name, listener: SiyuEvents[Name]) => () => void

export type Emitter = { readonly emit: Emit; readonly on: On }

/** An emitter whose broken listeners break neither the call they were told about nor the client. */
export function createEmitter(): Emitter {
  const emitter = new EventEmitter()
  return {
    emit: (name, value) => {
      try {
        emitter.emit(name, value)
      } catch (error) {
        setTimeout(() => {
          throw error
        })
      }
    },
    on: (name, listener) => {
      emitter.on(name, listener)
      return () => void emitter.off(name, listener)
    },
  }
}

const prefixes: ReadonlyArray<readonly [prefix: string, name: ChangeName]> = [
  ['points_', 'points.changed'],
  ['growth_', 'tier.changed'],
  ['tier_', 'tier.changed'],
  ['order_', 'order.changed'],
  ['payment_', 'order.changed'],
  ['case_', 'order.changed'],
  ['stored_value_', 'points.changed'],
  ['coupon_', 'coupons.changed'],
  ['commission_', 'commission.changed'],
  ['withdrawal_', 'commission.changed'],
  ['member_bound', 'commission.changed'],
  ['review_', 'commission.changed'],
  ['campaign_', 'commission.changed'],
  ['cart_', 'cart.changed'],
]

/** What a screen has to read again after an event of this type: nothing, one thing, or everything. */
export function changesOf(type: string): readonly ChangeName[] {
  const isReopened = type === 'stream_reopened'
  return [...new Set(prefixes.filter(([prefix]) => isReopened || type.startsWith(prefix)).map(([, name]) => name))]
}
