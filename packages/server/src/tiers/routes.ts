import { configure, configureTiers, getTier, getTierSettings, memberTier } from '@siyu/core/tiers'
import { guardSettings } from '../brands/index.ts'
import { memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { answer, query } from '../kernel/query.ts'
import { loadMemberTier, loadTierSettings } from './store.ts'

export const tierRoutes: readonly Route[] = [
  query(getTier, {
    load: (call) => ({ tier: loadMemberTier(call, memberOf(call)), settings: loadTierSettings(call) }),
    reply: ({ tier, settings }) => answer(memberTier(settings, tier?.growthCount ?? 0, tier?.tierId ?? '')),
  }),
  query(getTierSettings, {
    load: (call) => ({ settings: loadTierSettings(call) }),
    reply: ({ settings }) => answer(settings),
  }),
  command(configureTiers, {
    load: (call) => ({ guard: guardSettings(call, 'tiers') }),
    decide: (_facts, settings) => configure({ settings }),
    reply: (_events, _facts, settings) => settings,
  }),
]
