import { accept, refuse } from '@siyu/core/kernel'
import {
  bringIn,
  changeProfile,
  checkAddress,
  endSession,
  getMember,
  getMemberLabels,
  type Identity,
  importMember,
  label,
  labelMember,
  listMembers,
  type Member,
  mintSession,
  normalizeAddress,
  refresh,
  refreshSession,
  requestCode,
  signIn,
  signOut,
  updateProfile,
} from '@siyu/core/members'
import { enterByCodeWithReferral, joinWithReferral } from '@siyu/core/referrals'
import { loadBrand, todayOf } from '../brands/index.ts'
import { type Call, memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import type { Tokens } from '../kernel/tokens.ts'
import { loadTierSettings } from '../tiers/index.ts'
import { CODE_MS, codeFor, codeHash } from './code.ts'
import { enterFacts, joinFacts, loadReferral, loadWelcome, referralFacts, welcomed } from './join.ts'
import type { CodeSender } from './sender.ts'
import { claimedSession, openedSession, renewSession, sessionOf, signSession } from './session.ts'
import {
  type CodeRow,
  codeWrites,
  joinedWrites,
  listRows,
  loadCode,
  loadIdentities,
  loadIdentity,
  loadLabels,
  loadMember,
  loadSession,
  type MemberDetails,
  profileWrites,
  usedCodeWrites,
} from './store.ts'

/** The members' routes. Tokens are signed and codes sent after the commit. */
export function memberRoutes(tokens: Tokens, codeSender: CodeSender): readonly Route[] {
  return [
    requestCodeRoute(codeSender),
    signInRoute(tokens),
    ...sessionRoutes(tokens),
    mintSessionRoute(tokens),
    importRoute,
    ...profileRoutes,
    ...labelRoutes,
  ]
}

function requestCodeRoute(codeSender: CodeSender): Route {
  return command(requestCode, {
    load: (call, { kind, address }) => ({ code: loadCode(call, kind, normalizeAddress(kind, address)) }),
    decide: (_facts, { kind, address }) => checkAddress({ address: normalizeAddress(kind, address) }),
    reply: (_events, _facts, _input, { now }) => ({ expiresAt: now + CODE_MS, testCode: null }),
    personal: (_events, { code: before }, input, call) => {
      const { kind, address } = identityOf(input.kind, input.address)
      const hash = codeHash(call, address, codeFor(call, address))
      return codeWrites(call, before, { kind, address, codeHash: hash, expiresAt: call.now + CODE_MS })
    },
    finish: async ({ expiresAt }, call, input) => {
      const { kind, address } = identityOf(input.kind, input.address)
      const code = codeFor(call, address)
      if (call.now < expiresAt) await codeSender.send({ kind, address, code })
      return { expiresAt, testCode: codeSender.tellsCode ? code : null }
    },
  })
}

function signInRoute(tokens: Tokens): Route {
  return command(signIn, {
    load: (call, { kind, address: raw, referralCode }) => {
      const address = normalizeAddress(kind, raw)
      return {
        code: loadCode(call, kind, address),
        known: loadIdentity(call, kind, address),
        owner: loadReferral(call, referralCode),
        ...loadWelcome(call),
      }
    },
    decide: ({ code, known, owner, ...welcome }, input, call) => {
      const address = normalizeAddress(input.kind, input.address)
      const facts = {
        ...enterFacts(call, welcome.tiers, input.kind, known),
        ...{ address, expected: unused(code), now: call.now },
        givenHash: codeHash(call, address, input.code),
      }
      const entered = enterByCodeWithReferral(facts, referralFacts(input.referralCode, owner))
      return entered.ok ? accept(...welcomed(entered.events, welcome, call)) : entered
    },
    reply: (events, _facts, _input, call) => openedSession(events, call),
    personal: (events, { code }, { kind, address, name }, call) => [
      ...usedCodeWrites(call, code),
      ...joinedWrites(call, events, identityOf(kind, address), name),
    ],
    finish: (opened, call) => signSession(tokens, call, opened),
  })
}

function sessionRoutes(tokens: Tokens): readonly Route[] {
  return [
    query(refreshSession, {
      load: (call, { refreshToken }) => {
        const { memberId, sessionId } = claimedSession(refreshToken)
        return { session: loadSession(call, memberId, sessionId) }
      },
      reply: async ({ session }, { refreshToken }, call) => {
        const decision = refresh({ session, now: call.now })
        if (!decision.ok) return decision
        const renewed = await renewSession(tokens, call, refreshToken, session?.expiresAt ?? 0)
        return renewed === undefined ? refuse('session_ended') : answer(renewed)
      },
    }),
    command(signOut, {
      load: (call) => ({ session: loadSession(call, memberOf(call), sessionOf(call)) }),
      decide: ({ session }, _input, call) => {
        const isOpen = session?.endedAt === null
        return accept(...(isOpen ? [endSession(memberOf(call), sessionOf(call))] : []))
      },
      reply: (_events, _facts, _input, call) => ({ sessionId: sessionOf(call) }),
    }),
  ]
}

function mintSessionRoute(tokens: Tokens): Route {
  return command(mintSession, {
    load: (call, { externalId, referralCode }) => ({
      known: loadIdentity(call, 'external', identityOf('external', externalId).address),
      owner: loadReferral(call, referralCode),
      ...loadWelcome(call),
    }),
    decide: ({ known, owner, ...welcome }, { referralCode }, call) => {
      const facts = enterFacts(call, welcome.tiers, 'external', known)
      const entered = joinWithReferral(facts, referralFacts(referralCode, owner))
      return accept(...welcomed(entered, welcome, call))
    },
    reply: (events, _facts, _input, call) => openedSession(events, call),
    personal: (events, _facts, { externalId, name }, call) =>
      joinedWrites(call, events, identityOf('external', externalId), name),
    finish: (opened, call) => signSession(tokens, call, opened),
  })
}

const importRoute: Route = command(importMember, {
  load: (call, { externalId }) => ({
    known: loadIdentity(call, 'external', identityOf('external', externalId).address),
    tiers: loadTierSettings(call),
  }),
  decide: ({ known, tiers }, { joinedAt }, call) =>
    accept(...bringIn(known?.memberId, { ...joinFacts(call, tiers, 'import'), joinedAt })),
  reply: ([joined], { known }) => ({
    memberId: joined?.memberId ?? known?.memberId ?? '',
    created: joined !== undefined,
  }),
  personal: (events, _facts, { externalId, name }, call) =>
    joinedWrites(call, events, identityOf('external', externalId), name),
})

const profileRoutes: readonly Route[] = [
  query(getMember, {
    load: (call) => ownMember(call),
    reply: ({ member, identities }) => answer(memberFrom(member, identities)),
  }),
  command(updateProfile, {
    load: (call) => ({ ...ownMember(call), brand: loadBrand(call) }),
    decide: ({ member, brand }, after, call) =>
      changeProfile({
        ...{ memberId: memberOf(call), after, today: todayOf(brand?.timeZone ?? 'UTC', call.now) },
        before: { name: member?.name ?? null, birthday: member?.birthday ?? null },
      }),
    // Names and addresses are not kept with the key: they are read again, so that what was erased stays erased.
    reply: (_events, _facts, _input, call) => ({ memberId: memberOf(call) }),
    personal: (_events, _facts, profile, call) => profileWrites(call, memberOf(call), profile),
    finish: async (_stored, _call, { name, birthday }, { member, identities }) => {
      const known = memberFrom(member, identities)
      return { ...known, name, birthday: birthday === undefined ? known.birthday : birthday }
    },
  }),
  query(listMembers, {
    load: (call, { cursor, limit = DEFAULT_PAGE }) => ({ rows: listRows(call, readCursor(cursor), limit + 1) }),
    reply: ({ rows }, { limit = DEFAULT_PAGE }) =>
      answer(
        pageFrom(
          rows,
          limit,
          ({ joinedAt, id }) => ({ at: joinedAt, id }),
          (row) => row,
        ),
      ),
  }),
]

const labelRoutes: readonly Route[] = [
  query(getMemberLabels, {
    load: (call, { memberId }) => ({ known: loadLabels(call, memberId) }),
    reply: ({ known }, { memberId }) => {
      if (known === undefined) return refuse('member_missing')
      return answer({ memberId, tags: known.tags, segmentIds: known.segmentIds })
    },
  }),
  command(labelMember, {
    load: (call, { memberId }) => ({ known: loadLabels(call, memberId) }),
    decide: ({ known }, labels) => label({ ...labels, known }),
    reply: (_events, _facts, labels) => labels,
  }),
]

function ownMember(call: Call) {
  return { member: loadMember(call, memberOf(call)), identities: loadIdentities(call, memberOf(call)) }
}

function memberFrom(row: MemberDetails | undefined, identities: readonly Identity[]): Member {
  if (row === undefined) throw new Error('a session without its member')
  return { ...row, identities }
}

/** The identity under its one spelling; what no rule has refused by now is kept as it was given. */
function identityOf<K extends Identity['kind']>(kind: K, raw: string): { readonly kind: K; readonly address: string } {
  return { kind, address: normalizeAddress(kind, raw) ?? raw }
}

function unused(code: CodeRow | undefined): CodeRow | undefined {
  return code?.usedAt === null ? code : undefined
}
