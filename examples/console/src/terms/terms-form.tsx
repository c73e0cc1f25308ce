import type { Funder, Terms } from '@siyu/core/promotions'
import type { ReactElement } from 'react'
import { useSay } from '../language/language.tsx'
import { commonWords } from '../language/words.ts'
import { Choice } from '../ui/choice.tsx'
import { Field } from '../ui/page.tsx'
import { ConditionTree } from './condition-tree.tsx'
import { EffectFields } from './effect-fields.tsx'
import { ItemsFields } from './items-fields.tsx'
import { KindPicker } from './kind-picker.tsx'
import { kindOf, presetOf } from './kinds.ts'
import { StackingFields } from './stacking-fields.tsx'
import { termsWords } from './words.ts'

export type TermsFormProps<T extends Terms> = {
  readonly terms: T
  readonly onChange: (terms: T) => void
  readonly isCoupon: boolean
}

/** The terms of a promotion or coupon, from its kind to who bears it. */
export function TermsForm<T extends Terms>({ terms, onChange, isCoupon }: TermsFormProps<T>): ReactElement {
  const say = useSay(termsWords)
  const { conditions, items, effect, stacking } = terms
  return (
    <>
      <section className="card">
        <h2>{say('kindTitle')}</h2>
        <KindPicker value={kindOf(effect)} onChange={(kind) => onChange({ ...terms, effect: presetOf(kind) })} />
      </section>
      <section className="card">
        <h2>{say('numbersTitle')}</h2>
        <div className="form">
          <NameFields terms={terms} onChange={onChange} />
          <EffectFields
            key={kindOf(effect)}
            effect={effect}
            onChange={(next) => onChange({ ...terms, effect: next })}
          />
        </div>
      </section>
      <section className="card">
        <h2>{say('itemsTitle')}</h2>
        <ItemsFields value={items} onChange={(next) => onChange({ ...terms, items: next })} />
      </section>
      <section className="card">
        <h2>{say('conditionsTitle')}</h2>
        <p className="page-note">{say(conditions.length === 0 ? 'noConditions' : 'allHold')}</p>
        <ConditionTree conditions={conditions} onChange={(next) => onChange({ ...terms, conditions: next })} />
      </section>
      <section className="card">
        <h2>{say('stackingTitle')}</h2>
        <div className="form">
          <StackingFields
            value={stacking}
            isCoupon={isCoupon}
            onChange={(next) => onChange({ ...terms, stacking: next })}
          />
          <FunderField value={terms.funder} onChange={(funder) => onChange({ ...terms, funder })} />
        </div>
      </section>
    </>
  )
}

type PartProps<T extends Terms> = { readonly terms: T; readonly onChange: (terms: T) => void }

function NameFields<T extends Terms>({ terms, onChange }: PartProps<T>): ReactElement {
  const say = useSay(termsWords)
  const { zh, en } = terms.name
  return (
    <>
      <Field label={say('nameZh')}>
        <input
          required
          maxLength={200}
          value={zh}
          data-testid="rule-name"
          onChange={({ target }) => onChange({ ...terms, name: { zh: target.value, en } })}
        />
      </Field>
      <Field label={say('nameEn')} hint={say('nameEnHint')}>
        <input
          maxLength={200}
          value={en}
          data-testid="rule-name-en"
          onChange={({ target }) => onChange({ ...terms, name: { zh, en: target.value } })}
        />
      </Field>
    </>
  )
}

function FunderField(props: { readonly value: Funder; readonly onChange: (funder: Funder) => void }): ReactElement {
  const say = useSay(termsWords)
  const common = useSay(commonWords)
  const funders: readonly Funder[] = ['brand', 'platform', 'store']
  return (
    <Field label={say('funder')}>
      <Choice
        value={props.value}
        options={funders.map((funder) => [funder, common(`funder_${funder}`)] as const)}
        onChange={props.onChange}
      />
    </Field>
  )
}
