import type { Cart } from '@siyu/core/carts'
import type { Quote } from '@siyu/core/pricing'
import { reasonText } from '@siyu/core/words'
import { type QuoteResult, useCart, useCoupons, useFormatMoney, useQuote, type WalletCoupon } from '@siyu/react'
import { type ReactElement, useState } from 'react'
import { short, useTerms } from '../coupons/terms.ts'
import { useLanguage, useMoment, useWords } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'
import { useLatest } from '../pieces/latest.ts'
import { Sheet } from '../pieces/sheet.tsx'
import { Empty } from '../pieces/states.tsx'

/** The row that says which coupons are used, and the sheet that chooses others. */
export function CouponPicker({ cart }: { readonly cart: Cart }): ReactElement {
  const { cart: words } = useWords()
  const [isOpen, setOpen] = useState(false)
  const quoted = useQuote()
  const quote = useLatest(quoted.quote)
  const coupons = useCoupons(quote).data?.items.filter(({ status }) => status === 'issued') ?? []
  return (
    <>
      <button type="button" className="row" data-testid="coupon-picker" onClick={() => setOpen(true)}>
        <span className="row__label">{words.coupon}</span>
        <Chosen cart={cart} quote={quote} ownedCount={coupons.length} />
        <Icon name="next" />
      </button>
      <Dearer quote={quote} />
      <Sheet isOpen={isOpen} title={words.chooseCoupon} onClose={() => setOpen(false)} testId="coupon-sheet">
        {coupons.length === 0 ? (
          <Empty title={words.noCoupons} hint={words.noCouponsHint} />
        ) : (
          <Choices cart={cart} quote={quote} price={quoted.price} coupons={coupons} onDone={() => setOpen(false)} />
        )}
      </Sheet>
    </>
  )
}

type ChosenProps = { readonly cart: Cart; readonly quote: Quote | undefined; readonly ownedCount: number }

function Chosen({ cart, quote, ownedCount }: ChosenProps): ReactElement {
  const { cart: words } = useWords()
  const money = useFormatMoney()
  const count = quote?.couponIds.length ?? 0
  if (count > 0 && quote !== undefined) {
    return (
      <span className="row__value row__value--less" data-testid="coupons-used">
        {cart.couponIds === null && <span className="tag">{words.bestTag}</span>}{' '}
        {words.couponsUsed(count, short(money(savedBy(quote)).text))}
      </span>
    )
  }
  const isIdle = cart.couponIds !== null && cart.couponIds.length > 0
  if (isIdle) return <span className="row__value row__value--warn">{words.couponsIdle}</span>
  return <span className="row__value">{ownedCount > 0 ? words.couponsOwned(ownedCount) : words.noCoupons}</span>
}

/** What the coupons of a quote take off, shipping included. */
function savedBy({ explain }: Quote): number {
  return explain.reduce((sum, { source, minor }) => (source === 'coupon' ? sum + minor : sum), 0)
}

/** What insisting on other coupons costs more. Nothing where nothing would be cheaper. */
function Dearer({ quote }: { readonly quote: Quote | undefined }): ReactElement | null {
  const { cart: words } = useWords()
  const { chooseCoupons } = useCart()
  const money = useFormatMoney()
  const best = quote?.search.bestPayableMinor ?? null
  if (quote === undefined || best === null) return null
  return (
    <p className="dearer" data-testid="dearer">
      {words.dearer(short(money(quote.payableMinor - best).text))}
      <button type="button" className="dearer__act" onClick={() => void chooseCoupons(null)}>
        {words.toBest}
      </button>
    </p>
  )
}

type ChoicesProps = {
  readonly cart: Cart
  readonly quote: Quote | undefined
  readonly price: QuoteResult['price']
  readonly coupons: readonly WalletCoupon[]
  readonly onDone: () => void
}

function Choices({ cart, quote, price, coupons, onDone }: ChoicesProps): ReactElement {
  const { cart: words, common } = useWords()
  const { chooseCoupons } = useCart()
  const chosen = cart.couponIds ?? quote?.couponIds ?? []
  const usable = coupons.filter(({ id, quoted }) => quoted?.usable !== false || chosen.includes(id))
  const idle = coupons.filter((each) => !usable.includes(each))
  const toggle = (id: string): void => {
    const rest = chosen.filter((each) => each !== id)
    void chooseCoupons(rest.length < chosen.length ? rest : together(id, chosen, price))
  }
  return (
    <>
      <Best cart={cart} quote={quote} />
      <Dearer quote={quote} />
      <ul className="choices">
        {usable.map((coupon) => (
          <Choice
            key={coupon.id}
            coupon={coupon}
            isChosen={chosen.includes(coupon.id)}
            alone={coupon.quoted?.isApplied === true ? undefined : price({ couponIds: [coupon.id] })}
            onToggle={() => toggle(coupon.id)}
          />
        ))}
      </ul>
      {idle.length > 0 && <h3 className="choices__heading">{words.unusable}</h3>}
      <ul className="choices">
        {idle.map((coupon) => (
          <Choice key={coupon.id} coupon={coupon} isChosen={false} alone={undefined} onToggle={null} />
        ))}
      </ul>
      <div className="choices__act">
        <button
          type="button"
          className="button button--quiet"
          data-testid="coupon-none"
          aria-pressed={cart.couponIds?.length === 0}
          onClick={() => void chooseCoupons([])}
        >
          {words.withoutCoupon}
        </button>
        <button type="button" className="button button--buy" data-testid="coupons-done" onClick={onDone}>
          {common.done}
        </button>
      </div>
    </>
  )
}

/** The new one with those chosen before that still apply beside it, as the engine finds. */
function together(id: string, chosen: readonly string[], price: QuoteResult['price']): readonly string[] {
  let kept: readonly string[] = [id]
  for (const each of chosen) {
    const couponIds = [...kept, each]
    if (price({ couponIds })?.couponIds.length === couponIds.length) kept = couponIds
  }
  return kept
}

function Best({ cart, quote }: { readonly cart: Cart; readonly quote: Quote | undefined }): ReactElement {
  const { cart: words } = useWords()
  const { chooseCoupons } = useCart()
  const money = useFormatMoney()
  const isBest = cart.couponIds === null
  const savedMinor = quote === undefined || !isBest ? 0 : savedBy(quote)
  return (
    <button
      type="button"
      className="choice choice--best"
      aria-pressed={isBest}
      data-testid="coupon-best"
      onClick={() => void chooseCoupons(null)}
    >
      <Icon name="leaf" />
      <span className="choice__text">
        <b>{words.best}</b>
        <small>{words.bestLead}</small>
      </span>
      {savedMinor > 0 && <em className="choice__saves">−{short(money(savedMinor).text)}</em>}
      <Mark isOn={isBest} />
    </button>
  )
}

type ChoiceProps = {
  readonly coupon: WalletCoupon
  readonly isChosen: boolean
  /** The basket with this coupon and no other. */
  readonly alone: Quote | undefined
  readonly onToggle: (() => void) | null
}

/** A coupon with what it saves here, or why it does not. */
function Choice({ coupon, isChosen, alone, onToggle }: ChoiceProps): ReactElement {
  const { words, pick, locale } = useLanguage()
  const money = useFormatMoney()
  const moment = useMoment()
  const { value, condition } = useTerms()(coupon)
  const { quoted } = coupon
  const amount = (minor: number): string => short(money(minor).text)
  const aloneMinor = alone === undefined ? 0 : savedBy(alone)
  const why = quoted === null ? '' : reasonText(quoted, locale, amount)
  const note = noteOf({ quoted, aloneMinor, why, amount, words: words.cart })
  const state = quoted === null ? 'loading' : (quoted.reason ?? 'applied')
  return (
    <li>
      <button
        type="button"
        className={onToggle === null ? 'choice choice--idle' : 'choice'}
        aria-pressed={isChosen}
        disabled={onToggle === null}
        data-testid="coupon-choice"
        data-state={state}
        onClick={onToggle ?? undefined}
      >
        <strong className="choice__value">{value}</strong>
        <span className="choice__text">
          <b>{pick(coupon.name)}</b>
          <small>{condition}</small>
          <small>{words.coupons.validUntil(moment(coupon.validUntil))}</small>
          {note.text !== '' && (
            <em className={note.isGood ? 'choice__saves' : 'choice__why'} data-testid="coupon-note">
              {note.text}
            </em>
          )}
        </span>
        {onToggle !== null && <Mark isOn={isChosen} />}
      </button>
    </li>
  )
}

type NoteFacts = {
  readonly quoted: WalletCoupon['quoted']
  readonly aloneMinor: number
  readonly why: string
  readonly amount: (minor: number) => string
  readonly words: ReturnType<typeof useWords>['cart']
}

function noteOf({ quoted, aloneMinor, why, amount, words }: NoteFacts): {
  readonly text: string
  readonly isGood: boolean
} {
  if (quoted === null) return { text: '', isGood: true }
  if (quoted.isApplied) return { text: words.saves(amount(quoted.savedMinor)), isGood: true }
  if (aloneMinor === 0) return { text: why, isGood: false }
  if (quoted.reason === 'not_chosen') return { text: words.wouldSave(amount(aloneMinor)), isGood: true }
  return { text: quoted.reason === 'excluded' ? words.instead(amount(aloneMinor)) : why, isGood: false }
}

function Mark({ isOn }: { readonly isOn: boolean }): ReactElement {
  return <span className="choice__mark">{isOn && <Icon name="check" small />}</span>
}
