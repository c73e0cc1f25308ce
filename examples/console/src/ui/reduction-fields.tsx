import type { Words } from '@siyu/core/kernel'
import { type ReactElement, useState } from 'react'
import { useSay } from '../language/language.tsx'
import { commonWords } from '../language/words.ts'
import { useFormat } from './format.ts'
import { Field } from './page.tsx'
import { fullReduction, type Rule } from './rule-text.ts'

/** What the fields of a full reduction hold as typed. */
export type ReductionDraft = {
  readonly nameZh: string
  readonly nameEn: string
  readonly from: string
  readonly off: string
}

export type Reduction = {
  readonly draft: ReductionDraft
  readonly change: (part: Partial<ReductionDraft>) => void
  /** What was typed, when it makes sense. */
  readonly rule: Rule | null
  readonly name: Words
}

export function useReduction(): Reduction {
  const { minorOf } = useFormat()
  const [draft, setDraft] = useState<ReductionDraft>({ nameZh: '', nameEn: '', from: '', off: '' })
  const zh = draft.nameZh.trim()
  return {
    draft,
    change: (part) => setDraft({ ...draft, ...part }),
    rule: fullReduction(minorOf(draft.from), minorOf(draft.off)),
    name: { zh, en: draft.nameEn.trim() || zh },
  }
}

/** Name, threshold and amount of a full reduction. */
export function ReductionFields({ reduction }: { readonly reduction: Reduction }): ReactElement {
  const { draft, change, rule } = reduction
  const say = useSay(commonWords)
  const { minorOf } = useFormat()
  const amountError = (text: string): string | null => (text !== '' && minorOf(text) === null ? say('badAmount') : null)
  const isTooMuch = rule === null && minorOf(draft.from) !== null && (minorOf(draft.off) ?? 0) > 0
  return (
    <>
      <Field label={say('nameZh')}>
        <input
          required
          maxLength={200}
          value={draft.nameZh}
          data-testid="rule-name"
          onChange={(event) => change({ nameZh: event.target.value })}
        />
      </Field>
      <Field label={say('nameEn')}>
        <input
          maxLength={200}
          value={draft.nameEn}
          data-testid="rule-name-en"
          onChange={(event) => change({ nameEn: event.target.value })}
        />
      </Field>
      <Field label={say('fromAmount')} error={amountError(draft.from)}>
        <input
          required
          inputMode="decimal"
          value={draft.from}
          data-testid="rule-from"
          onChange={(event) => change({ from: event.target.value })}
        />
      </Field>
      <Field label={say('offAmount')} error={amountError(draft.off) ?? (isTooMuch ? say('offAboveFrom') : null)}>
        <input
          required
          inputMode="decimal"
          value={draft.off}
          data-testid="rule-off"
          onChange={(event) => change({ off: event.target.value })}
        />
      </Field>
    </>
  )
}
