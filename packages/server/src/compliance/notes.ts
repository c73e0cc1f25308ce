import type { Call } from '../kernel/call.ts'
import { principalName } from '../kernel/call.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { type ComplianceTables, complianceSpecs, type NoteKind } from './tables.ts'

const writer = writerOf<ComplianceTables>(complianceSpecs)

/** What somebody typed, as a row that can be erased. */
export type Note = {
  /** The member, SKU or batch it is about. */
  readonly ownerId: string
  /** Of what it explains; a note of its own without it. */
  readonly id?: string | undefined
  readonly kind: NoteKind
  readonly words: string
}

/** Keeps a note beside the events of a command. Nothing happened, so nothing is noted, when there are none. */
export function noteWrites(call: Call, events: readonly unknown[], note: Note): readonly Write[] {
  if (events.length === 0) return []
  const { ownerId, id = call.newId('note'), kind, words } = note
  const by = { writtenBy: principalName(call.principal), at: call.now }
  return [writer.insert('personalNotes', { brandId: call.brandId, ownerId, id, kind, words, ...by })]
}

/** Writes a note that stands alone under its id, instead of the one that stood there; empty words take it away. */
export function noteChange(
  call: Call,
  before: { readonly words: string } | undefined,
  { ownerId, id, kind, words }: Note & { readonly id: string },
): readonly Write[] {
  const key = { brandId: call.brandId, ownerId, id }
  if (words === '') return before === undefined ? [] : [{ kind: 'remove', table: complianceSpecs.personalNotes, key }]
  const row = { kind, words, writtenBy: principalName(call.principal), at: call.now }
  if (before === undefined) return [writer.insert('personalNotes', { ...key, ...row })]
  return [writer.change('personalNotes', key, row)]
}
