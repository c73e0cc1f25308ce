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
  const { price } = useQuote()
  const spendableCount = balance?.spendableCount
  // The most this basket takes is what the engine takes of all there are.
  const all = useMemo(
    () => (spendableCount === undefined ? undefined : price({ pointsCount: spendableCount })?.pointsCount),
    [price, spendableCount],
  )
  const most = useLatest(all)
  if (balance === undefined || settings === undefined || most === undefined) return null
  return <Slider chosen={cart.pointsCount} most={most} balance={balance} settings={settings} />
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
