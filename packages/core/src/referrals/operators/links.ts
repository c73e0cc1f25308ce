import * as z from 'zod/mini'
import {
  Day,
  type Endpoint,
  Id,
  Label,
  listOf,
  MAX_PAGE,
  type Page,
  type PageInput,
  pageOf,
  type Schema,
} from '../../kernel/index.ts'
import { LinkCode, LinkRef } from '../contract/links.ts'
import { CodeKindName, LinkDay, LinkTarget, ShareLink } from '../links.ts'
import type { CodeKind } from '../rules/codes.ts'

export type CreateLinkInput = {
  readonly kind: CodeKind
  readonly label: string
  /** Whom it binds to; a promoter's or personal link has one. */
  readonly ownerId: string | null
  readonly target: LinkTarget
}
export const CreateLinkInput: Schema<CreateLinkInput> = z.object({
  kind: CodeKindName,
  label: Label,
  ownerId: z.nullable(Id),
  target: LinkTarget,
})

/** Make a link of the brand's: of a campaign, a community, a poster, or for a promoter. */
export const createLink: Endpoint<
  CreateLinkInput,
  ShareLink,
  'link_owner_missing' | 'member_missing' | 'link_target_missing' | 'links_full'
> = {
  name: 'referrals.createLink',
  method: 'POST',
  path: '/v1/referral-links',
  access: 'operator',
  input: CreateLinkInput,
  output: ShareLink,
  refusals: { link_owner_missing: 409, member_missing: 404, link_target_missing: 404, links_full: 409 },
}

export type ListLinksInput = PageInput & { readonly kind?: CodeKind | undefined; readonly ownerId?: string | undefined }
export const ListLinksInput: Schema<ListLinksInput> = z.object({
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_PAGE))),
  kind: z.optional(CodeKindName),
  ownerId: z.optional(Id),
})

/** Links of the brand and of its members, newest first. */
export const listLinks: Endpoint<ListLinksInput, Page<ShareLink>> = {
  name: 'referrals.links',
  method: 'GET',
  path: '/v1/referral-links',
  access: 'operator',
  input: ListLinksInput,
  output: pageOf(ShareLink),
  refusals: {},
}

/** Close a link: it leads nowhere and binds nobody any more. Closed again, it stays as it is. */
export const closeLink: Endpoint<LinkRef, ShareLink, 'link_missing'> = {
  name: 'referrals.closeLink',
  method: 'POST',
  path: '/v1/referral-links/:code/closing',
  access: 'operator',
  input: LinkRef,
  output: ShareLink,
  refusals: { link_missing: 404 },
}

/** The most days of one answer. */
export const MAX_LINK_DAYS = 366

export type LinkDaysInput = LinkRef & { readonly from: string; readonly until: string }
export const LinkDaysInput: Schema<LinkDaysInput> = z.object({ code: LinkCode, from: Day, until: Day })
export type LinkDayList = { readonly items: readonly LinkDay[] }
export const LinkDayList: Schema<LinkDayList> = z.object({ items: listOf(LinkDay, MAX_LINK_DAYS) })

/** Visits of a code per day, from the first day up to the last, both included; days without any are left out. */
export const linkDays: Endpoint<LinkDaysInput, LinkDayList> = {
  name: 'referrals.linkDays',
  method: 'GET',
  path: '/v1/referral-links/:code/days',
  access: 'operator',
  input: LinkDaysInput,
  output: LinkDayList,
  refusals: {},
}

export type LinksAdminContract = {
  readonly createLink: typeof createLink
  readonly links: typeof listLinks
  readonly closeLink: typeof closeLink
  readonly linkDays: typeof linkDays
}
export const linksAdminContract: LinksAdminContract = {
  createLink,
  links: listLinks,
  closeLink,
  linkDays,
}
