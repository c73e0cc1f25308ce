import type { PaymentRecord, PaymentStatus } from '@siyu/core/payments'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { ListFilter } from '../../ui/choice.tsx'
import { shortId, useFormat } from '../../ui/format.ts'
import { ListCard } from '../../ui/list.tsx'
import { Page } from '../../ui/page.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { PaymentDrawer } from './drawer.tsx'
import { Reconciliation } from './reconciliation.tsx'
import { PaymentStatusTag } from './status.tsx'
import { paymentWords } from './words.ts'

const PAGE_COUNT = 50
const statuses: readonly PaymentStatus[] = ['held', 'pending', 'succeeded', 'failed', 'closed', 'refund_due']

/** Payments, those that wait for an operator, and whether the provider's books agree with ours. */
export function PaymentsPage(): ReactElement {
  const say = useSay(paymentWords)
  const { queries } = useAdmin()
  const [shown, setShown] = useState<PaymentStatus | 'all'>('all')
  const list = useGrowingList(queries.payments.list({ limit: PAGE_COUNT, ...(shown !== 'all' && { status: shown }) }))
  const [openId, setOpenId] = useState<string | null>(null)
  const open = list.data?.find(({ id }) => id === openId)
  const isHeld = shown === 'held'
  const filters = (
    <ListFilter
      value={shown}
      options={[['all', say('all')], ...statuses.map((each) => [each, say(`status_${each}`)] as const)]}
      label={say('shown')}
      testId="payments-shown"
      onChange={setShown}
    />
  )
  return (
    <Page title={say('title')} note={say('note')}>
      <ListCard
        head={filters}
        list={list}
        columns={[
          { name: say('payment') },
          { name: say('order'), as: 'optional' },
          { name: say('provider') },
          { name: say('status') },
          { name: say('amount'), as: 'number' },
          { name: say('paid'), as: 'number' },
          { name: say('refunded'), as: 'optional number' },
          { name: say('at') },
        ]}
        none={say(isHeld ? 'noneHeld' : 'none')}
        noneHint={say(isHeld ? 'noneHeldHint' : 'noneHint')}
      >
        {(payment) => <PaymentRow key={payment.id} payment={payment} onOpen={() => setOpenId(payment.id)} />}
      </ListCard>
      <Reconciliation />
      {open !== undefined && <PaymentDrawer key={open.id} payment={open} onClose={() => setOpenId(null)} />}
    </Page>
  )
}

type PaymentRowProps = { readonly payment: PaymentRecord; readonly onOpen: () => void }

function PaymentRow({ payment, onOpen }: PaymentRowProps): ReactElement {
  const { money, dateTime } = useFormat()
  const { id, orderId, provider, status, amountMinor, paidMinor, paidCurrency, refundedMinor, at } = payment
  return (
    <tr data-testid="payment-row" data-payment-id={id} data-status={status}>
      <td>
        <button type="button" className="link" title={id} onClick={onOpen}>
          <code>{shortId(id)}</code>
        </button>
      </td>
      <td className="optional">
        <code title={orderId}>{shortId(orderId)}</code>
      </td>
      <td>{provider}</td>
      <td>
        <PaymentStatusTag status={status} />
      </td>
      <td className="number">{money(amountMinor)}</td>
      <td className="number">{paidMinor === null ? '–' : money(paidMinor, paidCurrency ?? undefined)}</td>
      <td className="number optional">{refundedMinor === 0 ? '–' : money(refundedMinor)}</td>
      <td>{dateTime(at)}</td>
    </tr>
  )
}
