import { addCheckSymbols, codeText, type ParsedCode, parseCode } from '@siyu/core/coupons'
import {
  acceptInvitation,
  configureSharing,
  getHousehold,
  getSharing,
  type HouseholdFacts,
  type HouseholdView,
  invite,
  inviteToHousehold,
  joinHousehold,
  leave,
  leaveHousehold,
  type PointsHouseholdInvited,
  type Relative,
  saveSharing,
  sendingLeft,
  transfer,
  transferPoints,
} from '@siyu/core/points'
import { type BrandRow, guardSettings, loadBrand, zoneOffsetMinutes } from '../../brands/index.ts'
import { type Call, memberOf } from '../../kernel/call.ts'
import { command, type Route } from '../../kernel/command.ts'
import { answer, query } from '../../kernel/query.ts'
import { type AccountRow, loadLots, loadPointsAccount } from '../store.ts'
import { loadHousehold, loadInvitation, loadRelatives, loadSent, loadSharing } from './store.ts'

const settingsRoutes: readonly Route[] = [
  query(getSharing, {
    load: (call) => ({ sharing: loadSharing(call) }),
    reply: ({ sharing }) => answer(sharing),
  }),
  command(configureSharing, {
    load: (call) => ({ guard: guardSettings(call, 'points_sharing') }),
    decide: (_facts, settings) => ({ ok: true, events: [saveSharing(settings)] }),
    reply: (_events, _facts, settings) => settings,
  }),
]

export const householdRoutes: readonly Route[] = [
  ...settingsRoutes,
  query(getHousehold, {
    load: (call) => ({
      brand: loadBrand(call),
      sharing: loadSharing(call),
      household: loadHousehold(call, memberOf(call)),
      relatives: loadRelatives(call, memberOf(call)),
      sent: loadSent(call, memberOf(call)),
    }),
    reply: ({ brand, sharing, household, relatives, sent }, _input, call) =>
      answer({
        household: household === undefined ? null : viewOf(household, relatives, call),
        sharing,
        ...sendingLeft({ sharing, sent, ...momentOf(brand, call) }),
      }),
  }),
  command(inviteToHousehold, {
    load: (call) => ({
      sharing: loadSharing(call),
      household: loadHousehold(call, memberOf(call)),
      account: loadPointsAccount(call, memberOf(call)),
    }),
    decide: ({ sharing, household }, _input, call) =>
      invite({
        ...{ sharing, household, memberId: memberOf(call), now: call.now },
        householdId: call.newId('hsh'),
        code: newCode(call),
      }),
    reply: (events) => {
      const { householdId, code, expiresAt } = events.at(-1) as PointsHouseholdInvited
      return { householdId, code: codeText(code), expiresAt }
    },
  }),
  command(joinHousehold, {
    load: (call, { code }) => ({
      sharing: loadSharing(call),
      household: loadInvitation(call, codeIn(parseCode(code))),
      account: loadPointsAccount(call, memberOf(call)),
    }),
    decide: ({ sharing, household, account }, { code }, call) =>
      acceptInvitation({
        ...{ sharing, household, memberId: memberOf(call), now: call.now },
        parsed: parseCode(code),
        isTaken: account !== undefined && account.householdId !== null,
      }),
    reply: (_events, { household }) => ({ householdId: household?.id ?? '' }),
  }),
  command(leaveHousehold, {
    load: (call) => ({ household: loadHousehold(call, memberOf(call)) }),
    decide: ({ household }, { memberId: leaverId }, call) => leave({ memberId: memberOf(call), leaverId, household }),
    reply: (_events, { household }) => ({ householdId: household?.id ?? '' }),
  }),
  command(transferPoints, {
    load: (call, { toMemberId }) => ({
      brand: loadBrand(call),
      sharing: loadSharing(call),
      household: loadHousehold(call, memberOf(call)),
      account: loadPointsAccount(call, memberOf(call)),
      lots: loadLots(call, memberOf(call), null),
      receiver: loadPointsAccount(call, toMemberId),
      sent: loadSent(call, memberOf(call)),
    }),
    decide: ({ brand, account, ...facts }, input, call) =>
      transfer({
        ...{ ...facts, ...input, ...momentOf(brand, call) },
        memberId: memberOf(call),
        account: account as AccountRow,
        newId: call.newId,
      }),
    reply: ([event], _facts, { count }) => ({ transferId: event?.transferId ?? '', count }),
  }),
]

function momentOf(brand: BrandRow | undefined, { now }: Call) {
  return { now, zoneOffsetMinutes: zoneOffsetMinutes((brand as BrandRow).timeZone, now) }
}

function viewOf(
  { id, ownerId, inviteCode, inviteUntil }: HouseholdFacts,
  members: readonly Relative[],
  call: Call,
): NonNullable<HouseholdView['household']> {
  const isOpen = inviteCode !== null && inviteUntil !== null && call.now < inviteUntil
  const isShown = isOpen && ownerId === memberOf(call)
  return { id, ownerId, members, invitation: isShown ? { code: codeText(inviteCode), expiresAt: inviteUntil } : null }
}

/** 12 symbols of chance with their check symbols, as gifts of coupons have. */
function newCode({ newId }: Call): string {
  return addCheckSymbols(newId('inv').slice(-12))
}

function codeIn(parsed: ParsedCode): string | null {
  return parsed.kind === 'code' ? parsed.code : null
}
