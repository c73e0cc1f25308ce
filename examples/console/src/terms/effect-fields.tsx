import type { Base, Effect } from '@siyu/core/promotions'
import type { ReactElement } from 'react'
import { useSay } from '../language/language.tsx'
import { Choice } from '../ui/choice.tsx'
import { CountInput, MoneyInput, PercentInput } from '../ui/number-input.tsx'
import { Field, Group } from '../ui/page.tsx'
import { SkuField } from '../ui/sku-field.tsx'
import { BundleFields } from './bundle-fields.tsx'
import { BuyGetFields } from './buy-get-fields.tsx'
import { UNKNOWN } from './kinds.ts'
import { OffInput, UnitFields, useShareHint } from './off-fields.tsx'
import { PerField } from './per-field.tsx'
import { termsWords } from './words.ts'

/** An effect of one kind and the way to change it. */
export type EffectProps<Kind extends Effect['kind']> = {
  readonly effect: Extract<Effect, { readonly kind: Kind }>
  readonly onChange: (effect: Effect) => void
}

/** The numbers of an effect. */
export function EffectFields({ effect, onChange }: EffectProps<Effect['kind']>): ReactElement {
  switch (effect.kind) {
    case 'amount_off':
    case 'percent_off':
    case 'set_price':
      return <SimpleFields effect={effect} onChange={onChange} />
    case 'ladder':
      return <LadderFields effect={effect} onChange={onChange} />
    case 'every_full':
      return <EveryFields effect={effect} onChange={onChange} />
    case 'buy_get':
      return <BuyGetFields effect={effect} onChange={onChange} />
    case 'bundle_price':
      return <BundleFields effect={effect} onChange={onChange} />
    case 'gift':
      return <GiftFields effect={effect} onChange={onChange} />
    case 'shipping_off':
      return <ShippingFields effect={effect} onChange={onChange} />
  }
}

function SimpleFields({ effect, onChange }: EffectProps<'amount_off' | 'percent_off' | 'set_price'>): ReactElement {
  const say = useSay(termsWords)
  const shareHint = useShareHint()
  const isChosen = effect.maxUnits !== undefined || effect.groupCount !== undefined || effect.first !== undefined
  return (
    <>
      {effect.kind === 'percent_off' ? (
        <>
          <Field label={say('share')} hint={shareHint(effect.bps)}>
            <PercentInput
              required
              value={effect.bps}
              testId="effect-share"
              onChange={(bps = UNKNOWN) => onChange({ ...effect, bps })}
            />
          </Field>
          <Field label={say('cap')}>
            <MoneyInput
              value={effect.capMinor}
              onChange={(capMinor) => onChange({ ...effect, capMinor: capMinor ?? null })}
            />
          </Field>
        </>
      ) : (
        <Field label={say(effect.kind === 'set_price' ? 'price' : 'money')}>
          <MoneyInput
            required
            value={effect.minor}
            testId="effect-minor"
            onChange={(minor = UNKNOWN) => onChange({ ...effect, minor })}
          />
        </Field>
      )}
      <details className="more" open={isChosen}>
        <summary>{say('more')}</summary>
        <div className="form">
          <UnitFields effect={effect} onChange={onChange} />
        </div>
      </details>
    </>
  )
}

function LadderFields({ effect, onChange }: EffectProps<'ladder'>): ReactElement {
  const say = useSay(termsWords)
  const { steps, by } = effect
  const change = (index: number, part: Partial<(typeof steps)[number]>): void =>
    onChange({ ...effect, steps: steps.map((step, at) => (at === index ? { ...step, ...part } : step)) })
  const next = { from: UNKNOWN, off: by === 'amount' ? { minor: UNKNOWN } : { bps: UNKNOWN } }
  const FromInput = by === 'amount' ? MoneyInput : CountInput
  const label = say(by === 'amount' ? 'from' : 'fromPieces')
  return (
    <div className="steps">
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no names of their own
        <div key={index} className="step">
          <span className="field-label">{label}</span>
          <FromInput
            required
            value={step.from}
            label={label}
            testId={`step-from-${index}`}
            onChange={(from = UNKNOWN) => change(index, { from })}
          />
          <OffInput value={step.off} testId={`step-off-${index}`} onChange={(off) => change(index, { off })} />
          <button
            type="button"
            className="button quiet"
            disabled={steps.length === 1}
            onClick={() => onChange({ ...effect, steps: steps.filter((_, at) => at !== index) })}
          >
            {say('remove')}
          </button>
        </div>
      ))}
      <button
        type="button"
        className="button"
        data-testid="step-add"
        disabled={steps.length >= 20}
        onClick={() => onChange({ ...effect, steps: [...steps, next] })}
      >
        {say('addStep')}
      </button>
      <details className="more" open={effect.base !== undefined || effect.per === 'line'}>
        <summary>{say('more')}</summary>
        <div className="form">
          <BaseField value={effect.base} onChange={(base) => onChange({ ...effect, base })} />
          <PerField label={say('per')} value={effect.per} onChange={(per) => onChange({ ...effect, per })} />
        </div>
      </details>
    </div>
  )
}

type BaseFieldProps = { readonly value: Base | undefined; readonly onChange: (base: Base | undefined) => void }

/** What a threshold is measured on. */
export function BaseField({ value, onChange }: BaseFieldProps): ReactElement {
  const say = useSay(termsWords)
  const bases: readonly Base[] = ['item_prices', 'list', 'item_promotions', 'left']
  return (
    <Field label={say('base')}>
      <Choice
        value={value ?? 'item_prices'}
        options={bases.map((base) => [base, say(`base_${base}`)] as const)}
        onChange={(base) => onChange(base === 'item_prices' ? undefined : base)}
      />
    </Field>
  )
}

function EveryFields({ effect, onChange }: EffectProps<'every_full'>): ReactElement {
  const say = useSay(termsWords)
  return (
    <>
      <Field label={say('every')}>
        <MoneyInput
          required
          value={effect.everyMinor}
          testId="effect-every"
          onChange={(everyMinor = UNKNOWN) => onChange({ ...effect, everyMinor })}
        />
      </Field>
      <Field label={say('money')}>
        <MoneyInput
          required
          value={effect.minor}
          testId="effect-minor"
          onChange={(minor = UNKNOWN) => onChange({ ...effect, minor })}
        />
      </Field>
      <Field label={say('maxTimes')}>
        <CountInput
          value={effect.maxTimes}
          onChange={(maxTimes) => onChange({ ...effect, maxTimes: maxTimes ?? null })}
        />
      </Field>
      <BaseField value={effect.base} onChange={(base) => onChange({ ...effect, base })} />
    </>
  )
}

function GiftFields({ effect, onChange }: EffectProps<'gift'>): ReactElement {
  const say = useSay(termsWords)
  return (
    <>
      <SkuField
        skuId={effect.skuId}
        label={say('gift')}
        hint={say('giftHint')}
        testId="gift-sku"
        onChange={(skuId) => onChange({ ...effect, skuId })}
      />
      <Field label={say('giftCount')}>
        <CountInput required value={effect.count} onChange={(count = UNKNOWN) => onChange({ ...effect, count })} />
      </Field>
      <Field label={say('giftEvery')}>
        <MoneyInput value={effect.everyMinor} onChange={(everyMinor) => onChange({ ...effect, everyMinor })} />
      </Field>
      {effect.everyMinor !== undefined && (
        <Field label={say('maxTimes')}>
          <CountInput value={effect.maxTimes} onChange={(maxTimes) => onChange({ ...effect, maxTimes })} />
        </Field>
      )}
    </>
  )
}

function ShippingFields({ effect, onChange }: EffectProps<'shipping_off'>): ReactElement {
  const say = useSay(termsWords)
  const isFree = 'bps' in effect.off && effect.off.bps === 10_000
  return (
    <>
      <Group label={say('off')}>
        <OffInput value={effect.off} testId="effect-off" onChange={(off) => onChange({ ...effect, off })} />
        {isFree && <span className="field-hint">{say('shippingFree')}</span>}
      </Group>
      <Field label={say('cap')}>
        <MoneyInput value={effect.capMinor} onChange={(capMinor) => onChange({ ...effect, capMinor })} />
      </Field>
    </>
  )
}
