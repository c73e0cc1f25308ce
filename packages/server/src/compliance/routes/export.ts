import type { EventStore, StoredEvent } from '@siyu/analytics/warehouse'
import {
  allPurposes,
  type ConsentCounts,
  type ConsentStatistics,
  consentState,
  exportData,
  exportMember,
  getStatistics,
  type MemberExport,
  type Policy,
} from '@siyu/core/compliance'
import { refuse } from '@siyu/core/kernel'
import { type Call, memberOf } from '../../kernel/call.ts'
import type { Route } from '../../kernel/command.ts'
import { answer, query } from '../../kernel/query.ts'
import type { Loaded, Loads } from '../../kernel/read.ts'
import { exported, loadExport } from '../leaving.ts'
import { MAX_EXPORTED, type MemberPart } from '../part.ts'
import {
  type ConsentCount,
  loadConsentCounts,
  loadPolicies,
  loadQueueCounts,
  loadStanding,
  type QueueCounts,
} from '../store.ts'

/** How many recorded events are asked of the event store at a time. */
const EVENT_PAGE = 1_000

/** Everything about one member as a document, and the figures of all. */
export function exportRoutes(parts: readonly MemberPart[], events: EventStore): readonly Route[] {
  return [
    query(exportData, {
      load: (call) => loadExport(parts, call, memberOf(call)),
      reply: async (rows, _input, call) => answer(await documentOf(parts, events, rows, memberOf(call), call)),
    }),
    query(exportMember, {
      load: (call, { memberId }) => ({
        ...loadExport(parts, call, memberId),
        standing: loadStanding(call, memberId),
      }),
      reply: async (rows, { memberId }, call) => {
        if (rows.standing === undefined) return refuse('member_missing')
        return answer(await documentOf(parts, events, rows, memberId, call))
      },
    }),
    query(getStatistics, {
      load: (call) => ({
        counts: loadConsentCounts(call),
        policies: loadPolicies(call),
        queue: loadQueueCounts(call),
      }),
      reply: ({ counts, policies, queue }, _input, { now }) => answer(statisticsOf(counts, policies, queue, now)),
    }),
  ]
}

async function documentOf(
  parts: readonly MemberPart[],
  events: EventStore,
  rows: Loaded<Loads>,
  memberId: string,
  call: Call,
): Promise<MemberExport> {
  const { concepts, isWhole } = exported(parts, rows)
  const analytics = await recordedOf(events, call.brandId, memberId)
  return { memberId, madeAt: call.now, isWhole: isWhole && analytics.length < MAX_EXPORTED, concepts, analytics }
}

/** What the event store has under the member's id, newest first. */
async function recordedOf(events: EventStore, brandId: string, personId: string): Promise<readonly StoredEvent[]> {
  const found: StoredEvent[] = []
  while (found.length < MAX_EXPORTED) {
    const last = found.at(-1)
    const before = last === undefined ? {} : { before: { receivedAt: last.receivedAt, messageId: last.messageId } }
    const page = await events.list({ brandId, personId, limit: EVENT_PAGE, ...before })
    found.push(...page)
    if (page.length < EVENT_PAGE) break
  }
  return found
}

function statisticsOf(
  counts: readonly ConsentCount[],
  policies: readonly Policy[],
  queue: QueueCounts | undefined,
  now: number,
): ConsentStatistics {
  const { memberCount = 0, openCount = 0, overdueCount = 0 } = queue ?? {}
  const items = allPurposes.map((about): ConsentCounts => {
    const sums = { granted: 0, outdated: 0, withdrawn: 0, unasked: 0 }
    for (const { count, ...said } of counts) {
      if (said.about === about) sums[consentState({ consents: [{ ...said, at: 0 }], policies }, about, now)] += count
    }
    const { granted: grantedCount, outdated: outdatedCount, withdrawn: withdrawnCount } = sums
    const unaskedCount = Math.max(0, memberCount - grantedCount - outdatedCount - withdrawnCount)
    return { about, grantedCount, outdatedCount, withdrawnCount, unaskedCount }
  })
  return { items, memberCount, openCount, overdueCount }
}
