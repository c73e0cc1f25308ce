import type { DrawnEntry, EntryFacts } from '@siyu/core/campaigns'
import { type RawBuilder, sql } from 'kysely'
import { type Call, memberOf } from '../kernel/call.ts'
import { type Load, many, one } from '../kernel/read.ts'
import { stays } from '../referrals/index.ts'
import { keptMinor } from './orders.ts'

/** The most entries a draw looks at: those that win, and those in front of them that must be passed over. */
const MAX_DRAWN = 5_000

/** A member's own entry, and how old they are. */
export type EntrantRow = { readonly entryId: string | null; readonly birthday: string | null }
export function loadEntrant(call: Call, campaignId: string): Load<EntrantRow | undefined> {
  return one(sql<EntrantRow>`select e.id as entry_id, p.birthday from members m
    left join member_profiles p on p.brand_id = m.brand_id and p.member_id = m.id
    left join campaign_entries e on e.brand_id = m.brand_id and e.member_id = m.id and e.campaign_id = ${campaignId}
    where m.brand_id = ${call.brandId} and m.id = ${memberOf(call)}`)
}

/** An order of the member's own that opens a lottery. */
export function loadOpeningOrder(call: Call, campaignId: string): Load<{ readonly id: string } | undefined> {
  return one(sql<{ readonly id: string }>`select o.id from campaigns c
    join orders o on o.brand_id = c.brand_id and o.member_id = ${memberOf(call)} and o.status = 'completed'
      and o.placed_at >= c.starts_at and o.placed_at < c.ends_at and ${keptMinor} >= greatest(1, c.min_net_minor)
    where c.brand_id = ${call.brandId} and c.id = ${campaignId} and c.terms ->> 'kind' = 'lottery'
    order by o.placed_at limit 1`)
}

/**
 * The seed of a draw: a keyed hash that nobody without the server's secret can reckon. It follows from the campaign, so
 * nothing holds it before the draw, and a shop that was rebuilt from its journal draws the same.
 */
export function seedOf({ brandId, hash }: Pick<Call, 'brandId' | 'hash'>, campaignId: string): string {
  return hash(`campaign seed ${brandId} ${campaignId}`)
}

/** The same in a statement. Campaigns published when seeds were still kept are drawn by the one they promised. */
function seedIn(call: Call, campaignId: string): RawBuilder<string> {
  return sql<string>`coalesce((select seed from campaign_seeds
    where brand_id = ${call.brandId} and campaign_id = ${campaignId}), ${seedOf(call, campaignId)}::text)`
}

/** The seed a campaign will be drawn by. */
export function loadSeed(call: Call, campaignId: string): Load<{ readonly seed: string } | undefined> {
  return one(sql<{ readonly seed: string }>`select ${seedIn(call, campaignId)} as seed`)
}

/**
 * Entries in the order of their tickets, until there are as many as can win: SHA-256 of the seed, a colon and the
 * number, as the rule reckons it again.
 */
export function loadDrawn(call: Call, campaignId: string): Load<readonly EntryFacts[]> {
  const isKept = sql`${stays('e')} and (e.order_id is null or exists (select 1 from orders o
    where (o.brand_id, o.member_id, o.id) = (e.brand_id, e.member_id, e.order_id) and o.status = 'completed'
      and ${keptMinor} >= greatest(1, c.min_net_minor)))`
  const entries = sql`select e.member_id, e.id as entry_id, ${isKept} as is_kept,
      encode(sha256(convert_to(s.seed || ':' || e.id, 'UTF8')), 'hex') as ticket,
      (select sum((p.prize ->> 'quantity')::bigint) from jsonb_array_elements(c.terms -> 'prizes') p(prize)) as place_count
    from campaigns c
    cross join (select ${seedIn(call, campaignId)} as seed) s
    join campaign_entries e on e.brand_id = c.brand_id and e.campaign_id = c.id and e.withdrawn_at is null
    where c.brand_id = ${call.brandId} and c.id = ${campaignId} and c.terms ->> 'kind' = 'lottery'`
  const counted = sql`select t.*, count(*) filter (where t.is_kept) over (order by t.ticket
      rows between unbounded preceding and 1 preceding) as kept_before from (${entries}) t`
  return many(sql<EntryFacts>`select d.member_id, d.entry_id, d.is_kept from (${counted}) d
    where coalesce(d.kept_before, 0) < d.place_count order by d.ticket limit ${MAX_DRAWN}`)
}

/** The numbers of a lottery, in their order, behind one of them. */
export function loadEntries(
  { brandId }: Call,
  campaignId: string,
  after: string,
  limit: number,
): Load<readonly DrawnEntry[]> {
  return many(sql<DrawnEntry>`select id as entry_id, withdrawn_at is not null as is_withdrawn from campaign_entries
    where brand_id = ${brandId} and campaign_id = ${campaignId} and id > ${after} order by id limit ${limit}`)
}

/** Entries of a member in lotteries that are not drawn. */
export function loadOpenEntries(
  { brandId }: Call,
  memberId: string,
): Load<readonly { readonly campaignId: string; readonly memberId: string }[]> {
  return many(sql<{ readonly campaignId: string; readonly memberId: string }>`select e.campaign_id, e.member_id
    from campaign_entries e join campaigns c on c.brand_id = e.brand_id and c.id = e.campaign_id
    where e.brand_id = ${brandId} and e.member_id = ${memberId} and e.withdrawn_at is null
      and c.state = 'published' limit 100`)
}
