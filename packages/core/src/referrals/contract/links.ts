import * as z from 'zod/mini'
import { type Endpoint, type Page, PageInput, pageOf, type Schema } from '../../kernel/index.ts'
import { CodeKindName, LinkTarget, ShareLink } from '../links.ts'
import type { CodeKind } from '../rules/codes.ts'
import type { Landing } from '../rules/landing.ts'

const Code: Schema<string> = z.string().check(z.minLength(4), z.maxLength(24))
/** The code of a link that is there, as it stands in a path. */
export const LinkCode: Schema<string> = z.string().check(z.regex(/^[0-9A-Za-z]{4,24}$/))

export type LinkRef = { readonly code: string }
export const LinkRef: Schema<LinkRef> = z.object({ code: LinkCode })

export type CreateOwnLinkInput = { readonly target: LinkTarget }
export const CreateOwnLinkInput: Schema<CreateOwnLinkInput> = z.object({ target: LinkTarget })

/** Make a link of one's own. There is one to each target: asked again, it is the same. */
export const createOwnLink: Endpoint<CreateOwnLinkInput, ShareLink, 'link_target_missing' | 'links_full'> = {
  name: 'referrals.createOwnLink',
  method: 'POST',
  path: '/v1/referral/links',
  access: 'member',
  input: CreateOwnLinkInput,
  output: ShareLink,
  refusals: { link_target_missing: 404, links_full: 409 },
}

/** One's own links, newest first. */
export const listOwnLinks: Endpoint<PageInput, Page<ShareLink>> = {
  name: 'referrals.ownLinks',
  method: 'GET',
  path: '/v1/referral/links',
  access: 'member',
  input: PageInput,
  output: pageOf(ShareLink),
  refusals: {},
}

/** Close a link of one's own. */
export const closeOwnLink: Endpoint<LinkRef, ShareLink, 'link_missing'> = {
  name: 'referrals.closeOwnLink',
  method: 'POST',
  path: '/v1/referral/links/:code/closing',
  access: 'member',
  input: LinkRef,
  output: ShareLink,
  refusals: { link_missing: 404 },
}

export type LandInput = {
  readonly code: string
  /** What the device or the platform calls whoever it is: only a hash of it is kept, another one for every link. */
  readonly visitorId: string
  readonly via: Landing['via']
}
export const LandInput: Schema<LandInput> = z.object({
  code: Code,
  visitorId: z.string().check(z.regex(/^[A-Za-z0-9_.:-]{8,64}$/)),
  via: z.enum(['link', 'scan', 'single_chat', 'group_chat', 'other']),
})

/** Where a code leads to. */
export type Landed = { readonly code: string; readonly kind: CodeKind | null; readonly target: LinkTarget }
export const Landed: Schema<Landed> = z.object({
  code: z.string(),
  kind: z.nullable(CodeKindName),
  target: LinkTarget,
})

/** Come in by a code. The visit is counted once a day for every visitor; nothing is paid for it. */
export const land: Endpoint<LandInput, Landed, 'code_unknown' | 'link_closed'> = {
  name: 'referrals.land',
  method: 'POST',
  path: '/v1/referral/visits',
  access: 'public',
  input: LandInput,
  output: Landed,
  refusals: { code_unknown: 404, link_closed: 409 },
}

export type LinksContract = {
  readonly createOwnLink: typeof createOwnLink
  readonly ownLinks: typeof listOwnLinks
  readonly closeOwnLink: typeof closeOwnLink
  readonly land: typeof land
}
export const linksContract: LinksContract = {
  createOwnLink,
  ownLinks: listOwnLinks,
  closeOwnLink,
  land,
}
