import type { Place } from '@siyu/core/pricing'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useLanguage, useSay } from '../../../language/language.tsx'
import { useAdmin } from '../../../operator/operator.tsx'
import { UNKNOWN } from '../../../terms/kinds.ts'
import { useCatalogue, useNames } from '../../../ui/catalogue.ts'
import { Chips } from '../../../ui/chips.tsx'
import { Check } from '../../../ui/choice.tsx'
import { MemberPicker } from '../../../ui/member-picker.tsx'
import { MomentInput } from '../../../ui/moment-input.tsx'
import { CountInput } from '../../../ui/number-input.tsx'
import { Field, Group } from '../../../ui/page.tsx'
import { useRuleText } from '../../../ui/rule-text.ts'
import type { TestBasket } from './basket.ts'
import { testWords } from './words.ts'

export type BasketFieldsProps = { readonly basket: TestBasket; readonly onChange: (part: Partial<TestBasket>) => void }

/** Who buys what, where and when. */
export function BasketFields({ basket, onChange }: BasketFieldsProps): ReactElement {
  const say = useSay(testWords)
  return (
    <div className="form">
      <LineFields basket={basket} onChange={onChange} />
      <Group label={say('member')}>
        <MemberPicker
          memberId={basket.memberId}
          label={say('member')}
          placeholder={say('visitor')}
          testId="test-member"
          onChange={(memberId) => onChange({ memberId, couponIds: null })}
        />
      </Group>
      <Field label={say('points')}>
        <CountInput
          min={0}
          value={basket.pointsCount}
          testId="test-points"
          onChange={(pointsCount = 0) => onChange({ pointsCount })}
        />
      </Field>
      {basket.memberId !== null && (
        <CouponFields memberId={basket.memberId} chosen={basket.couponIds} onChange={onChange} />
      )}
      <details className="more">
        <summary>{say('place')}</summary>
        <div className="form">
          <PlaceFields basket={basket} onChange={onChange} />
          <Field label={say('moment')}>
            <MomentInput value={basket.at} testId="test-moment" onChange={(at) => onChange({ at })} />
          </Field>
        </div>
      </details>
    </div>
  )
}

function LineFields({ basket: { lines }, onChange }: BasketFieldsProps): ReactElement {
  const say = useSay(testWords)
  const { language } = useLanguage()
  const { skus } = useCatalogue()
  const nameOf = useNames()(language)
  const inBasket = new Set(lines.map(({ skuId }) => skuId))
  return (
    <Group label={say('basket')}>
      {lines.map(({ skuId, quantity }) => (
        <div key={skuId} className="test-line">
          <span>{nameOf('sku', skuId)}</span>
          <CountInput
            min={0}
            value={quantity}
            label={say('quantityOf', { name: nameOf('sku', skuId) })}
            testId={`test-quantity-${skuId}`}
            onChange={(next = UNKNOWN) =>
              onChange({
                lines: lines.flatMap((line) => {
                  if (line.skuId !== skuId) return [line]
                  return next === 0 ? [] : [{ skuId, quantity: next }]
                }),
              })
            }
          />
          <button
            type="button"
            className="button quiet"
            aria-label={`× ${nameOf('sku', skuId)}`}
            onClick={() => onChange({ lines: lines.filter((line) => line.skuId !== skuId) })}
          >
            ×
          </button>
        </div>
      ))}
      <Chips
        values={[]}
        options={skus.filter(({ value }) => !inBasket.has(value))}
        label={say('addSku')}
        placeholder={say('addSku')}
        testId="test-sku"
        onChange={([skuId]) => skuId !== undefined && onChange({ lines: [...lines, { skuId, quantity: 1 }] })}
      />
    </Group>
  )
}

type CouponFieldsProps = {
  readonly memberId: string
  readonly chosen: readonly string[] | null
  readonly onChange: (part: Partial<TestBasket>) => void
}

function CouponFields({ memberId, chosen, onChange }: CouponFieldsProps): ReactElement {
  const say = useSay(testWords)
  const ruleText = useRuleText()
  const { language } = useLanguage()
  const { queries } = useAdmin()
  const wallet = useQuery(queries.coupons.ofMember(memberId))
  const coupons = (wallet.data?.items ?? []).filter(({ status }) => status === 'issued')
  return (
    <Group label={say('coupons')}>
      <Check
        label={say('coupons_best')}
        isOn={chosen === null}
        onChange={(isOn) => onChange({ couponIds: isOn ? null : [] })}
      />
      {chosen !== null &&
        coupons.map((coupon) => (
          <Check
            key={coupon.id}
            label={`${coupon.name[language]} · ${ruleText(coupon)}`}
            isOn={chosen.includes(coupon.id)}
            onChange={(isOn) =>
              onChange({ couponIds: isOn ? [...chosen, coupon.id] : chosen.filter((id) => id !== coupon.id) })
            }
          />
        ))}
      {wallet.data !== undefined && coupons.length === 0 && <span className="field-hint">{say('noCoupons')}</span>}
    </Group>
  )
}

function PlaceFields({ basket: { place }, onChange }: BasketFieldsProps): ReactElement {
  const say = useSay(testWords)
  const fields = [
    ['region', 'region'],
    ['channel', 'channel'],
    ['communityId', 'community'],
    ['shopId', 'shop'],
    ['shippingMethodId', 'method'],
  ] as const satisfies ReadonlyArray<readonly [keyof Place, keyof typeof testWords]>
  return (
    <>
      {fields.map(([key, word]) => (
        <Field key={key} label={say(word)}>
          <input
            maxLength={64}
            value={place[key] ?? ''}
            data-testid={`test-${word}`}
            onChange={({ target }) =>
              onChange({ place: { ...place, [key]: target.value === '' ? undefined : target.value } })
            }
          />
        </Field>
      ))}
    </>
  )
}
