import type { Order, RefundOrderInput } from '@siyu/core/orders'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { Choice } from '../../ui/choice.tsx'
import { useFormat } from '../../ui/format.ts'
import { MoneyInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { WriteError } from '../../ui/states.tsx'
import { RefundFacts } from './refund-facts.tsx'
import { leftOf, shippingLeft } from './status.tsx'
import { UnitsLine } from './units-line.tsx'
import { orderWords } from './words.ts'

type RefundFormProps = { readonly order: Order; readonly onClose: () => void }

/** Chooses units to take back, shows what that moves before it is done, and what it moved after. */
export function RefundForm({ order, onClose }: RefundFormProps): ReactElement {
  const say = useSay(orderWords)
  const common = useSay(commonWords)
  const { mutations, refresh } = useAdmin()
  const [quantities, setQuantities] = useState<Readonly<Record<string, number>>>({})
  const [reason, setReason] = useState<string>(say('usualReason'))
  const [terms, setTerms] = useState<RefundTerms>({ thresholds: 'keep', shippingMinor: undefined })
  const refund = useMutation({ ...mutations.orders.refund(), onSuccess: () => void refresh() })
  const lines = order.lines.flatMap(({ line: { lineId } }) => {
    const quantity = quantities[lineId] ?? 0
    return quantity > 0 ? [{ lineId, quantity }] : []
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    refund.mutate({ orderId: order.id, lines, reason, ...terms })
  }
  if (refund.data !== undefined) return <Done order={refund.data} onClose={onClose} />
  return (
    <form className="panel" onSubmit={submit} data-testid="refund-form">
      <h3>{say('refundTitle')}</h3>
      {order.lines.map((line) => (
        <UnitsLine
          key={line.line.lineId}
          line={line}
          quantity={quantities[line.line.lineId] ?? 0}
          mostCount={leftOf(line)}
          note={say('refundLeft', { count: leftOf(line) })}
          label={(title) => say('refundQuantity', { title })}
          testId="refund-quantity"
          onChange={(quantity) => setQuantities({ ...quantities, [line.line.lineId]: quantity })}
        />
      ))}
      <TermsFields order={order} terms={terms} onChange={setTerms} />
      <Field label={common('reason')}>
        <input
          required
          maxLength={200}
          value={reason}
          data-testid="refund-reason"
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <Preview order={order} lines={lines} terms={terms} isPaused={refund.isPending} />
      <WriteError error={refund.error} />
      <div className="form-actions">
        <button
          type="submit"
          className="button danger"
          data-testid="refund-confirm"
          disabled={lines.length === 0 || refund.isPending}
        >
          {refund.isPending ? say('confirming') : say('confirm')}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {common('cancel')}
        </button>
      </div>
    </form>
  )
}

/** What becomes of lost thresholds and of the shipping. */
type RefundTerms = Pick<RefundOrderInput, 'thresholds' | 'shippingMinor'>

type TermsFieldsProps = {
  readonly order: Order
  readonly terms: RefundTerms
  readonly onChange: (terms: RefundTerms) => void
}

function TermsFields({ order, terms, onChange }: TermsFieldsProps): ReactElement {
  const say = useSay(orderWords)
  const { money } = useFormat()
  const leftMinor = shippingLeft(order)
  return (
    <>
      <Field label={say('thresholds')}>
        <Choice
          value={terms.thresholds ?? 'keep'}
          testId="refund-thresholds"
          options={[
            ['keep', say('thresholds_keep')],
            ['reevaluate', say('thresholds_reevaluate')],
          ]}
          onChange={(thresholds) => onChange({ ...terms, thresholds })}
        />
      </Field>
      {leftMinor > 0 && (
        <Field label={say('shippingBack')} hint={say('shippingBackHint', { max: money(leftMinor, order.currency) })}>
          <MoneyInput
            value={terms.shippingMinor}
            testId="refund-shipping"
            onChange={(shippingMinor) => onChange({ ...terms, shippingMinor })}
          />
        </Field>
      )}
    </>
  )
}

type PreviewProps = {
  readonly order: Order
  readonly lines: RefundOrderInput['lines']
  readonly terms: RefundTerms
  /** While the refund itself is made: afterwards its own answer is shown. */
  readonly isPaused: boolean
}

/** Asks the server what this refund would move; a dry run changes nothing. */
function Preview({ order, lines, terms, isPaused }: PreviewProps): ReactElement {
  const say = useSay(orderWords)
  const { client } = useAdmin()
  const input = { orderId: order.id, lines, reason: 'preview', ...terms }
  const dryRun = useQuery({
    queryKey: ['refund preview', input, order.refunds.length],
    queryFn: ({ signal }) => client.orders.refund(input, { signal, dryRun: true }),
    enabled: lines.length > 0 && !isPaused && !Number.isNaN(terms.shippingMinor ?? 0),
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  })
  const refund = dryRun.data?.refunds.at(-1)
  if (lines.length === 0) return <p className="page-note">{say('choose')}</p>
  return (
    <div className="preview" aria-live="polite" aria-busy={dryRun.isFetching} data-testid="refund-preview">
      <strong>{say('preview')}</strong>
      <WriteError error={dryRun.error} />
      {refund === undefined ? (
        dryRun.error === null && <p>{say('computing')}</p>
      ) : (
        <RefundFacts refund={refund} currency={order.currency} />
      )}
    </div>
  )
}

function Done({ order, onClose }: RefundFormProps): ReactElement {
  const say = useSay(orderWords)
  const common = useSay(commonWords)
  const refund = order.refunds.at(-1)
  return (
    <div className="panel done-panel" role="status" data-testid="refund-summary">
      <h3>{say('done')}</h3>
      {refund !== undefined && <RefundFacts refund={refund} currency={order.currency} />}
      <button type="button" className="button" data-testid="refund-close" onClick={onClose}>
        {common('close')}
      </button>
    </div>
  )
}
