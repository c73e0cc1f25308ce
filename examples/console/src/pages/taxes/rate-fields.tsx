import type { TaxRate } from '@siyu/core/taxes'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { PercentInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { taxWords } from './words.ts'

type RateFieldsProps = {
  readonly rates: readonly TaxRate[]
  readonly onChange: (rates: readonly TaxRate[]) => void
}

/** The rates, one a row. */
export function RateFields({ rates, onChange }: RateFieldsProps): ReactElement {
  const say = useSay(taxWords)
  const change = (index: number, part: Partial<TaxRate>): void =>
    onChange(rates.map((rate, at) => (at === index ? { ...rate, ...part } : rate)))
  return (
    <section className="card">
      <h2>{say('rates')}</h2>
      {rates.length === 0 && <p className="page-note">{say('none')}</p>}
      {rates.map((rate, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name that is being typed is no key
        <div key={index} className="rate" data-testid="rate">
          <Field label={say('name')}>
            <input
              required
              maxLength={200}
              value={rate.name}
              data-testid={`rate-name-${index}`}
              onChange={({ target }) => change(index, { name: target.value })}
            />
          </Field>
          <Field label={say('category')}>
            <input
              maxLength={200}
              value={rate.category ?? ''}
              placeholder={say('categoryHint')}
              onChange={({ target }) => change(index, { category: target.value === '' ? null : target.value })}
            />
          </Field>
          <Field label={say('rate')}>
            <PercentInput
              required
              value={rate.bps}
              testId={`rate-bps-${index}`}
              onChange={(bps = UNKNOWN) => change(index, { bps })}
            />
          </Field>
          <button
            type="button"
            className="button quiet"
            onClick={() => onChange(rates.filter((_, at) => at !== index))}
          >
            {say('remove')}
          </button>
        </div>
      ))}
      <button
        type="button"
        className="button"
        data-testid="rate-add"
        disabled={rates.length >= 100}
        onClick={() => onChange([...rates, { name: '', category: null, bps: UNKNOWN }])}
      >
        {say('add')}
      </button>
    </section>
  )
}
