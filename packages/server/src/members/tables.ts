import type { CodeKind, Identity, Labels } from '@siyu/core/members'
import type { TableSpec } from '../kernel/tables.ts'

export type MemberTables = {
  members: {
    readonly brandId: string
    readonly id: string
    readonly joinedAt: number
    readonly channel: string
  }
  /** Of members who were labelled; the others carry no labels. */
  memberLabels: Labels & { readonly brandId: string; readonly memberId: string }
  memberProfiles: {
    readonly brandId: string
    readonly memberId: string
    readonly name: string | null
    /** `YYYY-MM-DD` */
    readonly birthday: string | null
  }
  /** How a member is found again. One address belongs to one member: the key refuses a second one. */
  memberIdentities: {
    readonly brandId: string
    readonly kind: Identity['kind']
    readonly address: string
    readonly memberId: string
  }
  /** The newest code of an address. Its version lets a code open one session only. */
  signInCodes: {
    readonly brandId: string
    readonly kind: CodeKind
    readonly address: string
    readonly codeHash: string
    readonly expiresAt: number
    readonly usedAt: number | null
    readonly version: number
  }
  sessions: {
    readonly brandId: string
    readonly memberId: string
    readonly id: string
    readonly openedAt: number
    readonly expiresAt: number
    readonly endedAt: number | null
  }
}

export const memberSpecs: { readonly [N in keyof MemberTables]: TableSpec } = {
  members: { name: 'members', key: ['brand_id', 'id'], versioned: false, kind: 'state' },
  memberLabels: { name: 'member_labels', key: ['brand_id', 'member_id'], versioned: false, kind: 'state' },
  memberProfiles: { name: 'member_profiles', key: ['brand_id', 'member_id'], versioned: false, kind: 'personal' },
  memberIdentities: {
    name: 'member_identities',
    key: ['brand_id', 'kind', 'address'],
    versioned: false,
    kind: 'personal',
  },
  signInCodes: { name: 'sign_in_codes', key: ['brand_id', 'kind', 'address'], versioned: true, kind: 'personal' },
  sessions: { name: 'sessions', key: ['brand_id', 'member_id', 'id'], versioned: false, kind: 'state' },
}
