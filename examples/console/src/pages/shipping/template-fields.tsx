import type { ShippingTemplate, ShippingZone } from '@siyu/core/shipping'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Chips } from '../../ui/chips.tsx'
import { Choice } from '../../ui/choice.tsx'
import { CountInput, MoneyInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { shippingWords } from './words.ts'

type TemplateFieldsProps = {
  readonly template: ShippingTemplate
  readonly number: number
  readonly onChange: (template: ShippingTemplate) => void
  readonly onRemove: () => void
}

/** One way to charge, zone by zone. */
export function TemplateFields({ template, number, onChange, onRemove }: TemplateFieldsProps): ReactElement {
  const say = useSay(shippingWords)
  const { name, mode, zones } = template
  return (
    <section className="card" data-testid="template">
      <div className="card-head">
        <h2>{say('template', { n: number })}</h2>
        <button type="button" className="button quiet" onClick={onRemove}>
          {say('remove')}
        </button>
      </div>
      <div className="form three">
        <Field label={say('nameZh')}>
          <input
            required
            maxLength={200}
            value={name.zh}
            data-testid="template-name"
            onChange={({ target }) => onChange({ ...template, name: { ...name, zh: target.value } })}
          />
        </Field>
        <Field label={say('nameEn')}>
          <input
            maxLength={200}
            value={name.en}
            onChange={({ target }) => onChange({ ...template, name: { ...name, en: target.value } })}
          />
        </Field>
        <Field label={say('mode')}>
          <Choice
            value={mode}
            testId="template-mode"
            options={(['count', 'weight', 'volume'] as const).map((each) => [each, say(`mode_${each}`)] as const)}
            onChange={(next) => onChange({ ...template, mode: next })}
          />
        </Field>
      </div>
      <Zones zones={zones} onChange={(next) => onChange({ ...template, zones: next })} />
    </section>
  )
}

type ZonesProps = {
  readonly zones: readonly ShippingZone[]
  readonly onChange: (zones: readonly ShippingZone[]) => void
}

function Zones({ zones, onChange }: ZonesProps): ReactElement {
  const say = useSay(shippingWords)
  const change = (index: number, part: Partial<ShippingZone>): void =>
    onChange(zones.map((zone, at) => (at === index ? { ...zone, ...part } : zone)))
  const last = zones.at(-1)
  return (
    <div className="zones">
      {zones.map((zone, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: zones have no names of their own
        <div key={index} className="zone" data-testid="zone">
          <Chips
            values={zone.regions}
            options={[]}
            isFree
            label={say('regions')}
            placeholder={zone.regions.length === 0 ? say('regionsHint') : say('regions')}
            testId={`zone-regions-${index}`}
            onChange={(regions) => change(index, { regions })}
          />
          <ZoneNumbers zone={zone} index={index} onChange={(part) => change(index, part)} />
          <button
            type="button"
            className="button quiet"
            disabled={zones.length === 1}
            onClick={() => onChange(zones.filter((_, at) => at !== index))}
          >
            {say('remove')}
          </button>
        </div>
      ))}
      <button
        type="button"
        className="button"
        disabled={zones.length >= 100 || last === undefined}
        onClick={() => last !== undefined && onChange([...zones, { ...last, regions: [] }])}
      >
        {say('addZone')}
      </button>
    </div>
  )
}

type ZoneNumbersProps = {
  readonly zone: ShippingZone
  readonly index: number
  readonly onChange: (part: Partial<ShippingZone>) => void
}

function ZoneNumbers({ zone, index, onChange }: ZoneNumbersProps): ReactElement {
  const say = useSay(shippingWords)
  return (
    <div className="zone-numbers">
      <Field label={say('firstSize')}>
        <CountInput
          required
          value={zone.firstSize}
          testId={`zone-first-size-${index}`}
          onChange={(firstSize = UNKNOWN) => onChange({ firstSize })}
        />
      </Field>
      <Field label={say('firstMinor')}>
        <MoneyInput
          required
          value={zone.firstMinor}
          testId={`zone-first-${index}`}
          onChange={(firstMinor = UNKNOWN) => onChange({ firstMinor })}
        />
      </Field>
      <Field label={say('extraSize')}>
        <CountInput required value={zone.extraSize} onChange={(extraSize = UNKNOWN) => onChange({ extraSize })} />
      </Field>
      <Field label={say('extraMinor')}>
        <MoneyInput
          required
          value={zone.extraMinor}
          testId={`zone-extra-${index}`}
          onChange={(extraMinor = UNKNOWN) => onChange({ extraMinor })}
        />
      </Field>
      <Field label={say('freeFromMinor')}>
        <MoneyInput
          value={zone.freeFromMinor}
          testId={`zone-free-${index}`}
          onChange={(freeFromMinor) => onChange({ freeFromMinor: freeFromMinor ?? null })}
        />
      </Field>
      <Field label={say('freeFromCount')}>
        <CountInput
          value={zone.freeFromCount}
          onChange={(freeFromCount) => onChange({ freeFromCount: freeFromCount ?? null })}
        />
      </Field>
    </div>
  )
}
