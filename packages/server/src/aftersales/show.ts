import { type AftersalesCase, evolveCase } from '@siyu/core/aftersales'
import type { CaseRow } from './store.ts'

/** A case without what only the shop keeps of it. */
export function shownCase({ takes: _, version: __, ...shown }: CaseRow): AftersalesCase {
  return shown
}

/** A case after what happened, as it may be kept with a key: what was typed is read again, so that it stays erased. */
export function caseAfter(found: CaseRow | undefined, events: readonly { readonly type: string }[]): AftersalesCase {
  return { ...shownCase(evolveCase(found as CaseRow, events) as CaseRow), words: null, answer: null }
}

/** The case with what is known now to have been written about it. */
export function withWords(
  stored: AftersalesCase,
  found: CaseRow | undefined,
  answer: string | null = found?.answer ?? null,
): AftersalesCase {
  return { ...stored, words: found?.words ?? null, answer }
}
