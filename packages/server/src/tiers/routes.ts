import { accept, type Decision, refuse } from '@siyu/core/kernel'
import { birthdayGift, celebrate, type GiftEvent, withUpgradeGift } from '@siyu/core/orders'
import {
  adjust,
  adjustGrowth,
  type BirthdayGift,
  celebrateBirthday,
  configure,
  configureTiers,
  getMemberTier,
  getTier,
  getTierSettings,
  giveBirthdayGift,
  MAX_TIER_HISTORY,
  memberTier,
  recordActivity,
  recordGrowth,
  review,
  reviewTier,
  setByHand,
  setTier,
  type TierFacts,
  type TierGiftGranted,
  type TierMoveEvent,
  type TierOutcome,
  type TierSetByHand,
} from '@siyu/core/tiers'
import { guardSettings } from '../brands/index.ts'
import { noteWrites } from '../compliance/index.ts'
import { type Call, memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { answer, query } from '../kernel/query.ts'
import type { Loaded } from '../kernel/read.ts'
import { type GrowthLoads, growthFacts, loadGrowth } from './gifts.ts'
import {
  loadCountedKeys,
  loadMonthAndDay,
  loadTierFacts,
  loadTierHistory,
  loadTierProgram,
  loadTierSettings,
  tierFacts,
} from './store.ts'

export const tierRoutes: readonly Route[] = [
  query(getTier, {
    load: (call) => loadShown(call, memberOf(call)),
    reply: ({ history, ...rows }, _input, call) => {
      const facts = tierFacts(rows, call)
      if (facts === undefined) throw new Error('a session without its member')
      return answer(memberTier(facts, history))
    },
  }),
  query(getMemberTier, {
    load: (call, { memberId }) => loadShown(call, memberId),
    reply: ({ history, ...rows }, _input, call) => {
      const facts = tierFacts(rows, call)
      return facts === undefined ? refuse('member_missing') : answer(memberTier(facts, history))
    },
  }),
  query(getTierSettings, {
    load: (call) => ({ settings: loadTierSettings(call) }),
    reply: ({ settings }) => answer(settings),
  }),
  command(configureTiers, {
    load: (call) => ({ guard: guardSettings(call, 'tiers'), program: loadTierProgram(call) }),
    decide: ({ program }, settings) => configure({ settings, revision: program?.revision }),
    reply: (_events, _facts, settings) => settings,
  }),
  command(setTier, {
    load: (call, { memberId }) => loadGrowth(call, memberId),
    decide: (rows, input, call) => gifted(rows, call, (facts) => setByHand(facts, input)),
    reply: outcomeOf,
    personal: (events, _rows, { memberId, reason: words }, call) =>
      noteWrites(call, events, { ownerId: memberId, kind: 'tier_set', words }),
  }),
  command(adjustGrowth, {
    load: (call, { memberId }) => loadGrowth(call, memberId),
    decide: (rows, input, call) => gifted(rows, call, (facts) => adjust(facts, input)),
    reply: outcomeOf,
    personal: (events, _rows, { memberId, reason: words }, call) =>
      noteWrites(call, events, { ownerId: memberId, kind: 'growth_adjustment', words }),
  }),
  command(recordActivity, {
    load: (call, { memberId, reference }) => ({
      ...loadGrowth(call, memberId),
      counted: loadCountedKeys(call, memberId, `review:${reference}`),
    }),
    decide: ({ counted, ...rows }, { kind, reference }, call) =>
      gifted(rows, call, (facts) => recordGrowth(facts, { kind, reference }, counted)),
    reply: outcomeOf,
  }),
  command(giveBirthdayGift, {
    load: (call, { memberId }) => loadGrowth(call, memberId),
    decide: (rows, _input, call) => birthdayGift(growthFacts(rows, call)),
    reply: ([granted]) => giftOf(granted as TierGiftGranted),
  }),
  command(celebrateBirthday, {
    load: (call, { memberId }) => ({ ...loadGrowth(call, memberId), profile: loadMonthAndDay(call, memberId) }),
    decide: ({ profile, ...rows }, _input, call) =>
      celebrate({ growth: growthFacts(rows, call), birthday: profile?.birthday ?? null }),
    reply: ([granted]) => giftOf(granted as TierGiftGranted),
  }),
  command(reviewTier, {
    load: (call, { memberId }) => loadGrowth(call, memberId),
    decide: (rows, _input, call) => gifted(rows, call, review),
    reply: outcomeOf,
  }),
]

function giftOf({ tierId, couponId, pointsCount }: TierGiftGranted): BirthdayGift {
  return { tierId, couponId, pointsCount }
}

function loadShown(call: Call, memberId: string) {
  return { ...loadTierFacts(call, memberId), history: loadTierHistory(call, memberId, MAX_TIER_HISTORY) }
}

type MoveEvent = TierMoveEvent | TierSetByHand

/** What a rule of tiers decides, with the gift of a tier that it reaches. */
function gifted<Code extends string>(
  rows: Loaded<GrowthLoads>,
  call: Call,
  decide: (facts: TierFacts | undefined) => Decision<MoveEvent, Code>,
): Decision<MoveEvent | GiftEvent, Code> {
  const growth = growthFacts(rows, call)
  const decision = decide(growth?.tier)
  if (!decision.ok || growth === undefined) return decision
  return accept<MoveEvent | GiftEvent>(...withUpgradeGift(growth, decision.events))
}

function outcomeOf(events: readonly (MoveEvent | GiftEvent)[], { standing }: Loaded<GrowthLoads>): TierOutcome {
  let { tierId, growthCount } = standing ?? { tierId: '', growthCount: 0 }
  for (const event of events) {
    if (event.type === 'growth_changed') growthCount += event.deltaCount
    if (event.type === 'tier_changed') tierId = event.toTierId
  }
  return { tierId, growthCount }
}
