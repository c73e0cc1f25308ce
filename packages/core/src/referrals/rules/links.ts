import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import type { createOwnLink, land } from '../contract/links.ts'
import {
  type LinkClosed,
  type LinkCreated,
  type LinkTarget,
  type LinkVisited,
  MAX_DAY_VISITS,
  MAX_LINKS,
  MAX_OWN_LINKS,
} from '../links.ts'
import type { closeLink, createLink } from '../operators/links.ts'
import { type CodeKind, referralCode } from './codes.ts'

export type CreateLinkFacts = {
  readonly kind: CodeKind
  readonly label: string
  readonly ownerId: string | null
  /** The owner is a member who stays. */
  readonly hasOwner: boolean
  readonly target: LinkTarget
  /** What it leads to is there. */
  readonly hasTarget: boolean
  /** Links of the brand that are open. */
  readonly openCount: number
  /** Fresh; its end becomes the code. */
  readonly id: string
}

/** Kinds that say whose they are. */
const owned: readonly CodeKind[] = ['personal', 'kol']

/** Makes a link of the brand's. */
export function createBrandLink(facts: CreateLinkFacts): Decision<LinkCreated, CodeOf<typeof createLink>> {
  const { kind, label, ownerId, target } = facts
  if (ownerId === null && owned.includes(kind)) return refuse('link_owner_missing')
  if (ownerId !== null && !facts.hasOwner) return refuse('member_missing')
  if (!facts.hasTarget) return refuse('link_target_missing')
  if (facts.openCount >= MAX_LINKS) return refuse('links_full', { maxCount: MAX_LINKS })
  return accept({ type: 'link_created', code: referralCode(kind, facts.id), kind, label, ownerId, target })
}

export type CreateOwnLinkFacts = Pick<CreateLinkFacts, 'target' | 'hasTarget' | 'openCount' | 'id'> & {
  readonly memberId: string
  /** A link of the member to this target is open. */
  readonly exists: boolean
}

/** Makes a member's link to something, once. */
export function createPersonalLink(facts: CreateOwnLinkFacts): Decision<LinkCreated, CodeOf<typeof createOwnLink>> {
  const { target, memberId: ownerId, id } = facts
  if (facts.exists) return accept()
  if (!facts.hasTarget) return refuse('link_target_missing')
  if (facts.openCount >= MAX_OWN_LINKS) return refuse('links_full', { maxCount: MAX_OWN_LINKS })
  const [kind, label] = ['personal', null] as const
  return accept({ type: 'link_created', code: referralCode(kind, id), kind, label, ownerId, target })
}

export type CloseLinkFacts = {
  readonly link: { readonly code: string; readonly closedAt: number | null } | undefined
}

/** Closes a link, once. */
export function closeOpenLink({ link }: CloseLinkFacts): Decision<LinkClosed, CodeOf<typeof closeLink>> {
  if (link === undefined) return refuse('link_missing')
  return link.closedAt === null ? accept({ type: 'link_closed', code: link.code }) : accept()
}

export type VisitFacts = {
  readonly code: string
  /** The link that is kept of this code; undefined for codes that are only a member's own. */
  readonly link: { readonly ownerId: string | null; readonly closedAt: number | null } | undefined
  /** Whose code it is, as long as they stay. */
  readonly ownerId: string | undefined
  /** Who comes, when it is a member who is signed in. */
  readonly memberId: string | null
  /** They came by it today before. */
  readonly hasVisited: boolean
  readonly day: string
  /** Visits of the day so far; undefined for none. */
  readonly dayCount: number | undefined
}

/** Counts a visit, once a day for each visitor and no visits of the owner. A day counts so many, and no more. */
export function visit(facts: VisitFacts): Decision<LinkVisited, CodeOf<typeof land>> {
  const { code, link, ownerId, memberId, day, dayCount } = facts
  const isOrphan = link === undefined || link.ownerId !== null
  if (ownerId === undefined && isOrphan) return refuse(link === undefined ? 'code_unknown' : 'link_closed')
  if (link !== undefined && link.closedAt !== null) return refuse('link_closed')
  const isOwn = memberId !== null && memberId === ownerId
  if (isOwn || facts.hasVisited || (dayCount ?? 0) >= MAX_DAY_VISITS) return accept()
  return accept({ type: 'link_visited', code, day, isFirst: dayCount === undefined })
}
