import type { Effect } from '@siyu/core/promotions'
import type { ReactElement } from 'react'
import { useSay } from '../language/language.tsx'
import { Choice } from '../ui/choice.tsx'
import { CountInput, PercentInput } from '../ui/number-input.tsx'
import { Field, Group } from '../ui/page.tsx'
import { ItemsFields } from './items-fields.tsx'
import { UNKNOWN } from './kinds.ts'
import { PerField } from './per-field.tsx'
import { termsWords } from './words.ts'

type BuyGet = Extract<Effect, { readonly kind: 'buy_get' }>
type BuyGetFieldsProps = { readonly effect: BuyGet; readonly onChange: (effect: BuyGet) => void }

/** Of every so many, some are lowered. */
export function BuyGetFields({ effect, onChange }: BuyGetFieldsProps): ReactElement {
  const say = useSay(termsWords)
  return (
    <>
      <Field label={say('buyCount')}>
        <CountInput
          required
          min={0}
          value={effect.buyCount}
          testId="effect-buy"
          onChange={(buyCount = UNKNOWN) => onChange({ ...effect, buyCount })}
        />
      </Field>
      <Field label={say('getCount')}>
        <CountInput
          required
          value={effect.getCount}
          testId="effect-get"
          onChange={(getCount = UNKNOWN) => onChange({ ...effect, getCount })}
        />
      </Field>
      <Field label={say('getShare')} hint={say('getShareHint')}>
        <PercentInput
          required
          value={effect.bps}
          testId="effect-share"
          onChange={(bps = UNKNOWN) => onChange({ ...effect, bps })}
        />
      </Field>
      <PerField label={say('per')} value={effect.per} onChange={(per) => onChange({ ...effect, per })} />
      <details className="more" open={effect.getItems !== undefined || effect.maxTimes !== undefined}>
        <summary>{say('more')}</summary>
        <div className="form">
          <Group label={say('getItems')}>
            <ItemsFields
              value={effect.getItems}
              testId="get-items"
              allText={say('itemsOwn')}
              onChange={(getItems) => onChange({ ...effect, getItems: getItems ?? undefined })}
            />
          </Group>
          <Field label={say('takes')}>
            <Choice
              value={effect.takes ?? 'cheapest'}
              options={[
                ['cheapest', say('cheapest')],
                ['dearest', say('dearest')],
              ]}
              onChange={(takes) => onChange({ ...effect, takes })}
            />
          </Field>
          <Field label={say('maxTimes')}>
            <CountInput value={effect.maxTimes} onChange={(maxTimes) => onChange({ ...effect, maxTimes })} />
          </Field>
        </div>
      </details>
    </>
  )
}
