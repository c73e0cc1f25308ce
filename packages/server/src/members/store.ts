import type { CodeKind, Identity, Labels, MemberEvent, MemberJoined, MemberRow } from '@siyu/core/members'
import { type Expression, sql } from 'kysely'
import type { Apply } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import type { TimeCursor } from '../kernel/cursor.ts'
import { prepared } from '../kernel/prepared.ts'
import { given, guarded, type Load, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { type MemberTables, memberSpecs } from './tables.ts'

const db = tablesOf<MemberTables>()
const writer = writerOf<MemberTables>(memberSpecs)

/** The most identities of one member that are shown. */
const MAX_IDENTITIES = 20

export type CodeRow = Omit<MemberTables['signInCodes'], 'brandId'>

/** The newest code of an address, used or not; guarded. An address that is none has no code. */
export function loadCode(call: Call, kind: CodeKind, address: string | null): Load<CodeRow | undefined> {
  if (address === null) return given(undefined)
  return guarded(
    memberSpecs.signInCodes,
    one(
      db
        .selectFrom('signInCodes')
        .select(['kind', 'address', 'codeHash', 'expiresAt', 'usedAt', 'version'])
        .where('brandId', '=', call.brandId)
        .where('kind', '=', kind)
        .where('address', '=', address),
    ),
  )
}

/** Who an identity belongs to. */
export function loadIdentity(
  call: Call,
  kind: Identity['kind'],
  address: string | null,
): Load<{ readonly memberId: string } | undefined> {
  if (address === null) return given(undefined)
  return one(
    db
      .selectFrom('memberIdentities')
      .select('memberId')
      .where('brandId', '=', call.brandId)
      .where('kind', '=', kind)
      .where('address', '=', address),
  )
}

export type SessionRow = Pick<MemberTables['sessions'], 'expiresAt' | 'endedAt'>

/** A session of a member. */
export function loadSession(call: Call, memberId: string, sessionId: string): Load<SessionRow | undefined> {
  return one(
    db
      .selectFrom('sessions')
      .select(['expiresAt', 'endedAt'])
      .where('brandId', '=', call.brandId)
      .where('memberId', '=', memberId)
      .where('id', '=', sessionId),
  )
}

export type MemberDetails = {
  readonly id: string
  readonly joinedAt: number
  readonly name: string | null
  readonly birthday: string | null
}

/** A member with the name they gave. */
export function loadMember(call: Call, memberId: string): Load<MemberDetails | undefined> {
  const query = db
    .selectFrom('members as m')
    .leftJoin('memberProfiles as p', (join) =>
      join.onRef('p.brandId', '=', 'm.brandId').onRef('p.memberId', '=', 'm.id'),
    )
    .select(['m.id', 'm.joinedAt', 'p.name', 'p.birthday'])
    .where('m.brandId', '=', call.brandId)
    .where('m.id', '=', memberId)
  return one<MemberDetails>(query as unknown as Expression<MemberDetails>)
}

/** A member's birthday as month and day, `02-29`; null where none is kept. Personal data. */
export function loadBirthday(
  call: Call,
  memberId: string | Expression<string>,
): Load<{ readonly birthday: string | null } | undefined> {
  return one(birthdayOf({ brandId: call.brandId, memberId }))
}

type Of = { readonly brandId: string; readonly memberId: string | Expression<string> }

// Asked of the row as a whole, so that profiles without such a column have none.
const birthdayOf = prepared(
  ({ brandId, memberId }: Of) => sql<{ readonly birthday: string | null }>`select substr(p.birthday, 6) as birthday
    from member_profiles p where p.brand_id = ${brandId} and p.member_id = ${memberId}`,
)

/** How a member is known. */
export function loadIdentities(call: Call, memberId: string): Load<readonly Identity[]> {
  return many(
    db
      .selectFrom('memberIdentities')
      .select(['kind', 'address'])
      .where('brandId', '=', call.brandId)
      .where('memberId', '=', memberId)
      .orderBy('kind')
      .orderBy('address')
      .limit(MAX_IDENTITIES),
  )
}

export type LabelsRow = Labels & { readonly isLabelled: boolean }

/** What a member carries; undefined when there is no such member. */
export function loadLabels(call: Call, memberId: string): Load<LabelsRow | undefined> {
  return one(sql<LabelsRow>`select coalesce(l.tags, '[]') as tags, coalesce(l.segment_ids, '[]') as segment_ids,
      l.member_id is not null as is_labelled
    from members m left join member_labels l on l.brand_id = m.brand_id and l.member_id = m.id
    where m.brand_id = ${call.brandId} and m.id = ${memberId}`)
}

/** Members with tier, growth, points, number of orders and tags, newest first, after a cursor. */
export function listRows(call: Call, before: TimeCursor | null, limit: number): Load<readonly MemberRow[]> {
  const after = before === null ? sql`true` : sql`(m.joined_at, m.id) < (${before.at}, ${before.id})`
  return many(sql<MemberRow>`select m.id, p.name, m.joined_at, t.tier_id, t.growth_count,
      a.balance_count as points_count,
      (select count(*) from orders o where o.brand_id = m.brand_id and o.member_id = m.id) as order_count,
      coalesce(l.tags, '[]') as tags
    from members m
    join member_tiers t on t.brand_id = m.brand_id and t.member_id = m.id
    join points_accounts a on a.brand_id = m.brand_id and a.member_id = m.id
    left join member_profiles p on p.brand_id = m.brand_id and p.member_id = m.id
    left join member_labels l on l.brand_id = m.brand_id and l.member_id = m.id
    where m.brand_id = ${call.brandId} and ${after}
    order by m.joined_at desc, m.id desc
    limit ${limit}`)
}

/** A new code for an address; it takes the place of the one before. */
export function codeWrites(
  call: Call,
  before: CodeRow | undefined,
  code: Pick<CodeRow, 'kind' | 'address' | 'codeHash' | 'expiresAt'>,
): readonly Write[] {
  const { kind, address, codeHash, expiresAt } = code
  const key = { brandId: call.brandId, kind, address }
  if (before === undefined) return [writer.insert('signInCodes', { ...key, codeHash, expiresAt, usedAt: null })]
  return [writer.change('signInCodes', key, { codeHash, expiresAt, usedAt: null })]
}

/** A code that has opened its session. */
export function usedCodeWrites(call: Call, code: CodeRow | undefined): readonly Write[] {
  if (code === undefined) return []
  const { kind, address } = code
  return [writer.change('signInCodes', { brandId: call.brandId, kind, address }, { usedAt: call.now })]
}

/** The personal rows of somebody who joins, if somebody did. */
export function joinedWrites(
  call: Call,
  events: readonly { readonly type: string }[],
  identity: Identity,
  name: string | undefined,
): readonly Write[] {
  return events.flatMap((event) => {
    if (event.type !== 'member_joined') return []
    const { memberId } = event as MemberJoined
    return [
      writer.insert('memberIdentities', { brandId: call.brandId, ...identity, memberId }),
      writer.insert('memberProfiles', { brandId: call.brandId, memberId, name: name ?? null, birthday: null }),
    ]
  })
}

/** A changed name or birthday. */
export function profileWrites(
  call: Call,
  memberId: string,
  { name, birthday }: { readonly name: string; readonly birthday?: string | null | undefined },
): readonly Write[] {
  const set = birthday === undefined ? { name } : { name, birthday }
  return [writer.change('memberProfiles', { brandId: call.brandId, memberId }, set)]
}

/** The member's own row. Every other row a member starts with belongs to another concept. */
export const applyMembers: Apply<MemberEvent> = {
  member_joined: ({ memberId, channel, joinedAt }, { brandId, at }) => [
    writer.insert('members', { brandId, id: memberId, joinedAt: joinedAt ?? at, channel }),
  ],
  profile_updated: () => [],
  member_labelled: ({ memberId, tags, segmentIds, created }, { brandId }) => {
    if (created) return [writer.insert('memberLabels', { brandId, memberId, tags, segmentIds })]
    return [writer.change('memberLabels', { brandId, memberId }, { tags, segmentIds })]
  },
  session_opened: ({ memberId, sessionId, expiresAt }, { brandId, at }) => [
    writer.insert('sessions', { brandId, memberId, id: sessionId, openedAt: at, expiresAt, endedAt: null }),
  ],
  session_ended: ({ memberId, sessionId }, { brandId, at }) => [
    writer.change('sessions', { brandId, memberId, id: sessionId }, { endedAt: at }),
  ],
}
