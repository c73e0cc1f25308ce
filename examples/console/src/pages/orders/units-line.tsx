import type { Order } from '@siyu/core/orders'
import type { ReactElement } from 'react'
import { usePick } from '../../language/language.tsx'

type UnitsLineProps = {
  readonly line: Order['lines'][number]
  readonly quantity: number
  /** How many units may be chosen. */
  readonly mostCount: number
  readonly note: string
  /** What the number means, for the line of this title. */
  readonly label: (title: string) => string
  readonly testId: string
  readonly onChange: (quantity: number) => void
}

/** Chooses units of one line of an order. */
export function UnitsLine(props: UnitsLineProps): ReactElement {
  const { line, quantity, mostCount, note, label, testId, onChange } = props
  const title = usePick()(line.line.title)
  const choose = (value: number): void => onChange(Math.max(0, Math.min(mostCount, Math.trunc(value) || 0)))
  return (
    <div className="refund-line">
      <span>{title}</span>
      <span className="quiet-text">{note}</span>
      <input
        type="number"
        min={0}
        max={mostCount}
        step={1}
        disabled={mostCount === 0}
        value={quantity}
        aria-label={label(title)}
        data-testid={`${testId}-${line.line.lineId}`}
        onFocus={(event) => event.target.select()}
        onChange={(event) => choose(event.target.valueAsNumber)}
      />
    </div>
  )
}
