import { dayMs } from '@siyu/core/kernel'
import {
  type LinkDaysInput,
  type LinkEvent,
  type LinkTarget,
  type ListLinksInput,
  MAX_LINK_DAYS,
  type ShareLink,
  VISIT_DAYS,
} from '@siyu/core/referrals'
import { type RawBuilder, sql } from 'kysely'
import type { Apply } from '../../kernel/apply.ts'
import type { Call } from '../../kernel/call.ts'
import type { TimeCursor } from '../../kernel/cursor.ts'
import type { Sql } from '../../kernel/database.ts'
import { given, guarded, type Load, many, one } from '../../kernel/read.ts'
import { writerOf } from '../../kernel/write.ts'
import { type ReferralTables, referralSpecs } from '../tables.ts'

const writer = writerOf<ReferralTables>(referralSpecs)

/** A link as it is kept, with its visits. */
export type LinkRow = ShareLink & { readonly version: number }

const columns = sql`l.*, (select coalesce(sum(d.visit_count), 0) from link_days d
  where d.brand_id = l.brand_id and d.code = l.code) as visit_count`

/** A link by its code. */
export function loadLink({ brandId }: Call, code: string): Load<LinkRow | undefined> {
  return one(sql<LinkRow>`select ${columns} from referral_links l
    where l.brand_id = ${brandId} and l.code = ${code.toLowerCase()}`)
}

/** The same to be changed, a member's own when one is named; guarded. */
export function loadLinkToClose({ brandId }: Call, code: string, ownerId?: string): Load<LinkRow | undefined> {
  const whose = ownerId === undefined ? sql`true` : sql`l.owner_id = ${ownerId}`
  return guarded(
    referralSpecs.referralLinks,
    one(sql<LinkRow>`select ${columns} from referral_links l
      where l.brand_id = ${brandId} and l.code = ${code.toLowerCase()} and ${whose}`),
  )
}

/** Links, newest first, after a cursor. */
export function loadLinks(
  { brandId }: Call,
  { kind, ownerId }: Pick<ListLinksInput, 'kind' | 'ownerId'>,
  before: TimeCursor | null,
  limit: number,
): Load<readonly LinkRow[]> {
  const [at, code] = [before?.at ?? Number.MAX_SAFE_INTEGER, before?.id ?? '']
  const ofKind = kind === undefined ? sql`true` : sql`l.kind = ${kind}`
  const ofOwner = ownerId === undefined ? sql`true` : sql`l.owner_id = ${ownerId}`
  return many(sql<LinkRow>`select ${columns} from referral_links l
    where l.brand_id = ${brandId} and ${ofKind} and ${ofOwner} and (l.created_at, l.code) < (${at}::bigint, ${code})
    order by l.created_at desc, l.code desc limit ${limit}`)
}

/** The open link of a member to something. */
export function loadLinkTo({ brandId }: Call, ownerId: string, target: LinkTarget): Load<LinkRow | undefined> {
  return one(sql<LinkRow>`select ${columns} from referral_links l
    where l.brand_id = ${brandId} and l.owner_id = ${ownerId} and l.kind = 'personal' and l.closed_at is null
      and l.target = ${JSON.stringify(target)}::jsonb order by l.code limit 1`)
}

/** How many links are open: all, or those a member made. */
export function loadOpenLinkCount({ brandId }: Call, ownerId?: string): Load<{ readonly count: number } | undefined> {
  const whose = ownerId === undefined ? sql`true` : sql`owner_id = ${ownerId} and kind = 'personal'`
  return one(sql<{ readonly count: number }>`select count(*) as count from referral_links
    where brand_id = ${brandId} and closed_at is null and ${whose}`)
}

/** Whether there is what a link is to lead to. */
export function loadTarget({ brandId }: Call, target: LinkTarget): Load<unknown> {
  if (target.kind === 'home') return given(target)
  const tables: { readonly [K in Exclude<LinkTarget['kind'], 'home'>]: RawBuilder<unknown> } = {
    product: sql`select id from products`,
    group_buy: sql`select id from group_campaigns`,
    shop: sql`select id from kol_shops`,
  }
  return one(sql`${tables[target.kind]} where brand_id = ${brandId} and id = ${target.id}`)
}

/** Visits of a code by day. */
export function loadDays(
  { brandId }: Call,
  { code, from, until }: LinkDaysInput,
): Load<readonly ReferralTables['linkDays'][]> {
  return many(sql<ReferralTables['linkDays']>`select * from link_days
    where brand_id = ${brandId} and code = ${code.toLowerCase()} and day between ${from} and ${until}
    order by day limit ${MAX_LINK_DAYS}`)
}

/** One day of a code as somebody who comes by it finds it. */
export type DayRow = { readonly day: string; readonly visitCount: number; readonly hasVisited: boolean }

/**
 * Days of a code that had visits, and whether this visitor was among them. Which day it is depends on the brand's zone,
 * so those are asked for that it may be somewhere.
 */
export function loadDaysAround({ brandId, now }: Call, code: string, visitorHash: string): Load<readonly DayRow[]> {
  const days = [-dayMs, 0, dayMs].map((ms) => new Date(now + ms).toISOString().slice(0, 10))
  return many(sql<DayRow>`select d.day, d.visit_count, exists (select from link_visits v
        where (v.brand_id, v.code, v.day) = (d.brand_id, d.code, d.day)
          and v.visitor_hash = ${visitorHash}) as has_visited
    from link_days d where d.brand_id = ${brandId} and d.code = ${code} and d.day = any(${days}::text[])
    order by d.day limit 3`)
}

/** Forgets who came by links longer ago than that is kept. */
export async function forgetVisits(database: Sql, now: number): Promise<void> {
  await database.execute({ text: 'delete from link_visits where at < $1', values: [now - VISIT_DAYS * dayMs] })
}

export const applyLinks: Apply<LinkEvent> = {
  link_created: ({ code, kind, label, ownerId, target }, { brandId, at }) => [
    writer.insert('referralLinks', { brandId, code, kind, label, ownerId, target, createdAt: at, closedAt: null }),
    ...(ownerId === null ? [] : [writer.insert('referralCodes', { brandId, code, memberId: ownerId })]),
  ],
  link_closed: ({ code }, { brandId, at }) => [writer.change('referralLinks', { brandId, code }, { closedAt: at })],
  link_reopened: ({ code }, { brandId }) => [writer.change('referralLinks', { brandId, code }, { closedAt: null })],
  link_visited: ({ code, day, isFirst }, { brandId }) => [
    isFirst
      ? writer.insert('linkDays', { brandId, code, day, visitCount: 1 })
      : writer.change('linkDays', { brandId, code, day }, {}, { visitCount: 1 }),
  ],
}
