import type { Cart } from '@siyu/core/carts'
import type { PointsBalance, PointsSettings } from '@siyu/core/points'
import { useCart, useFormatMoney, usePoints, usePointsSettings, useQuote } from '@siyu/react'
import { type ReactElement, useEffect, useMemo, useState } from 'react'
import { useWords } from '../language/language.tsx'
import { useLatest } from '../pieces/latest.ts'

/** Waits this long after the last move of the slider before the cart is told. */
const settleMs = 250

/** How many points to spend, and what they save. Hidden until balance and terms are known. */
export function PointsPicker({ cart }: { readonly cart: Cart }): ReactElement | null {
  const { data: balance } = usePoints()
  const { data: settings } = usePointsSettings()
  const { lines, couponId } = cart
  const basket = useMemo(() => ({ lines, ...(couponId !== null && { couponId }) }), [lines, couponId])
  const quote = useLatest(useQuote(basket).quote)
  if (balance === undefined || settings === undefined || quote === undefined) return null
  const most = mostPoints(quote.payableMinor, balance, settings)
  return <Slider chosen={cart.pointsCount} most={most} balance={balance} settings={settings} />
}

/** The most points this basket takes: what is owned, what the terms allow, down to the step. */
function mostPoints(payableMinor: number, { spendableCount }: PointsBalance, settings: PointsSettings): number {
  const { redeemCount, redeemMinor, redeemMaxBps, redeemStepCount, redeemMinimumCount } = settings
  const allowed = Math.floor((payableMinor * redeemMaxBps * redeemCount) / (10_000 * redeemMinor))
  const most = Math.min(spendableCount, allowed)
  const stepped = most - (most % redeemStepCount)
  return stepped < redeemMinimumCount ? 0 : stepped
}

type SliderProps = {
  readonly chosen: number
  readonly most: number
  readonly balance: PointsBalance
  readonly settings: PointsSettings
}

function Slider({ chosen, most, balance, settings }: SliderProps): ReactElement {
  const { cart: words } = useWords()
  const money = useFormatMoney()
  const [wanted, setWanted] = useSettling(chosen)
  const count = Math.min(wanted, most)
  const saved = Math.floor((count * settings.redeemMinor) / settings.redeemCount)
  const isUsable = most > 0
  return (
    <div className="points">
      <div className="points__top">
        <label htmlFor="points">{words.points}</label>
        <span className={count > 0 ? 'row__value row__value--less' : 'row__value'} data-testid="points-saves">
          {count > 0 ? words.pointsSave(count, money(saved).text) : words.pointsOwned(balance.spendableCount)}
        </span>
      </div>
      <div className="points__slide">
        <input
          id="points"
          type="range"
          min={0}
          max={isUsable ? most : 1}
          step={isUsable ? settings.redeemStepCount : 1}
          value={count}
          disabled={!isUsable}
          data-testid="points-input"
          style={{ '--share': `${isUsable ? (count / most) * 100 : 0}%` } as Record<string, string>}
          onChange={(event) => setWanted(Number(event.target.value))}
        />
        <button
          type="button"
          className="button button--quiet button--small"
          disabled={!isUsable || count === most}
          data-testid="points-all"
          onClick={() => setWanted(most)}
        >
          {words.pointsAll}
        </button>
      </div>
      {!isUsable && <p className="quiet">{words.pointsFrom(settings.redeemMinimumCount)}</p>}
    </div>
  )
}

/** A number that follows the finger at once and the cart a moment later. */
function useSettling(chosen: number): readonly [number, (wanted: number) => void] {
  const { spendPoints } = useCart()
  const [wanted, setWanted] = useState<number | null>(null)
  useEffect(() => {
    if (wanted === null) return
    const timer = setTimeout(() => {
      const rest = (): void => setWanted((now) => (now === wanted ? null : now))
      spendPoints(wanted).then(rest, rest)
    }, settleMs)
    return () => clearTimeout(timer)
  }, [wanted, spendPoints])
  return [wanted ?? chosen, setWanted]
}
