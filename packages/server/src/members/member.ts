import { endSession, type MemberLabelled } from '@siyu/core/members'
import { sql } from 'kysely'
import { type ErasedRows, erasedOf, leaving, listsOf, MAX_ERASED, type MemberPart } from '../compliance/index.ts'
import { many } from '../kernel/read.ts'
import { loadLabels } from './store.ts'
import { type MemberTables, memberSpecs } from './tables.ts'

const list = listsOf<MemberTables>(memberSpecs)

/** Codes sent to an address of the member: they are found by it, so they go before the address does. */
const codes: ErasedRows = {
  table: memberSpecs.signInCodes,
  when: 'closing',
  keys: (call, memberId) => sql`select c.kind, c.address from sign_in_codes c
    join member_identities i on i.brand_id = c.brand_id and i.kind = c.kind and i.address = c.address
    where i.brand_id = ${call.brandId} and i.member_id = ${memberId} order by c.kind, c.address
    limit ${MAX_ERASED + 1}`,
}

/** Names and addresses go, sessions end, labels come off; the row with the id stays for orders to point at. */
export const membersPart: MemberPart = {
  concept: 'members',
  lists: [
    list('members', 'id', ['id', 'joinedAt', 'channel']),
    list('memberProfiles', 'memberId', ['name', 'birthday']),
    list('memberIdentities', 'memberId', ['kind', 'address']),
    list('memberLabels', 'memberId', ['tags', 'segmentIds']),
    list('sessions', 'memberId', ['id', 'openedAt', 'expiresAt', 'endedAt']),
  ],
  erased: [
    codes,
    erasedOf(memberSpecs.memberIdentities, 'member_id', 'closing'),
    erasedOf(memberSpecs.memberProfiles, 'member_id', 'erasing'),
  ],
  leave: leaving(
    (call, memberId) => ({
      sessions: many(sql<{ readonly id: string }>`select id from sessions where brand_id = ${call.brandId}
        and member_id = ${memberId} and ended_at is null and expires_at > ${call.now}
        order by id limit ${MAX_ERASED + 1}`),
      labels: loadLabels(call, memberId),
    }),
    ({ sessions, labels }, memberId) => ({
      isWhole: sessions.length <= MAX_ERASED,
      closing: sessions.slice(0, MAX_ERASED).map(({ id }) => endSession(memberId, id)),
      erasing: labels?.isLabelled === true ? [unlabelled(memberId)] : [],
    }),
  ),
}

function unlabelled(memberId: string): MemberLabelled {
  return { type: 'member_labelled', memberId, tags: [], segmentIds: [], created: false }
}
