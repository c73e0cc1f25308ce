import type { ReactElement } from 'react'
import { useSay } from '../language/language.tsx'
import { Choice } from '../ui/choice.tsx'
import { Field } from '../ui/page.tsx'
import { termsWords } from './words.ts'

type Per = 'order' | 'line'
type PerFieldProps = {
  readonly label: string
  readonly value: Per | undefined
  readonly onChange: (per: Per) => void
}

/** Whether something counts once for the order or for each line; for the order unless it is said. */
export function PerField({ label, value = 'order', onChange }: PerFieldProps): ReactElement {
  const say = useSay(termsWords)
  return (
    <Field label={label}>
      <Choice
        value={value}
        options={[
          ['order', say('per_order')],
          ['line', say('per_line')],
        ]}
        onChange={onChange}
      />
    </Field>
  )
}
