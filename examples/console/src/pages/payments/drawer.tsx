import type { PaymentRecord, ReviewPaymentInput } from '@siyu/core/payments'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { Link } from 'react-router'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { Drawer } from '../../ui/drawer.tsx'
import { shortId, useFormat } from '../../ui/format.ts'
import { Fact, Field } from '../../ui/page.tsx'
import { WriteError } from '../../ui/states.tsx'
import { PaymentStatusTag } from './status.tsx'
import { paymentWords } from './words.ts'

type PaymentDrawerProps = { readonly payment: PaymentRecord; readonly onClose: () => void }

/** One payment, and the decision about money that is not what was asked for. */
export function PaymentDrawer({ payment, onClose }: PaymentDrawerProps): ReactElement {
  const say = useSay(paymentWords)
  const { money, dateTime } = useFormat()
  const { id, orderId, memberId, provider, reference, status, amountMinor, refundedMinor, at } = payment
  const { paidMinor, paidCurrency } = payment
  return (
    <Drawer title={say('payment')} testId="payment-drawer" onClose={onClose}>
      <p>
        <code>{id}</code>
      </p>
      <dl className="facts">
        <Fact label={say('status')}>
          <PaymentStatusTag status={status} />
        </Fact>
        <Fact label={say('amount')}>{money(amountMinor)}</Fact>
        <Fact label={say('paid')}>{paidMinor === null ? '–' : money(paidMinor, paidCurrency ?? undefined)}</Fact>
        <Fact label={say('refunded')}>{money(refundedMinor)}</Fact>
        <Fact label={say('provider')}>{provider}</Fact>
        <Fact label={say('at')}>{dateTime(at)}</Fact>
        <Fact label={say('order')}>
          <Link to={`/orders?order=${encodeURIComponent(orderId)}`} title={orderId}>
            <code>{shortId(orderId)}</code>
          </Link>
        </Fact>
        <Fact label={say('member')}>
          <code title={memberId}>{shortId(memberId)}</code>
        </Fact>
        {reference !== null && (
          <Fact label={say('reference')}>
            <code className="stacked">{reference}</code>
          </Fact>
        )}
      </dl>
      {status === 'held' && <Review payment={payment} />}
    </Drawer>
  )
}

function Review({ payment }: { readonly payment: PaymentRecord }): ReactElement {
  const say = useSay(paymentWords)
  const common = useSay(commonWords)
  const { mutations, refresh } = useAdmin()
  const [reason, setReason] = useState('')
  const review = useMutation({ ...mutations.payments.review(), onSuccess: refresh })
  const decide = (decision: ReviewPaymentInput['decision']): void =>
    review.mutate({ paymentId: payment.id, decision, reason: reason.trim() })
  const isReady = reason.trim() !== '' && !review.isPending
  return (
    <section className="panel" data-testid="payment-review">
      <h3>{say('review')}</h3>
      <p className="page-note">{say('reviewHint')}</p>
      <Field label={common('reason')}>
        <input
          required
          maxLength={200}
          value={reason}
          data-testid="review-reason"
          onChange={({ target }) => setReason(target.value)}
        />
      </Field>
      <WriteError error={review.error} />
      <div className="form-actions">
        <button
          type="button"
          className="button primary"
          data-testid="review-accept"
          disabled={!isReady}
          onClick={() => decide('accept')}
        >
          {say('accept')}
        </button>
        <button
          type="button"
          className="button"
          data-testid="review-refund"
          disabled={!isReady}
          onClick={() => decide('refund')}
        >
          {say('refund')}
        </button>
      </div>
    </section>
  )
}
