import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import { normalizeAddress } from '../../members/index.ts'
import type { noteDevice } from '../contract.ts'
import type { MarkKind } from '../schema.ts'

/** The most marks of one member that are kept: more devices or addresses than these are nobody's own. */
export const MAX_MARKS = 100

export type DeviceFacts = { readonly isKnown: boolean; readonly markCount: number }

/** Whether one more device of a member can be kept. Nothing of it is in the journal, so there is no event. */
export function keepDevice({ isKnown, markCount }: DeviceFacts): Decision<never, CodeOf<typeof noteDevice>> {
  return isKnown || markCount < MAX_MARKS ? accept() : refuse('devices_full', { maxCount: MAX_MARKS })
}

/** A mark as it is before it is hashed. Personal: it is never kept. */
export type RawMark = { readonly kind: MarkKind; readonly text: string }

/** What is known of a member that may be another account's as well. */
export type KnownMember = {
  readonly name: string | null
  readonly birthday: string | null
  readonly identities: readonly { readonly kind: string; readonly address: string }[]
  readonly addresses: readonly {
    readonly name: string
    readonly phone: string
    readonly region: string
    readonly area: string
    readonly detail: string
  }[]
}

/** The marks of a member, one spelling for each, however it was typed. */
export function marksOf({ name, birthday, identities, addresses }: KnownMember): readonly RawMark[] {
  const marks: RawMark[] = []
  // A name alone is many people's; with a birthday it is hardly two's.
  if (name !== null && birthday !== null) marks.push({ kind: 'identity', text: `${plain(name)} ${birthday}` })
  for (const { kind, address } of identities) {
    if (kind === 'phone') marks.push({ kind: 'phone', text: phone(address) })
    if (kind === 'email') marks.push({ kind: 'identity', text: mailbox(address) })
  }
  for (const address of addresses) {
    marks.push({ kind: 'phone', text: phone(address.phone) })
    marks.push({ kind: 'address', text: plain(`${address.region}${address.area}${address.detail}`) })
  }
  return [...new Map(marks.map((mark) => [`${mark.kind} ${mark.text}`, mark])).values()]
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

function phone(text: string): string {
  return normalizeAddress('phone', text) ?? text.replace(/\D/g, '')
}

/** The mailbox behind an address: what follows a plus goes to the same one, and Google's know no dots. */
function mailbox(address: string): string {
  const [name = '', domain = ''] = address.toLowerCase().split('@')
  const plainName = name.replace(/\+.*$/, '')
  const isGoogle = domain === 'gmail.com' || domain === 'googlemail.com'
  return isGoogle ? `${plainName.replaceAll('.', '')}@gmail.com` : `${plainName}@${domain}`
}
