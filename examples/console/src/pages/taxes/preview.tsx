import { type TaxSettings, taxRuns } from '@siyu/core/taxes'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { useFormat } from '../../ui/format.ts'
import { CountInput, MoneyInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { taxWords } from './words.ts'

/** The tax of one line by what is in the form: the same rule as at the checkout. */
export function TaxPreview({ settings }: { readonly settings: TaxSettings | null }): ReactElement {
  const say = useSay(taxWords)
  const [unitMinor, setUnitMinor] = useState(9_999)
  const [count, setCount] = useState(3)
  const [category, setCategory] = useState('')
  return (
    <section className="card" data-testid="tax-preview">
      <h2>{say('preview')}</h2>
      <div className="form three">
        <Field label={say('price')}>
          <MoneyInput value={unitMinor} onChange={(minor = UNKNOWN) => setUnitMinor(minor)} />
        </Field>
        <Field label={say('pieces')}>
          <CountInput value={count} onChange={(pieces = UNKNOWN) => setCount(pieces)} />
        </Field>
        <Field label={say('category')}>
          <input maxLength={200} value={category} onChange={({ target }) => setCategory(target.value)} />
        </Field>
      </div>
      {settings === null || Number.isNaN(unitMinor) || Number.isNaN(count) ? (
        <p className="rule-text">…</p>
      ) : (
        <LineTaxText
          settings={settings}
          category={category === '' ? null : category}
          run={{ count, base: unitMinor }}
        />
      )}
    </section>
  )
}

type LineTaxTextProps = {
  readonly settings: TaxSettings
  readonly category: string | null
  readonly run: Parameters<typeof taxRuns>[2][number]
}

function LineTaxText({ settings, category, run }: LineTaxTextProps): ReactElement {
  const say = useSay(taxWords)
  const { money, rate } = useFormat()
  const { rows, taxMinor } = taxRuns(settings, category, [run])
  const grossMinor = run.count * run.base + (settings.mode === 'on_top' ? taxMinor : 0)
  return (
    <div className="rule-text" data-testid="tax-text">
      <p>{say('pays', { gross: money(grossMinor), tax: money(taxMinor) })}</p>
      {rows.map(({ name, bps, baseMinor, taxMinor: minor }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat while they are typed
        <p key={index}>{say('row', { name, rate: rate(bps), base: money(baseMinor), tax: money(minor) })}</p>
      ))}
    </div>
  )
}
