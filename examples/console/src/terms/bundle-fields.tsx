import type { Effect } from '@siyu/core/promotions'
import type { ReactElement } from 'react'
import { useSay } from '../language/language.tsx'
import { CountInput, MoneyInput } from '../ui/number-input.tsx'
import { Field } from '../ui/page.tsx'
import { ItemsFields } from './items-fields.tsx'
import { UNKNOWN } from './kinds.ts'
import { termsWords } from './words.ts'

type Bundle = Extract<Effect, { readonly kind: 'bundle_price' }>
type BundleFieldsProps = { readonly effect: Bundle; readonly onChange: (effect: Bundle) => void }

/** So many of each part for one price. */
export function BundleFields({ effect, onChange }: BundleFieldsProps): ReactElement {
  const say = useSay(termsWords)
  const { parts } = effect
  const change = (index: number, part: Partial<(typeof parts)[number]>): void =>
    onChange({ ...effect, parts: parts.map((each, at) => (at === index ? { ...each, ...part } : each)) })
  return (
    <>
      <div className="steps">
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no names of their own
          <div key={index} className="bundle-part">
            <Field label={parts.length === 1 ? say('partOne') : say('part', { n: index + 1 })}>
              <CountInput
                required
                value={part.count}
                testId={`part-count-${index}`}
                onChange={(count = UNKNOWN) => change(index, { count })}
              />
            </Field>
            <ItemsFields
              value={part.items}
              testId={`part-items-${index}`}
              allText={say('itemsOwn')}
              onChange={(items) => change(index, { items: items ?? undefined })}
            />
            <button
              type="button"
              className="button quiet"
              disabled={parts.length === 1}
              onClick={() => onChange({ ...effect, parts: parts.filter((_, at) => at !== index) })}
            >
              {say('remove')}
            </button>
          </div>
        ))}
        <button
          type="button"
          className="button"
          disabled={parts.length >= 10}
          onClick={() => onChange({ ...effect, parts: [...parts, { count: 1 }] })}
        >
          {say('addPart')}
        </button>
      </div>
      <Field label={say('bundlePrice')}>
        <MoneyInput
          required
          value={effect.minor}
          testId="effect-minor"
          onChange={(minor = UNKNOWN) => onChange({ ...effect, minor })}
        />
      </Field>
      <Field label={say('maxTimes')}>
        <CountInput value={effect.maxTimes} onChange={(maxTimes) => onChange({ ...effect, maxTimes })} />
      </Field>
    </>
  )
}
