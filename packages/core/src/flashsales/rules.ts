import {
  available,
  type BucketResized,
  type BucketSlot,
  bucketIdOf,
  leftInBucket,
  resizeBucket,
  type Shelf,
} from '../inventory/index.ts'
import { accept, type CodeOf, type Decision, type Refusal, refuse } from '../kernel/index.ts'
import { type SellEvent, type SellFacts, sell } from '../orders/index.ts'
import type { buyFlash, MAX_SESSIONS } from './contract.ts'
import type { FlashSessionSaved } from './events.ts'
import type { FlashItem, FlashSession } from './operator-schema.ts'
import type { saveFlashSession } from './operators.ts'
import type { FlashPhase, FlashState } from './schema.ts'

/** Where a session stands at a moment. */
export function phaseOf({ startsAt, endsAt }: Pick<FlashSession, 'startsAt' | 'endsAt'>, now: number): FlashPhase {
  if (now < startsAt) return 'upcoming'
  return now < endsAt ? 'open' : 'ended'
}

export type OfferFacts = {
  readonly session: Pick<FlashSession, 'startsAt' | 'endsAt'>
  readonly item: Pick<FlashItem, 'perMemberCount'>
  readonly slots: readonly BucketSlot[]
  readonly stock: Pick<Shelf, 'onHandCount' | 'heldCount' | 'slots'>
  /** Pieces the shopper has. */
  readonly memberCount: number
  readonly now: number
}

/** What is left of an item: of its bucket, and of the stock. */
export function leftOf({ slots, stock }: Pick<OfferFacts, 'slots' | 'stock'>): number {
  return Math.max(0, Math.min(leftInBucket(slots) ?? 0, available(stock)))
}

/** Whether a shopper can buy one piece of an item, or the first thing in the way. */
export function flashState(facts: OfferFacts): FlashState {
  const phase = phaseOf(facts.session, facts.now)
  if (phase !== 'open') return phase === 'upcoming' ? 'not_started' : 'ended'
  if (facts.memberCount >= facts.item.perMemberCount) return 'limit_reached'
  return leftOf(facts) === 0 ? 'sold_out' : 'open'
}

export type BuyFlashFacts = Omit<SellFacts, 'sale'> & {
  /** Without its items. */
  readonly session: Omit<FlashSession, 'items'> | undefined
  /** The item that is wanted; undefined when the session does not sell it. */
  readonly item: FlashItem | undefined
  readonly slots: readonly BucketSlot[]
  /** Pieces the member has; undefined for one who took none yet. */
  readonly memberCount: number | undefined
}

/** Sells pieces of an open session at its price. */
export function buy(facts: BuyFlashFacts): Decision<SellEvent, CodeOf<typeof buyFlash>> {
  const { session, item, slots, memberCount, now } = facts
  if (session === undefined) return refuse('session_missing')
  const { id, name, startsAt, endsAt } = session
  if (phaseOf(session, now) !== 'open') return refuse('session_not_open', { startsAt, endsAt })
  if (item === undefined) return refuse('flash_item_missing')
  const { skuId, priceMinor, perMemberCount } = item
  const bucket = { bucketId: bucketIdOf(id, skuId), slots, perMemberCount, memberCount }
  return sell({ ...facts, sale: { kind: 'flash_sale', id, name, skuId, priceMinor, bucket } })
}

export type SaveSessionFacts = {
  readonly session: FlashSession
  /** The session as it is; undefined for a new one. */
  readonly known: Pick<FlashSession, 'items'> | undefined
  /** List prices by SKU; a SKU that cannot be bought has none. */
  readonly listPrices: ReadonlyMap<string, number>
  /** The slots of its buckets as they are, by id of the bucket. */
  readonly buckets: ReadonlyMap<string, readonly BucketSlot[]>
  /** Sessions that are not over. */
  readonly sessionCount: number
  readonly maxSessions: typeof MAX_SESSIONS
}

type SaveCode = CodeOf<typeof saveFlashSession>

/** Makes a session or replaces it, and gives its buckets their pieces. What it no longer sells keeps no free pieces. */
export function saveSession(facts: SaveSessionFacts): Decision<FlashSessionSaved | BucketResized, SaveCode> {
  const { session, known, buckets } = facts
  const refusal = sessionRefusal(facts)
  if (refusal !== undefined) return { ok: false, refusal }
  const dropped = (known?.items ?? []).filter(({ skuId }) => !session.items.some((item) => item.skuId === skuId))
  const wanted = [
    ...session.items,
    ...dropped.map(({ skuId, slotCount }) => ({ skuId, slotCount, bucketCount: takenOf(facts, skuId) })),
  ]
  const resized: BucketResized[] = []
  for (const { skuId, bucketCount: limitCount, slotCount } of wanted) {
    const bucketId = bucketIdOf(session.id, skuId)
    const decision = resizeBucket({ bucketId, slots: buckets.get(bucketId) ?? [], limitCount, slotCount })
    if (!decision.ok) return refuse('bucket_below_taken', { skuId, ...decision.refusal.detail })
    resized.push(...decision.events)
  }
  if (known === undefined && facts.sessionCount >= facts.maxSessions) {
    return refuse('flash_sales_full', { maxSessions: facts.maxSessions })
  }
  return accept<FlashSessionSaved | BucketResized>(
    { type: 'flash_session_saved', session, created: known === undefined },
    ...resized,
  )
}

function takenOf({ session, buckets }: SaveSessionFacts, skuId: string): number {
  const slots = buckets.get(bucketIdOf(session.id, skuId)) ?? []
  return slots.reduce((sum, { takenCount }) => sum + takenCount, 0)
}

function sessionRefusal({ session, listPrices }: SaveSessionFacts): Refusal<SaveCode> | undefined {
  const { items, startsAt, endsAt } = session
  if (endsAt <= startsAt) return { code: 'session_window_empty' }
  const ids = items.map(({ skuId }) => skuId)
  const repeated = ids.find((skuId, at) => ids.indexOf(skuId) < at)
  if (repeated !== undefined) return { code: 'flash_item_repeated', detail: { skuId: repeated } }
  const missing = ids.find((skuId) => !listPrices.has(skuId))
  if (missing !== undefined) return { code: 'sku_missing', detail: { skuId: missing } }
  const dear = items.find(({ skuId, priceMinor }) => priceMinor >= (listPrices.get(skuId) ?? 0))
  if (dear === undefined) return undefined
  return { code: 'price_not_below_list', detail: { skuId: dear.skuId, listMinor: listPrices.get(dear.skuId) } }
}
