import { moves, type OrderStatus } from '@siyu/core/orders'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { Choice } from '../../ui/choice.tsx'
import { orderWords } from './words.ts'

/** Which orders are looked for. */
export type OrderFilter = { readonly status: OrderStatus | 'any'; readonly text: string }

/** The shortest text that can name an order. */
const SHORTEST = 2

/** What the list is asked for. */
export function askedBy({ status, text }: OrderFilter): { readonly status?: OrderStatus; readonly text?: string } {
  const wanted = text.trim()
  return { ...(status !== 'any' && { status }), ...(wanted.length >= SHORTEST && { text: wanted }) }
}

/** Whether not all orders are asked for. */
export function isAsking(filter: OrderFilter): boolean {
  return Object.keys(askedBy(filter)).length > 0
}

type FilterBarProps = { readonly filter: OrderFilter; readonly onChange: (filter: OrderFilter) => void }

/** Finds orders by what names one, and by their status. */
export function FilterBar({ filter, onChange }: FilterBarProps): ReactElement {
  const say = useSay(orderWords)
  const statuses = Object.keys(moves) as readonly OrderStatus[]
  return (
    <search className="form-actions">
      <input
        type="search"
        maxLength={80}
        value={filter.text}
        placeholder={say('findHint')}
        aria-label={say('find')}
        data-testid="order-search"
        onChange={(event) => onChange({ ...filter, text: event.target.value })}
      />
      <Choice
        value={filter.status}
        label={say('status')}
        testId="order-status-filter"
        options={[['any', say('anyStatus')], ...statuses.map((each) => [each, say(`status_${each}`)] as const)]}
        onChange={(status) => onChange({ ...filter, status })}
      />
    </search>
  )
}
