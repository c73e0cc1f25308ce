import type { Words } from '@siyu/core/kernel'
import type { ReactElement } from 'react'
import { useSay } from '../language/language.tsx'
import { commonWords } from '../language/words.ts'
import { Field } from './page.tsx'

type NameFieldsProps = {
  readonly name: Words
  readonly onChange: (name: Words) => void
  readonly testId?: string | undefined
}

/** A name in both languages; the English one may wait. */
export function NameFields({ name, onChange, testId }: NameFieldsProps): ReactElement {
  const common = useSay(commonWords)
  return (
    <>
      <Field label={common('nameZh')}>
        <input
          required
          maxLength={200}
          value={name.zh}
          data-testid={testId}
          onChange={({ target }) => onChange({ ...name, zh: target.value })}
        />
      </Field>
      <Field label={common('nameEn')}>
        <input
          maxLength={200}
          value={name.en}
          placeholder={name.zh}
          onChange={({ target }) => onChange({ ...name, en: target.value })}
        />
      </Field>
    </>
  )
}

/** A name whose English is the Chinese one until it is typed. */
export function wholeName({ zh, en }: Words): Words {
  return { zh, en: en || zh }
}
