import type { BrandCreated } from '@siyu/core/brands'
import {
  type ActivityEvent,
  type ActivityKind,
  type DoneActivity,
  dayAfter,
  noActivities,
  type PointsActivities,
} from '@siyu/core/points'
import { sql } from 'kysely'
import { changeSettings, firstSettings, loadSettings } from '../../brands/index.ts'
import type { Apply } from '../../kernel/apply.ts'
import type { Call } from '../../kernel/call.ts'
import { given, type Load, many, one } from '../../kernel/read.ts'
import { tablesOf } from '../../kernel/tables.ts'
import { type Write, writerOf } from '../../kernel/write.ts'
import { changeAccount, entry, newLot, ownerOf } from '../store.ts'
import { type ActivityTables, activitySpecs } from './tables.ts'

const db = tablesOf<ActivityTables>()
const writer = writerOf<ActivityTables>(activitySpecs)

/** Days that a month and the days around it take, in whatever zone. */
const LOOK_BACK_DAYS = 33
/** The most activities of that time that are looked at. */
const MAX_ACTIVITIES = 2_000
const MAX_DAYS_OF_MONTH = 31

/** What the settings of activities stand under. */
const CONCEPT = 'points_activities'

/** What activities earn. */
export function loadActivitySettings(call: Call): Load<PointsActivities> {
  return loadSettings<PointsActivities>(call, CONCEPT)
}

function activitiesOf(call: Call, memberId: string) {
  return db
    .selectFrom('pointsActivities')
    .select(['kind', 'reference', 'day', 'count', 'streakCount'])
    .where('brandId', '=', call.brandId)
    .where('memberId', '=', memberId)
}

/** A member's activities of this month and of the days before it that a streak may rest on. */
export function loadDone(call: Call, memberId: string): Load<readonly DoneActivity[]> {
  const from = dayAfter(new Date(call.now).toISOString().slice(0, 10), -LOOK_BACK_DAYS)
  const rows = activitiesOf(call, memberId).where('day', '>=', from)
  return many(rows.orderBy('day', 'desc').orderBy('reference').limit(MAX_ACTIVITIES))
}

/** A member's newest activities. */
export function loadNewest(call: Call, memberId: string, limit: number): Load<readonly DoneActivity[]> {
  return many(activitiesOf(call, memberId).orderBy('day', 'desc').orderBy('kind').orderBy('reference').limit(limit))
}

/** The check-ins of a month; none when no month is asked for. */
export function loadCheckIns(call: Call, memberId: string, month: string | undefined): Load<readonly DoneActivity[]> {
  if (month === undefined) return given([])
  const rows = activitiesOf(call, memberId).where('kind', '=', 'check_in')
  return many(
    rows.where('day', '>=', `${month}-01`).where('day', '<=', `${month}-31`).orderBy('day').limit(MAX_DAYS_OF_MONTH),
  )
}

/** What was credited of a kind under a reference, or last of all. */
export function loadCredited(
  call: Call,
  memberId: string,
  kind: ActivityKind,
  reference?: string,
): Load<DoneActivity | undefined> {
  const rows = activitiesOf(call, memberId).where('kind', '=', kind)
  if (reference !== undefined) return one(rows.where('reference', '=', reference))
  return one(rows.orderBy('day', 'desc').limit(1))
}

/** A line of a member's own order, as far as a review asks. */
export function loadReviewedLine(
  call: Call,
  memberId: string,
  orderId: string,
  lineId: string,
): Load<{ readonly isReceived: boolean } | undefined> {
  return one(sql<{
    readonly isReceived: boolean
  }>`select o.status in ('received', 'completed') and l.refunded_count < l.quantity
      as is_received
    from orders o join order_lines l
      on (l.brand_id, l.member_id, l.order_id) = (o.brand_id, o.member_id, o.id) and l.line_id = ${lineId}
    where o.brand_id = ${call.brandId} and o.member_id = ${memberId} and o.id = ${orderId}`)
}

export type ProfileRow = { readonly name: string | null; readonly birthday: string | null }

/** What a member said of themselves. Personal data: it decides, and goes nowhere. */
export function loadProfile(call: Call, memberId: string): Load<ProfileRow | undefined> {
  return one(sql<ProfileRow>`select name, birthday from member_profiles
    where brand_id = ${call.brandId} and member_id = ${memberId}`)
}

/** The settings of activities of a new brand that was created without. */
export function activityRowsForBrand(event: BrandCreated): readonly Write[] {
  return firstSettings(event, CONCEPT, noActivities)
}

export const applyActivities: Apply<ActivityEvent> = {
  points_activities_configured: ({ settings }, { brandId }) => [changeSettings(brandId, CONCEPT, settings)],
  points_activity_credited: (event, as) => {
    const { kind, reference, day, count, streakCount, lotId, activeAt, expiresAt, debtPaidCount } = event
    const owner = ownerOf(event, as)
    const done = writer.insert('pointsActivities', { ...owner, kind, reference, day, count, streakCount })
    if (lotId === null) return [done]
    return [
      done,
      newLot(owner, lotId, count, count - debtPaidCount, activeAt, expiresAt, null),
      changeAccount(owner, { balanceCount: count, debtCount: -debtPaidCount }),
      ...entry(owner, as, 'activity', count, null),
    ]
  },
}
