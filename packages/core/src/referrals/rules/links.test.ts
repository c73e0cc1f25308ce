import { describe, expect, it } from 'vitest'
import type { CodeOf } from '../../kernel/index.ts'
import {
  type CloseLinkFacts,
  type CreateLinkFacts,
  type CreateOwnLinkFacts,
  type closeLink,
  closeOpenLink,
  createBrandLink,
  type createLink,
  type createOwnLink,
  createPersonalLink,
  type land,
  landing,
  MAX_DAY_VISITS,
  MAX_OWN_LINKS,
  readReferralCode,
  type VisitFacts,
  visit,
} from '../index.ts'

const brandLink: CreateLinkFacts = {
  ...{ kind: 'poster', label: '南京路店海报', ownerId: null, hasOwner: false, target: { kind: 'home' } },
  ...{ hasTarget: true, openCount: 0, id: 'lnk_000123456789' },
}
const ownLink: CreateOwnLinkFacts = {
  ...{ memberId: 'mem_ann', target: { kind: 'product', id: 'prd_tea' }, hasTarget: true },
  ...{ openCount: 0, id: 'lnk_000123456789', exists: false },
}
const visitor: VisitFacts = {
  ...{ code: 'w1234567890', link: { ownerId: null, closedAt: null }, ownerId: undefined, memberId: null },
  ...{ hasVisited: false, day: '2026-03-01', dayCount: undefined },
}
const open = { code: 'w1234567890', closedAt: null }

describe('links of the brand', () => {
  const refused: Record<CodeOf<typeof createLink>, CreateLinkFacts> = {
    link_owner_missing: { ...brandLink, kind: 'kol' },
    member_missing: { ...brandLink, ownerId: 'mem_gone' },
    link_target_missing: { ...brandLink, target: { kind: 'product', id: 'prd_gone' }, hasTarget: false },
    links_full: { ...brandLink, openCount: 10_000 },
  }
  it.each(Object.entries(refused))('refuse %s', (code, facts) => {
    expect(createBrandLink(facts)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('get a code that says its kind to whoever reads it', () => {
    for (const kind of ['campaign', 'community', 'poster'] as const) {
      const decided = createBrandLink({ ...brandLink, kind })
      const code = decided.ok ? (decided.events[0]?.code ?? '') : ''
      expect(readReferralCode(code)).toEqual({ form: 'sound', kind, code })
      // A mini-program and a page read the same code out of what they were opened with.
      const scanned = landing({ platform: 'mini_program', query: { scene: encodeURIComponent(`ref=${code}`) } })
      expect(scanned?.code).toBe(landing({ platform: 'web', url: `https://shop.example/?ref=${code}` })?.code)
    }
  })
})

describe('links of members', () => {
  const refused: Record<CodeOf<typeof createOwnLink>, CreateOwnLinkFacts> = {
    link_target_missing: { ...ownLink, hasTarget: false },
    links_full: { ...ownLink, openCount: MAX_OWN_LINKS },
  }
  it.each(Object.entries(refused))('refuse %s', (code, facts) => {
    expect(createPersonalLink(facts)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('are one to each target', () => {
    expect(createPersonalLink({ ...ownLink, exists: true })).toEqual({ ok: true, events: [] })
    expect(createPersonalLink(ownLink)).toMatchObject({
      events: [{ kind: 'personal', ownerId: 'mem_ann', label: null }],
    })
  })

  it('close once', () => {
    const refusedClosing: Record<CodeOf<typeof closeLink>, CloseLinkFacts> = { link_missing: { link: undefined } }
    for (const [code, facts] of Object.entries(refusedClosing)) {
      expect(closeOpenLink(facts)).toMatchObject({ ok: false, refusal: { code } })
    }
    expect(closeOpenLink({ link: open })).toEqual({ ok: true, events: [{ type: 'link_closed', code: open.code }] })
    expect(closeOpenLink({ link: { ...open, closedAt: 1 } })).toEqual({ ok: true, events: [] })
  })
})

describe('visits', () => {
  const refused: Record<CodeOf<typeof land>, VisitFacts> = {
    code_unknown: { ...visitor, link: undefined },
    link_closed: { ...visitor, link: { ownerId: null, closedAt: 1 } },
  }
  it.each(Object.entries(refused))('refuse %s', (code, facts) => {
    expect(visit(facts)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('lead nowhere once the owner of the link has left', () => {
    const left = { ...visitor, link: { ownerId: 'mem_gone', closedAt: null } }
    expect(visit(left)).toMatchObject({ ok: false, refusal: { code: 'link_closed' } })
  })

  it('count once a day for each visitor, never the owner, and only so many', () => {
    const counted = { type: 'link_visited', code: visitor.code, day: '2026-03-01' }
    expect(visit(visitor)).toEqual({ ok: true, events: [{ ...counted, isFirst: true }] })
    expect(visit({ ...visitor, dayCount: 3 })).toEqual({ ok: true, events: [{ ...counted, isFirst: false }] })
    const owned = { ...visitor, link: { ownerId: 'mem_ann', closedAt: null }, ownerId: 'mem_ann' }
    for (const facts of [
      { ...visitor, dayCount: 3, hasVisited: true },
      { ...visitor, dayCount: MAX_DAY_VISITS },
      { ...owned, memberId: 'mem_ann' },
    ]) {
      expect(visit(facts)).toEqual({ ok: true, events: [] })
    }
    expect(visit({ ...owned, memberId: 'mem_ben' })).toMatchObject({ events: [counted] })
  })
})
