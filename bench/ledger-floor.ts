import type { Statement } from '../packages/server/src/kernel/database.ts'
import { brandId, newId } from './shop.ts'

/** The floor of the ledger: one statement for one purpose, without facts, versions, order of locks or hash chain. */
const opening = `with claim as (
  insert into requests (brand_id, principal, endpoint, key, input_hash, status, reply, at)
  values ($1, 'opr_raw', 'points.adjust', $2, $3, 'done', $4::jsonb, $5) on conflict do nothing returning 1
), journal as (
  insert into events (brand_id, id, type, at, member_id, principal, step, data)
  select $1, $6, 'points_adjusted', $5, $7, 'opr_raw', 0, $8::jsonb from claim returning 1
), entry as (
  insert into points_entries (brand_id, member_id, id, kind, delta_count, lost_count, order_id, at)
  select $1, $7, $6, 'adjust', $9, 0, null, $5 from claim returning 1
), account as (
  update points_accounts set balance_count = balance_count + $9, version = version + 1 from claim
  where brand_id = $1 and member_id = $7 returning 1
)`

const earnText = `${opening}, lot as (
  insert into points_lots (brand_id, member_id, id, amount_count, remaining_count, expired_count, active_at,
    expires_at, order_id, is_grace)
  select $1, $7, $10, $9, $9, 0, $5, $5 + 31536000000, null, false from claim returning 1
) select (select count(*) from lot) as lots`

const redeemText = `${opening}, lot as (
  update points_lots set remaining_count = remaining_count + $9 from claim
  where brand_id = $1 and member_id = $7 and id = $10 returning 1
) select (select count(*) from lot) as lots`

const hash = 'f'.repeat(64)
const count = 10

/** Ten points for a member, in a lot of their own. */
export function rawEarn(memberId: string): Statement {
  return statement(earnText, memberId, count, newId('lot'), null)
}

/** Ten points of a member, out of a lot. */
export function rawRedeem(memberId: string, lotId: string): Statement {
  return statement(redeemText, memberId, -count, lotId, lotId)
}

function statement(
  text: string,
  memberId: string,
  deltaCount: number,
  lotId: string,
  takenId: string | null,
): Statement {
  const at = Date.now()
  const reply = { spendableCount: 100_000, pendingCount: 0, heldCount: 0, debtCount: 0, expiringNext: { at, count } }
  const takes = takenId === null ? [] : [{ lotId: takenId, count }]
  const event = {
    type: 'points_adjusted',
    memberId,
    lotId,
    count,
    takes,
    activeAt: at,
    expiresAt: at,
    debtPaidCount: 0,
  }
  const told = [newId('key'), hash, JSON.stringify(reply), at, newId('evt')]
  return { text, values: [brandId, ...told, memberId, JSON.stringify(event), deltaCount, lotId] }
}
