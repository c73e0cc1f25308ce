import type { Commission } from '@siyu/core/referrals'
import { useCommission } from '@siyu/react'
import type { ReactElement } from 'react'
import { useMoment, useWords } from '../language/language.tsx'
import { Price } from '../pieces/price.tsx'
import { Skeleton } from '../pieces/states.tsx'

/** The member's commission by state, and the orders behind it. */
export function CommissionPanel(): ReactElement {
  const { invite: words } = useWords()
  const { data } = useCommission()
  if (data === undefined) return <Skeleton rows={2} tall />
  return (
    <section className="panel balances" aria-labelledby="commission">
      <h2 className="heading" id="commission">
        {words.commission}
      </h2>
      <dl className="figures">
        <Figure name={words.states.available} minor={data.availableMinor} testId="commission-available" isFirst />
        <Figure name={words.states.frozen} minor={data.frozenMinor} testId="commission-frozen" />
        <Figure name={words.states.pending} minor={data.pendingMinor} testId="commission-pending" />
      </dl>
      <p className="quiet">{data.items.length === 0 ? words.commissionEmpty : words.commissionNote}</p>
      <ul className="entries entries--inner">
        {data.items.map((item) => (
          <Entry key={`${item.orderId} ${item.level}`} commission={item} />
        ))}
      </ul>
    </section>
  )
}

type FigureProps = {
  readonly name: string
  readonly minor: number
  readonly testId: string
  readonly isFirst?: boolean
}

function Figure({ name, minor, testId, isFirst = false }: FigureProps): ReactElement {
  return (
    <div className={isFirst ? 'figure figure--first' : 'figure'}>
      <dt>{name}</dt>
      <dd>
        <Price minor={minor} testId={testId} />
      </dd>
    </div>
  )
}

function Entry({ commission }: { readonly commission: Commission }): ReactElement {
  const { invite: words } = useWords()
  const moment = useMoment()
  const { orderId, amountMinor, reversedMinor, state, at } = commission
  return (
    <li className="entry" data-testid="commission-row" data-state={state}>
      <span className="entry__what">
        <b>{words.order(orderId.slice(-8).toUpperCase())}</b>
        <small>
          {moment(at)} · {words.states[state]}
        </small>
      </span>
      <Price minor={amountMinor - reversedMinor} listMinor={amountMinor} size="small" />
    </li>
  )
}
