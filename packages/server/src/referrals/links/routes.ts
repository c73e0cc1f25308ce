import type { Page } from '@siyu/core/kernel'
import {
  closeLink,
  closeOpenLink,
  closeOwnLink,
  createBrandLink,
  createLink,
  createOwnLink,
  createPersonalLink,
  type LandInput,
  type LinkCreated,
  land,
  linkDays,
  listLinks,
  listOwnLinks,
  readReferralCode,
  type ShareLink,
  visit,
} from '@siyu/core/referrals'
import { loadBrand, todayOf } from '../../brands/index.ts'
import { type Call, memberOf, memberOrNull } from '../../kernel/call.ts'
import { command, type Route } from '../../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../../kernel/cursor.ts'
import { answer, query } from '../../kernel/query.ts'
import { given } from '../../kernel/read.ts'
import { writerOf } from '../../kernel/write.ts'
import { loadCodeOwner, loadStaying } from '../store.ts'
import { type ReferralTables, referralSpecs } from '../tables.ts'
import {
  type LinkRow,
  loadDays,
  loadDaysAround,
  loadLink,
  loadLinks,
  loadLinkTo,
  loadLinkToClose,
  loadOpenLinkCount,
  loadTarget,
} from './store.ts'

const writer = writerOf<ReferralTables>(referralSpecs)

const visitRoutes: readonly Route[] = [
  command(land, {
    load: (call, input) => ({
      brand: loadBrand(call),
      link: loadLink(call, codeOf(input)),
      owner: loadCodeOwner(call, codeOf(input)),
      days: loadDaysAround(call, codeOf(input), hashOf(call, input)),
    }),
    decide: ({ brand, link, owner, days }, input, call) => {
      const day = todayOf(brand?.timeZone ?? 'UTC', call.now)
      const today = days.find((each) => each.day === day)
      return visit({
        ...{ code: codeOf(input), link, day, ownerId: owner?.memberId, memberId: memberOrNull(call) },
        ...{ hasVisited: today?.hasVisited ?? false, dayCount: today?.visitCount },
      })
    },
    reply: (_events, { link }, input) => {
      const read = readReferralCode(codeOf(input))
      const kind = link?.kind ?? (read.form === 'sound' ? read.kind : null)
      return { code: codeOf(input), kind, target: link?.target ?? { kind: 'home' } }
    },
    personal: (events, _facts, input, call) =>
      events.map(({ code, day }) =>
        writer.insert('linkVisits', {
          ...{ brandId: call.brandId, code, day, visitorHash: hashOf(call, input) },
          ...{ memberId: memberOrNull(call), via: input.via, at: call.now },
        }),
      ),
  }),
]

const operatorRoutes: readonly Route[] = [
  command(createLink, {
    load: (call, { ownerId, target }) => ({
      owner: ownerId === null ? given(undefined) : loadStaying(call, ownerId),
      target: loadTarget(call, target),
      open: loadOpenLinkCount(call),
    }),
    decide: ({ owner, target, open }, input, { newId }) =>
      createBrandLink({
        ...{ ...input, hasOwner: owner !== undefined, hasTarget: target !== undefined },
        ...{ openCount: open?.count ?? 0, id: newId('lnk') },
      }),
    reply: ([created], _facts, _input, call) => newLink(created, call),
  }),
  query(listLinks, {
    load: (call, { cursor, limit = DEFAULT_PAGE, ...filter }) => ({
      rows: loadLinks(call, filter, readCursor(cursor), limit + 1),
    }),
    reply: ({ rows }, { limit = DEFAULT_PAGE }) => answer(linkPage(rows, limit)),
  }),
  command(closeLink, {
    load: (call, { code }) => ({ link: loadLinkToClose(call, code) }),
    decide: ({ link }) => closeOpenLink({ link }),
    reply: (_events, { link }, _input, call) => closedLink(link, call),
  }),
  query(linkDays, {
    load: (call, input) => ({ items: loadDays(call, input) }),
    reply: ({ items }) => answer({ items }),
  }),
]

const ownRoutes: readonly Route[] = [
  command(createOwnLink, {
    load: (call, { target }) => ({
      known: loadLinkTo(call, memberOf(call), target),
      target: loadTarget(call, target),
      open: loadOpenLinkCount(call, memberOf(call)),
    }),
    decide: ({ known, target, open }, input, call) =>
      createPersonalLink({
        ...{ memberId: memberOf(call), target: input.target, hasTarget: target !== undefined },
        ...{ exists: known !== undefined, openCount: open?.count ?? 0, id: call.newId('lnk') },
      }),
    reply: ([created], { known }, _input, call) => (known === undefined ? newLink(created, call) : known),
  }),
  query(listOwnLinks, {
    load: (call, { cursor, limit = DEFAULT_PAGE }) => ({
      rows: loadLinks(call, { ownerId: memberOf(call) }, readCursor(cursor), limit + 1),
    }),
    reply: ({ rows }, { limit = DEFAULT_PAGE }) => answer(linkPage(rows, limit)),
  }),
  command(closeOwnLink, {
    load: (call, { code }) => ({ link: loadLinkToClose(call, code, memberOf(call)) }),
    decide: ({ link }) => closeOpenLink({ link }),
    reply: (_events, { link }, _input, call) => closedLink(link, call),
  }),
]

export const linkRoutes: readonly Route[] = [...visitRoutes, ...operatorRoutes, ...ownRoutes]

/** The code as it is kept: what is no code stands for itself, and is nobody's. */
function codeOf({ code }: Pick<LandInput, 'code'>): string {
  const read = readReferralCode(code)
  return 'code' in read ? read.code : code
}

/** Who comes by a link, another one for every link: nobody is followed from one to the next. */
function hashOf(call: Call, input: LandInput): string {
  return call.hash(`visitor ${codeOf(input)} ${input.visitorId}`)
}

function newLink(created: LinkCreated | undefined, { now }: Call): ShareLink {
  if (created === undefined) throw new Error('a link was to be made and was not')
  const { type: _, ...link } = created
  return { ...link, createdAt: now, closedAt: null, visitCount: 0 }
}

function closedLink(link: LinkRow | undefined, { now }: Call): ShareLink {
  if (link === undefined) throw new Error('a link was closed that is not there')
  return { ...link, closedAt: link.closedAt ?? now }
}

function linkPage(rows: readonly LinkRow[], limit: number): Page<ShareLink> {
  return pageFrom(
    rows,
    limit,
    ({ createdAt, code }) => ({ at: createdAt, id: code }),
    (row) => row,
  )
}
