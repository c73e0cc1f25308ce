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
import type { buyPresale, MAX_PRESALES } from './contract.ts'
import type { PresaleSaved } from './events.ts'
import type { savePresale } from './operators.ts'
import type { Presale, PresaleState, PresaleTerms } from './schema.ts'

/** Over how many rows a bucket is spread. */
const SLOT_COUNT = 4

/**
 * Of what is paid, the most that can have the effect of a deposit, so that it may be kept: what is above is an advance,
 * which always goes back. 民法典 art. 586.
 */
export const MAX_FORFEIT_BPS = 2_000

type Price = Pick<Presale, 'priceMinor' | 'depositMinor' | 'depositWorthMinor'>

/** What deposit and balance of one piece come to: less than the price by what the deposit counts for above itself. */
export function paidMinor({ priceMinor, depositMinor, depositWorthMinor }: Price): number {
  return priceMinor - (depositWorthMinor - depositMinor)
}

/** What one piece costs beside its deposit. */
export function balanceMinor({ priceMinor, depositWorthMinor }: Price): number {
  return priceMinor - depositWorthMinor
}

export type PresaleOfferFacts = {
  readonly presale: Presale
  readonly listMinor: number
  readonly slots: readonly BucketSlot[]
  readonly stock: Pick<Shelf, 'onHandCount' | 'heldCount' | 'slots'>
  /** Pieces the shopper has. */
  readonly memberCount: number
  readonly now: number
}

/** What is left of a presale: of its bucket, and of the stock. */
export function leftOfPresale({ slots, stock }: Pick<PresaleOfferFacts, 'slots' | 'stock'>): number {
  return Math.max(0, Math.min(leftInBucket(slots) ?? 0, available(stock)))
}

/** Whether a shopper can order one piece, or the first thing in the way. */
export function presaleState(facts: PresaleOfferFacts): PresaleState {
  const { presale, listMinor, memberCount, now } = facts
  if (now < presale.startsAt) return 'not_started'
  if (now >= presale.endsAt) return 'ended'
  if (paidMinor(presale) > listMinor) return 'paused'
  if (memberCount >= presale.perMemberCount) return 'limit_reached'
  return leftOfPresale(facts) === 0 ? 'sold_out' : 'open'
}

export type BuyPresaleFacts = Omit<SellFacts, 'sale'> & {
  readonly presale: Presale | undefined
  /** What the shopper was shown. */
  readonly terms: PresaleTerms
  readonly slots: readonly BucketSlot[]
  /** Pieces the member has; undefined for one who took none yet. */
  readonly memberCount: number | undefined
}

/** Orders pieces of a presale that takes orders, at what the shopper was shown. */
export function buy(facts: BuyPresaleFacts): Decision<SellEvent, CodeOf<typeof buyPresale>> {
  const { presale, slots, memberCount, quantity, now } = facts
  if (presale === undefined) return refuse('presale_missing')
  const { id, name, skuId, startsAt, endsAt, balanceFrom, balanceUntil, forfeit, shipsFrom, perMemberCount } = presale
  if (now < startsAt || now >= endsAt) return refuse('presale_not_open', { startsAt, endsAt })
  const terms = termsOf(presale)
  if (!areSame(terms, facts.terms)) return refuse('presale_terms_changed', terms)
  const priceMinor = paidMinor(presale)
  const listMinor = facts.pricing.skus.find((sku) => sku.skuId === skuId)?.listMinor ?? priceMinor
  // Whoever waits and pays in advance never pays more than who does not; so the price stands to the last cent.
  if (priceMinor > listMinor) return refuse('price_above_list', { listMinor })
  const [depositMinor, depositWorthMinor] = [presale.depositMinor * quantity, presale.depositWorthMinor * quantity]
  const deposit = { depositMinor, depositWorthMinor, balanceFrom, balanceUntil, forfeit, shipsFrom }
  const bucket = { bucketId: bucketIdOf(id, skuId), slots, perMemberCount, memberCount }
  return sell({ ...facts, sale: { kind: 'presale', id, name, skuId, priceMinor, bucket, deposit } })
}

/** What of a presale a shopper must have been shown. */
export function termsOf({ depositMinor, forfeit, balanceFrom, balanceUntil }: Presale): PresaleTerms {
  return { depositMinor, forfeit, balanceFrom, balanceUntil }
}

function areSame(one: PresaleTerms, other: PresaleTerms): boolean {
  const names = ['depositMinor', 'forfeit', 'balanceFrom', 'balanceUntil'] as const
  return names.every((name) => one[name] === other[name])
}

export type SavePresaleFacts = {
  readonly presale: Presale
  /** The presale as it is; undefined for a new one. */
  readonly known: Pick<Presale, 'skuId'> | undefined
  /** List price of the SKU; undefined when it cannot be bought. */
  readonly listMinor: number | undefined
  /** The slots of its bucket as they are. */
  readonly slots: readonly BucketSlot[]
  /** Presales that still take orders, or will. */
  readonly presaleCount: number
  readonly maxPresales: typeof MAX_PRESALES
}

type SaveCode = CodeOf<typeof savePresale>

/** Makes a presale or replaces it. */
export function save(facts: SavePresaleFacts): Decision<PresaleSaved | BucketResized, SaveCode> {
  const { presale, known, slots, presaleCount, maxPresales } = facts
  const refusal = windowRefusal(presale) ?? goodsRefusal(facts) ?? depositRefusal(presale)
  if (refusal !== undefined) return { ok: false, refusal }
  const size = { bucketId: bucketIdOf(presale.id, presale.skuId), slots, slotCount: SLOT_COUNT }
  const resized = resizeBucket({ ...size, limitCount: presale.bucketCount })
  if (!resized.ok) return resized
  const created = known === undefined
  if (created && presaleCount >= maxPresales) return refuse('presales_full', { maxPresales })
  return accept<PresaleSaved | BucketResized>({ type: 'presale_saved', presale, created }, ...resized.events)
}

/** Orders, then balances. When goods are sent is for the shop to say, but not before anybody could have paid. */
function windowRefusal(presale: Presale): Refusal<SaveCode> | undefined {
  const { startsAt, endsAt, balanceFrom, balanceUntil, shipsFrom } = presale
  const isInOrder = startsAt < endsAt && endsAt <= balanceFrom && balanceFrom < balanceUntil && balanceFrom <= shipsFrom
  return isInOrder ? undefined : { code: 'presale_windows_crossed' }
}

function goodsRefusal({ presale, known, listMinor }: SavePresaleFacts): Refusal<SaveCode> | undefined {
  const { skuId, priceMinor } = presale
  if (known !== undefined && known.skuId !== skuId) {
    return { code: 'presale_sku_fixed', detail: { skuId: known.skuId } }
  }
  if (listMinor === undefined) return { code: 'sku_missing', detail: { skuId } }
  return priceMinor > listMinor ? { code: 'price_above_list', detail: { listMinor } } : undefined
}

function depositRefusal(presale: Presale): Refusal<SaveCode> | undefined {
  const { priceMinor, depositMinor, depositWorthMinor, forfeit } = presale
  if (depositWorthMinor < depositMinor) return { code: 'deposit_worth_low', detail: { minMinor: depositMinor } }
  if (depositWorthMinor >= priceMinor) return { code: 'deposit_not_below_price', detail: { priceMinor } }
  if (forfeit === 'refund') return undefined
  const maxMinor = Math.floor((paidMinor(presale) * MAX_FORFEIT_BPS) / 10_000)
  return depositMinor > maxMinor ? { code: 'deposit_above_share', detail: { maxMinor } } : undefined
}
