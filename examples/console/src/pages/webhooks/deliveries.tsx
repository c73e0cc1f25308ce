import type { DeliveryStatus, WebhookDelivery } from '@siyu/core/webhooks'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { Choice } from '../../ui/choice.tsx'
import { shortId, useFormat } from '../../ui/format.ts'
import { List } from '../../ui/list.tsx'
import { MomentInput } from '../../ui/moment-input.tsx'
import { Field } from '../../ui/page.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { WriteError } from '../../ui/states.tsx'
import { webhookWords } from './words.ts'

const PAGE_COUNT = 20
const HOUR_MS = 3_600_000
const statuses: readonly DeliveryStatus[] = ['pending', 'delivered', 'failed']

type OfEndpoint = { readonly endpointId: string }

/** What was sent to an endpoint, how it was answered, and sending it again. */
export function Deliveries({ endpointId }: OfEndpoint): ReactElement {
  const say = useSay(webhookWords)
  const { queries, mutations, refresh } = useAdmin()
  const [shown, setShown] = useState<DeliveryStatus | 'all'>('all')
  const list = useGrowingList(
    queries.webhooks.deliveries({ endpointId, limit: PAGE_COUNT, ...(shown !== 'all' && { status: shown }) }),
  )
  const replay = useMutation({ ...mutations.webhooks.replay(), onSuccess: refresh })
  return (
    <section className="stack tight" data-testid="webhook-deliveries">
      <div className="card-head">
        <h3>{say('deliveries')}</h3>
        <Choice
          value={shown}
          options={[['all', say('all')], ...statuses.map((each) => [each, say(`status_${each}`)] as const)]}
          label={say('shown')}
          testId="deliveries-shown"
          onChange={setShown}
        />
      </div>
      <WriteError error={replay.error} />
      <List
        list={list}
        rows={3}
        columns={[
          { name: say('event') },
          { name: say('status') },
          { name: say('attempts'), as: 'number' },
          { name: say('answer') },
          { name: say('again'), as: 'act' },
        ]}
        none={say('noDeliveries')}
      >
        {(delivery) => (
          <DeliveryRow
            key={delivery.eventId}
            delivery={delivery}
            isBusy={replay.isPending}
            onAgain={() => replay.mutate({ endpointId, eventId: delivery.eventId })}
          />
        )}
      </List>
      <ReplaySpan endpointId={endpointId} />
    </section>
  )
}

const colors: Readonly<Record<DeliveryStatus, string>> = {
  ...{ pending: 'created', delivered: 'completed', failed: 'refunded' },
}

type DeliveryRowProps = {
  readonly delivery: WebhookDelivery
  readonly isBusy: boolean
  readonly onAgain: () => void
}

function DeliveryRow({ delivery, isBusy, onAgain }: DeliveryRowProps): ReactElement {
  const say = useSay(webhookWords)
  const { count, dateTime } = useFormat()
  const { eventId, type, status, attemptCount, nextAt, lastStatus, lastExcerpt, lastDurationMs } = delivery
  return (
    <tr data-testid="delivery-row" data-event-id={eventId} data-status={status}>
      <td>
        <code>{type}</code> <span className="quiet-text">{shortId(eventId)}</span>
      </td>
      <td>
        <span className="tag" data-status={colors[status]}>
          {say(`status_${status}`)}
        </span>
        <div className="quiet-text">
          {status === 'pending' ? say('next', { at: dateTime(nextAt) }) : dateTime(nextAt)}
        </div>
      </td>
      <td className="number">{count(attemptCount)}</td>
      <td className="wrap">
        {lastStatus !== null && lastStatus > 0 && <code>{lastStatus}</code>} {lastExcerpt}
        {lastDurationMs !== null && <div className="quiet-text">{say('took', { ms: count(lastDurationMs) })}</div>}
      </td>
      <td className="number">
        <button type="button" className="button quiet" data-testid="delivery-again" disabled={isBusy} onClick={onAgain}>
          {say('again')}
        </button>
      </td>
    </tr>
  )
}

function ReplaySpan({ endpointId }: OfEndpoint): ReactElement {
  const say = useSay(webhookWords)
  const { count } = useFormat()
  const { mutations, refresh } = useAdmin()
  const [now] = useState(Date.now)
  const [fromAt, setFrom] = useState<number | null>(() => now - 24 * HOUR_MS)
  const [untilAt, setUntil] = useState<number | null>(() => now + HOUR_MS)
  const replay = useMutation({ ...mutations.webhooks.replay(), onSuccess: refresh })
  const isSpan = fromAt !== null && untilAt !== null && fromAt < untilAt
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isSpan) replay.mutate({ endpointId, fromAt, untilAt })
  }
  return (
    <form className="panel" onSubmit={submit}>
      <h3>{say('replay')}</h3>
      <p className="page-note">{say('replayHint')}</p>
      <Field label={say('from')}>
        <MomentInput required value={fromAt} testId="replay-from" onChange={setFrom} />
      </Field>
      <Field label={say('until')}>
        <MomentInput required value={untilAt} testId="replay-until" onChange={setUntil} />
      </Field>
      <WriteError error={replay.error} />
      {replay.data !== undefined && (
        <p className="done" role="status" data-testid="replay-done">
          {say('replayed', { count: count(replay.data.eventCount) })}
        </p>
      )}
      <button type="submit" className="button" data-testid="replay-submit" disabled={!isSpan || replay.isPending}>
        {say('replay')}
      </button>
    </form>
  )
}
