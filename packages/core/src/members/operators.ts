import * as z from 'zod/mini'
import { type Endpoint, Id, Label, Moment, type Page, PageInput, pageOf, type Schema } from '../kernel/index.ts'
import { MemberLabels, MemberRow } from './operator-schema.ts'
import { MemberSession } from './schema.ts'

export type MintSessionInput = {
  readonly externalId: string
  readonly name?: string | undefined
  readonly referralCode?: string | undefined
}
export const MintSessionInput: Schema<MintSessionInput> = z.object({
  externalId: z.string().check(z.minLength(3), z.maxLength(200)),
  name: z.optional(Label),
  referralCode: z.optional(z.string().check(z.minLength(4), z.maxLength(24))),
})

/** A session for someone the brand's own server has already signed in. */
export const mintSession: Endpoint<MintSessionInput, MemberSession> = {
  name: 'members.mintSession',
  method: 'POST',
  path: '/v1/sessions/mint',
  access: 'operator',
  input: MintSessionInput,
  output: MemberSession,
  refusals: {},
}

/** All members, newest first. */
export const listMembers: Endpoint<PageInput, Page<MemberRow>> = {
  name: 'members.list',
  method: 'GET',
  path: '/v1/members',
  access: 'operator',
  input: PageInput,
  output: pageOf(MemberRow),
  refusals: {},
}

export type ImportMemberInput = {
  readonly externalId: string
  readonly joinedAt: number
  readonly name?: string | undefined
}
export const ImportMemberInput: Schema<ImportMemberInput> = z.object({
  externalId: z.string().check(z.minLength(1), z.maxLength(200)),
  joinedAt: Moment,
  name: z.optional(Label),
})
export type ImportedMember = { readonly memberId: string; readonly created: boolean }
export const ImportedMember: Schema<ImportedMember> = z.object({ memberId: Id, created: z.boolean() })

/** Bring in a member of another system; the same external id never makes a second one. */
export const importMember: Endpoint<ImportMemberInput, ImportedMember> = {
  name: 'members.import',
  method: 'POST',
  path: '/v1/members/import',
  access: 'operator',
  input: ImportMemberInput,
  output: ImportedMember,
  refusals: {},
}

export type MemberLabelsInput = { readonly memberId: string }
export const MemberLabelsInput: Schema<MemberLabelsInput> = z.object({ memberId: Id })

/** The tags and segments of a member. */
export const getMemberLabels: Endpoint<MemberLabelsInput, MemberLabels, 'member_missing'> = {
  name: 'members.labels',
  method: 'GET',
  path: '/v1/members/:memberId/labels',
  access: 'operator',
  input: MemberLabelsInput,
  output: MemberLabels,
  refusals: { member_missing: 404 },
}

/** Replace the tags and segments of a member, both lists whole; a label stands once in its list. */
export const labelMember: Endpoint<MemberLabels, MemberLabels, 'member_missing' | 'label_repeated'> = {
  name: 'members.label',
  method: 'PUT',
  path: '/v1/members/:memberId/labels',
  access: 'operator',
  input: MemberLabels,
  output: MemberLabels,
  refusals: { member_missing: 404, label_repeated: 409 },
}

export type MembersAdminContract = {
  readonly mintSession: typeof mintSession
  readonly list: typeof listMembers
  readonly import: typeof importMember
  readonly labels: typeof getMemberLabels
  readonly label: typeof labelMember
}
export const membersAdminContract: MembersAdminContract = {
  mintSession,
  list: listMembers,
  import: importMember,
  labels: getMemberLabels,
  label: labelMember,
}
