import * as z from 'zod/mini'
import { Count, Day, Id, Label, Moment, type Schema } from '../kernel/index.ts'
import type { CodeKind } from './rules/codes.ts'

/** The most links of one member that are open at once. */
export const MAX_OWN_LINKS = 50
/** The most links of a brand that are open at once. */
export const MAX_LINKS = 10_000
/** The most visits of one link that are counted on one day. */
export const MAX_DAY_VISITS = 100_000
/** For so long it is known who visited; the counts per day stay. */
export const VISIT_DAYS = 90

export const CodeKindName: Schema<CodeKind> = z.enum(['personal', 'kol', 'campaign', 'community', 'poster'])

/** Where a link leads to. */
export type LinkTarget =
  | { readonly kind: 'home' }
  | { readonly kind: 'product' | 'group_buy' | 'shop'; readonly id: string }
export const LinkTarget: Schema<LinkTarget> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('home') }),
  z.object({ kind: z.enum(['product', 'group_buy', 'shop']), id: Id }),
])

/** A link that is kept, so that its visits are counted and it can be closed. */
export type ShareLink = {
  /** Says its kind without asking anybody. */
  readonly code: string
  readonly kind: CodeKind
  /** What the brand calls it; null for those of members. */
  readonly label: string | null
  /** Whoever comes by it is bound to this member; null for nobody's. */
  readonly ownerId: string | null
  readonly target: LinkTarget
  readonly createdAt: number
  /** Since when it leads nowhere; null while it is open. */
  readonly closedAt: number | null
  /** Visits of all days. */
  readonly visitCount: number
}
export const ShareLink: Schema<ShareLink> = z.object({
  ...{ code: z.string(), kind: CodeKindName, label: z.nullable(Label), ownerId: z.nullable(Id), target: LinkTarget },
  ...{ createdAt: Moment, closedAt: z.nullable(Moment), visitCount: Count },
})

/** Visits of one link on one day of the brand's calendar. */
export type LinkDay = { readonly day: string; readonly visitCount: number }
export const LinkDay: Schema<LinkDay> = z.object({ day: Day, visitCount: Count })

/** A link was made. With an owner, its code binds like the owner's own. */
export type LinkCreated = Pick<ShareLink, 'code' | 'kind' | 'label' | 'ownerId' | 'target'> & {
  readonly type: 'link_created'
}
/** A link leads nowhere any more, and binds nobody. */
export type LinkClosed = { readonly type: 'link_closed'; readonly code: string }
/** A link that was closed leads somewhere again, and binds as before. */
export type LinkReopened = { readonly type: 'link_reopened'; readonly code: string }
/** Somebody came by a link, the first time that day. Who it was stands beside the journal, for a time. */
export type LinkVisited = {
  readonly type: 'link_visited'
  readonly code: string
  readonly day: string
  /** Nobody came by it that day before. */
  readonly isFirst: boolean
}

export type LinkEvent = LinkCreated | LinkClosed | LinkReopened | LinkVisited
