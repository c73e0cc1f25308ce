import { describe, expect, it } from 'vitest'
import type { BucketSlot } from '../inventory/index.ts'
import { type CodeOf, MAX_AMOUNT } from '../kernel/index.ts'
import { tryRefusals } from '../members/refusals.fixture.ts'
import type { SellFacts } from '../orders/index.ts'
import { coupons, fullProgram } from '../payments/program.fixture.ts'
import { cartOf, placeFacts } from '../payments/world/facts.fixture.ts'
import { openWorld } from '../payments/world.fixture.ts'
import { joinTeam, openTeam } from './contract.ts'
import { saveGroupCampaign } from './operators.ts'
import {
  type JoinFacts,
  join,
  maskedName,
  type OpenTeamFacts,
  open,
  type SaveCampaignFacts,
  type SeatOrder,
  saveCampaign,
  settle,
  type TeamFacts,
  teamMoves,
} from './rules.ts'
import type { GroupCampaign, TeamState } from './schema.ts'
import { settleTeam } from './system.ts'

const HOUR_MS = 3_600_000
const world = openWorld(fullProgram, 10, coupons, 500)
const { cart: _, ...placing } = placeFacts(world, 'ord_1', cartOf({ tea: 2 }))
const { now } = placing
const campaign: GroupCampaign = {
  ...{ id: 'grp_1', name: { zh: '拼团', en: 'Group' }, skuId: 'tea', priceMinor: 9_90, sizeCount: 3, openHours: 24 },
  ...{ perMemberCount: 3, bucketCount: 10, startsAt: 0, endsAt: now + 1 },
}
const slots: readonly BucketSlot[] = [{ slot: 0, limitCount: 10, takenCount: 0 }]
const selling = {
  ...{ ...placing, campaign, slots, memberCount: undefined },
  pricing: { ...placing.pricing, shipping: null, taxes: null },
  ...{ quantity: 2, expectedPayableMinor: 19_80 },
}
const opening: OpenTeamFacts = { ...selling, teamId: 'team_1', isTeamTaken: false }
const team: TeamFacts = {
  ...{ id: 'team_1', state: 'open', skuId: 'tea', priceMinor: 9_90, sizeCount: 3, seatCount: 1 },
  expiresAt: now + HOUR_MS,
}
const joining: JoinFacts = { ...selling, team, isSeated: false }

type Sold = SellFacts | OpenTeamFacts | JoinFacts
/** How each refusal of a sale comes about, whatever the campaign. */
function breaksOfSale<F extends Omit<Sold, 'sale'> & Pick<JoinFacts, 'slots' | 'memberCount'>>() {
  return {
    order_exists: (given: F): F => ({ ...given, isTaken: true }),
    member_limit_reached: (given: F): F => ({ ...given, memberCount: 2 }),
    sold_out: (given: F): F => ({ ...given, slots: [{ slot: 0, limitCount: 5, takenCount: 5 }] }),
    bucket_insufficient: (given: F): F => ({ ...given, slots: [{ slot: 0, limitCount: 5, takenCount: 4 }] }),
    sku_missing: (given: F): F => ({ ...given, pricing: { ...given.pricing, skus: [] } }),
    basket_too_large: (given: F): F => ({
      ...given,
      pricing: { ...given.pricing, skus: given.pricing.skus.map((sku) => ({ ...sku, listMinor: MAX_AMOUNT })) },
    }),
    price_changed: (given: F): F => ({ ...given, expectedPayableMinor: 1 }),
    stock_insufficient: (given: F): F => ({
      ...given,
      stocks: new Map([['tea', { skuId: 'tea', onHandCount: 1, heldCount: 0, soldCount: 0 }]]),
    }),
  }
}

describe('opening a team', () => {
  it('refuses in the order of the contract', () => {
    const tried = tryRefusals(openTeam, open, opening, {
      campaign_missing: (given) => ({ ...given, campaign: undefined }),
      campaign_not_open: (given) => ({ ...given, campaign: given.campaign && { ...given.campaign, endsAt: now } }),
      team_exists: (given) => ({ ...given, isTeamTaken: true }),
      ...breaksOfSale<OpenTeamFacts>(),
    })
    expect([tried.alone, tried.together]).toEqual([tried.wanted, tried.wanted])
  })

  it('places an order that waits for the team and is due before it ends', () => {
    const short = { ...campaign, openHours: 1 }
    expect(
      open({ ...opening, campaign: short, settings: { ...opening.settings, paymentWindowMs: 2 * HOUR_MS } }),
    ).toMatchObject({
      events: [
        {
          ...{ type: 'order_placed', payableMinor: 19_80, waitsFor: 'group', paymentDueAt: now + HOUR_MS },
          campaign: { kind: 'group_buy', id: 'grp_1', teamId: 'team_1', bucketId: 'grp_1/tea' },
        },
        { type: 'stock_held' },
        { type: 'bucket_taken', count: 2 },
        { type: 'group_team_opened', teamId: 'team_1', sizeCount: 3, priceMinor: 9_90, expiresAt: now + HOUR_MS },
      ],
    })
  })

  it('needs no bucket where only the stock is the limit', () => {
    expect(open({ ...opening, slots: null })).toMatchObject({
      events: [{}, {}, { type: 'bucket_taken', takes: [] }, {}],
    })
  })
})

describe('joining a team', () => {
  it('refuses in the order of the contract', () => {
    const withTeam = (given: JoinFacts, change: Partial<TeamFacts>): JoinFacts => ({
      ...given,
      team: given.team && { ...given.team, ...change },
    })
    const tried = tryRefusals(joinTeam, join, joining, {
      team_missing: (given) => ({ ...given, team: undefined }),
      team_closed: (given) => withTeam(given, { state: 'filled' }),
      team_joined: (given) => ({ ...given, isSeated: true }),
      team_full: (given) => withTeam(given, { seatCount: 3 }),
      ...breaksOfSale<JoinFacts>(),
    })
    expect([tried.alone, tried.together]).toEqual([tried.wanted, tried.wanted])
    expect(join(withTeam(joining, { expiresAt: now }))).toMatchObject({ refusal: { code: 'team_closed' } })
  })

  it('costs what the team was opened at, whatever the campaign costs by now', () => {
    const dearer = { ...joining, campaign: { ...campaign, priceMinor: 12_00, endsAt: now } }
    expect(join(dearer)).toMatchObject({
      events: [{ payableMinor: 19_80 }, {}, {}, { type: 'group_team_joined', teamId: 'team_1' }],
    })
  })
})

const seat = (n: number, change: Partial<SeatOrder> = {}): SeatOrder => ({
  ...{ orderId: `ord_${n}`, memberId: `mem_${n}`, status: 'paid', paidAt: now, ...change },
})
const full = [seat(1), seat(2), seat(3)]

describe('a team', () => {
  it('does what the table says in every state, and nothing else', () => {
    const does: Readonly<Record<keyof (typeof teamMoves)['open'], (state: TeamState) => boolean>> = {
      join: (state) => join({ ...joining, team: { ...team, state } }).ok,
      fill: (state) => settle({ team: { ...team, state }, seats: full, now }).ok,
      expire: (state) => settle({ team: { ...team, state }, seats: [], now: team.expiresAt }).ok,
    }
    for (const [state, moves] of Object.entries(teamMoves)) {
      for (const [command, to] of Object.entries(moves)) {
        expect([state, command, does[command as keyof typeof does](state as TeamState)]).toEqual([
          ...[state, command, to !== null],
        ])
      }
    }
  })

  it('refuses in the order of the contract', () => {
    const tried = tryRefusals<Parameters<typeof settle>[0], CodeOf<typeof settleTeam>>(
      settleTeam,
      settle,
      { team, seats: full, now },
      {
        team_missing: (given) => ({ ...given, team: undefined }),
        team_not_due: (given) => ({ ...given, seats: full.slice(1) }),
      },
    )
    expect([tried.alone, tried.together]).toEqual([tried.wanted, tried.wanted])
  })

  it('is filled by seats that were all paid before its end, also when that is noticed later', () => {
    const filled = {
      events: [
        { type: 'group_team_filled' },
        { type: 'order_released', orderId: 'ord_1' },
        { type: 'order_released', orderId: 'ord_2' },
        { type: 'order_released', orderId: 'ord_3' },
      ],
    }
    expect(settle({ team, seats: full, now })).toMatchObject(filled)
    const later = team.expiresAt + 1
    expect(settle({ team, seats: full, now: later })).toMatchObject(filled)
    const late = [seat(1), seat(2), seat(3, { paidAt: team.expiresAt })]
    expect(settle({ team, seats: late, now: later })).toMatchObject({ events: [{ type: 'group_team_expired' }] })
    const unpaid = [seat(1), seat(2), seat(3, { status: 'created', paidAt: null })]
    expect(settle({ team, seats: unpaid, now })).toMatchObject({ refusal: { code: 'team_not_due' } })
    expect(settle({ team, seats: unpaid, now: later })).toMatchObject({ events: [{ type: 'group_team_expired' }] })
  })

  it('shows of a member no more than the first character of a name', () => {
    expect(['王小明', 'Ann', '😀x', null, ''].map(maskedName)).toEqual(['王*', 'A*', '😀*', null, null])
  })
})

describe('saving a campaign', () => {
  it('refuses in the order of the contract', () => {
    const saving: SaveCampaignFacts = {
      ...{ campaign, known: undefined, listMinor: 99_90, slots: [], campaignCount: 0, maxCampaigns: 100 },
    }
    const tried = tryRefusals(saveGroupCampaign, saveCampaign, saving, {
      session_window_empty: (given) => ({ ...given, campaign: { ...given.campaign, endsAt: 0 } }),
      group_sku_fixed: (given) => ({ ...given, known: { skuId: 'rice' } }),
      sku_missing: (given) => ({ ...given, listMinor: undefined }),
      price_not_below_list: (given) => ({ ...given, listMinor: given.listMinor && 9_90 }),
      bucket_below_taken: (given) => ({ ...given, slots: [{ slot: 0, limitCount: 11, takenCount: 11 }] }),
      group_buys_full: (given) => ({ ...given, campaignCount: 100 }),
    })
    expect([tried.alone, tried.together]).toEqual([tried.wanted, tried.wanted])
    expect(saveCampaign(saving)).toMatchObject({
      events: [
        { type: 'group_campaign_saved', created: true },
        { type: 'bucket_resized', bucketId: 'grp_1/tea' },
      ],
    })
    expect(saveCampaign({ ...saving, campaign: { ...campaign, bucketCount: null } })).toMatchObject({
      events: [{ type: 'group_campaign_saved' }],
    })
  })
})
