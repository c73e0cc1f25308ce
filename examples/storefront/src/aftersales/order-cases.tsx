import { useAftersales } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { useMoment, useWords } from '../language/language.tsx'

/** The after-sales cases of an order; nothing where there are none. */
export function OrderCases({ orderId }: { readonly orderId: string }): ReactElement | null {
  const { aftersales: words } = useWords()
  const moment = useMoment()
  const { data } = useAftersales({ orderId })
  if (data === undefined || data.items.length === 0) return null
  return (
    <nav className="panel cases" aria-label={words.list}>
      {data.items.map(({ id, kind, status, openedAt }) => (
        <Link key={id} className="cases__row" to={`/aftersales/${id}`} data-testid="case-row">
          <span>
            {words.kinds[kind]} <small className="quiet">{moment(openedAt)}</small>
          </span>
          <b>{words.statuses[status]}</b>
        </Link>
      ))}
    </nav>
  )
}
