import type { ReactElement } from 'react'
import { useSay } from '../language/language.tsx'
import { type RuleKind, ruleKinds } from './kinds.ts'
import { termsWords } from './words.ts'

type KindPickerProps = { readonly value: RuleKind | null; readonly onChange: (kind: RuleKind) => void }

/** The first question of the form. */
export function KindPicker({ value, onChange }: KindPickerProps): ReactElement {
  const say = useSay(termsWords)
  return (
    <div className="kinds" role="radiogroup" aria-label={say('kindTitle')}>
      {ruleKinds.map((kind) => (
        <label key={kind} className="kind">
          <input
            type="radio"
            name="rule-kind"
            checked={kind === value}
            data-testid={`kind-${kind}`}
            onChange={() => onChange(kind)}
          />
          <strong>{say(`kind_${kind}`)}</strong>
          <small>{say(`hint_${kind}`)}</small>
        </label>
      ))}
    </div>
  )
}
