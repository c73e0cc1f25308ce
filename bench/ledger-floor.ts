import type { Statement } from '../packages/server/src/kernel/database.ts'
import { brandId, newId } from './shop.ts'

/**
 * The floor of the ledger: one statement for one purpose that writes the rows a command writes, without facts, versions,
 * order of locks or hash chain.
 */
const request = `claim as (
  insert into requests (brand_id, principal, endpoint, key, input_hash, status, reply, at)
  values ($1, 'opr_raw', $2, $3, $4, 'done', $5::jsonb, $6) on conflict do nothing returning 1
)`
const account = `account as (
  update points_accounts set balance_count = balance_count + $9, version = version + 1 from claim
  where brand_id = $1 and member_id = $7 returning 1
), head as (
  update ledger_accounts set entry_count = entry_count + 1, balance = balance + $9 from claim
  where brand_id = $1 and owner_id = $7 and book = 'points' returning entry_count, balance
), entry as (
  insert into ledger_entries (brand_id, owner_id, book, number, kind, amount, balance, reference, event_id, at, hash)
  select $1, $7, 'points', head.entry_count, $10, $9, head.balance, $11, $8, $6, $4 from head returning 1
)`
/** Events are given their places afterwards, as those of commands are. */
const journal = (type: string, id: string, step: number, data: string): string =>
  `insert into events (brand_id, id, type, at, member_id, principal, step, data)
  select $1, ${id}, '${type}', $6, $7, 'opr_raw', ${step}, ${data}::jsonb from claim returning 1`

const earnText = `with ${request}, journal as (${journal('points_earned', '$8', 0, '$12')}), ${account}, lot as (
  insert into points_lots (brand_id, member_id, id, amount_count, remaining_count, expired_count, active_at,
    expires_at, order_id, is_grace)
  select $1, $7, $13, $9, $9, 0, $6, $6 + 31536000000, $11, false from claim returning 1
), earning as (
  insert into points_earnings (brand_id, member_id, order_id, lot_id, earned_count, clawed_count, basis_minor, terms)
  select $1, $7, $11, $13, $9, 0, 1000, $14::jsonb from claim returning 1
) select (select count(*) from lot) as lots`

const redeemText = `with ${request}, held as (${journal('points_held', "$8 || '.1'", 1, '$12')}),
journal as (${journal('points_spent', '$8', 0, '$12')}), ${account}, lot as (
  update points_lots set remaining_count = remaining_count + $9 from claim
  where brand_id = $1 and member_id = $7 and id = $13 returning 1
), spend as (
  insert into points_spends (brand_id, member_id, order_id, takes, returned_count)
  select $1, $7, $11, $14::jsonb, 0 from claim returning 1
) select (select count(*) from lot) as lots`

const hash = 'f'.repeat(64)
const count = 10

/** The points of a purchase, in a lot of their own. */
export function rawEarn(memberId: string): Statement {
  const [reference, lotId, at] = [`ext/${newId('till')}`, newId('lot'), Date.now()]
  const event = { type: 'points_earned', memberId, orderId: reference, lotId, count, basisMinor: 1_000, terms }
  const told = { memberId, reference, earnedCount: count, clawedCount: 0, spentCount: 0, returnedCount: 0 }
  const values = [JSON.stringify(event), lotId, JSON.stringify(terms)]
  return { text: earnText, values: [...head('points.earn', told, at, memberId), count, 'earn', reference, ...values] }
}

/** Ten points of a member for a purchase, out of a lot. */
export function rawRedeem(memberId: string, lotId: string): Statement {
  const [reference, at] = [`ext/${newId('till')}`, Date.now()]
  const takes = [{ lotId, count }]
  const event = { type: 'points_spent', memberId, orderId: reference, takes }
  const told = { memberId, reference, earnedCount: 0, clawedCount: 0, spentCount: count, returnedCount: 0, minor: 10 }
  const values = [JSON.stringify(event), lotId, JSON.stringify(takes)]
  const start = head('points.redeem', told, at, memberId)
  return { text: redeemText, values: [...start, -count, 'spend', reference, ...values] }
}

const terms = {
  ...{ rounding: 'floor', roundPer: 'order', combine: 'product', maxCount: null, caps: [] },
  parts: [{ ruleId: 'base', lineIds: null, minima: [], maxCount: null, cap: null, effect: { kind: 'per_amount' } }],
  multipliers: [{ ruleId: 'tier', bps: 10_000, lineIds: null }],
}

function head(endpoint: string, reply: object, at: number, memberId: string): Statement['values'] {
  return [brandId, endpoint, newId('key'), hash, JSON.stringify(reply), at, memberId, newId('evt')]
}
