import {
  listAllCampaigns,
  listRewards,
  MAX_CAMPAIGNS,
  prizesOf,
  publish,
  publishCampaign,
  saveCampaign,
  saveDraft,
  stop,
  stopCampaign,
} from '@siyu/core/campaigns'
import { command, type Route } from '../../kernel/command.ts'
import { DEFAULT_PAGE, numberIn, pageFrom, readCursor } from '../../kernel/cursor.ts'
import { answer, query } from '../../kernel/query.ts'
import { seedOf } from '../draw.ts'
import { loadAll, loadCampaign, loadCampaignCount, loadRewards, loadTemplateIds, templatesNamed } from '../store.ts'

export const operatorRoutes: readonly Route[] = [
  query(listAllCampaigns, {
    load: (call, { cursor, limit = DEFAULT_PAGE }) => ({ rows: loadAll(call, readCursor(cursor), limit + 1) }),
    reply: ({ rows }, { limit = DEFAULT_PAGE }) =>
      answer(
        pageFrom(
          rows,
          limit,
          ({ startsAt: at, id }) => ({ at, id }),
          (row) => row,
        ),
      ),
  }),
  command(saveCampaign, {
    load: (call, campaign) => ({
      known: loadCampaign(call, campaign.id),
      templates: loadTemplateIds(call, templatesNamed(prizesOf(campaign.terms))),
      all: loadCampaignCount(call),
    }),
    decide: ({ known, templates, all }, campaign) =>
      saveDraft({
        ...{ campaign, known, templateIds: templates.map(({ id }) => id) },
        ...{ campaignCount: all?.count ?? 0, maxCampaigns: MAX_CAMPAIGNS },
      }),
    reply: (_events, _facts, campaign) => campaign,
  }),
  command(publishCampaign, {
    load: (call, { campaignId }) => ({ campaign: loadCampaign(call, campaignId) }),
    owner: (_call, { campaignId }) => campaignId,
    decide: ({ campaign }, { campaignId }, call) =>
      publish({ campaign, seed: seedOf(call, campaignId), now: call.now }),
    reply: ([event], _facts, { campaignId }) => ({ campaignId, seedHash: event?.seedHash ?? null }),
  }),
  command(stopCampaign, {
    load: (call, { campaignId }) => ({ campaign: loadCampaign(call, campaignId) }),
    owner: (_call, { campaignId }) => campaignId,
    decide: ({ campaign }, { reason }, { now }) => stop({ campaign, reason, now }),
    reply: (_events, _facts, { campaignId }, { now: stoppedAt }) => ({ campaignId, stoppedAt }),
  }),
  query(listRewards, {
    load: (call, { campaignId, cursor, limit = DEFAULT_PAGE }) => ({
      rewards: loadRewards(call, campaignId, numberIn(cursor) ?? 0, limit + 1),
    }),
    reply: ({ rewards }, { cursor, limit = DEFAULT_PAGE }) => {
      const end = (numberIn(cursor) ?? 0) + limit
      return answer({ items: rewards.slice(0, limit), nextCursor: rewards.length > limit ? String(end) : null })
    },
  }),
]
