import { useFormatMoney } from '@siyu/react'
import type { ReactElement } from 'react'
import { useWords } from '../language/language.tsx'

export type PointsPriceProps = {
  readonly pointsCount: number
  /** Money beside the points; 0 for points alone. */
  readonly cashMinor: number
  readonly listMinor: number
}

/** What an item costs: points, and money where it takes some. */
export function PointsPrice({ pointsCount, cashMinor, listMinor }: PointsPriceProps): ReactElement {
  const { common, club } = useWords()
  const money = useFormatMoney()
  const list = money(listMinor).text
  return (
    <span className="points-price">
      <b>{club.mall.points(pointsCount)}</b>
      {cashMinor > 0 && (
        <span className="points-price__cash">
          {club.mall.plus} {money(cashMinor).text}
        </span>
      )}
      <span className="sr-only">{common.listPrice(list)}</span>
      <s aria-hidden="true">{list}</s>
    </span>
  )
}
