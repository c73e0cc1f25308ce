import type { TrackedEvent } from '@siyu/core/insights'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { shortId, useFormat } from '../../ui/format.ts'
import { Empty, Loaded } from '../../ui/states.tsx'
import { eventWords } from './words.ts'

const POLL_MS = 2_000

/** Events as they arrive, the latest on top. */
export function LiveEvents(): ReactElement {
  const say = useSay(eventWords)
  const { client, key } = useAdmin()
  const [event, setEvent] = useState('')
  const [personId, setPersonId] = useState('')
  const [isPaused, setIsPaused] = useState(false)
  const input = { limit: 50, ...(event && { event }), ...(personId && { personId }) }
  const events = useQuery({
    queryKey: [...key, 'insights.events', input],
    queryFn: ({ signal }) => client.insights.events(input, { signal }),
    refetchInterval: isPaused ? false : POLL_MS,
    retry: false,
  })
  return (
    <>
      <div className="toolbar">
        <Filter label={say('event')} value={event} onChange={setEvent} testId="event-filter" />
        <Filter label={say('person')} value={personId} onChange={setPersonId} testId="person-filter" />
        <button type="button" className="button" data-testid="pause" onClick={() => setIsPaused(!isPaused)}>
          {say(isPaused ? 'resume' : 'pause')}
        </button>
      </div>
      <Loaded
        read={events}
        isEmpty={({ items }) => items.length === 0}
        empty={
          <div className="card">
            <Empty title={say('noEvents')}>{say('noEventsHint')}</Empty>
          </div>
        }
      >
        {({ items }) => <EventsTable events={items} />}
      </Loaded>
    </>
  )
}

function Filter(props: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly testId: string
}): ReactElement {
  return (
    <label className="inline-field">
      <span>{props.label}</span>
      <input
        value={props.value}
        maxLength={200}
        data-testid={props.testId}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </label>
  )
}

function EventsTable({ events }: { readonly events: readonly TrackedEvent[] }): ReactElement {
  const say = useSay(eventWords)
  const { dateTime, span } = useFormat()
  return (
    <section className="card flush table-scroll">
      <table className="table">
        <thead>
          <tr>
            <th>{say('arrived')}</th>
            <th>{say('event')}</th>
            <th>{say('who')}</th>
            <th className="number">{say('lag')}</th>
            <th>{say('properties')}</th>
          </tr>
        </thead>
        <tbody>
          {events.map(({ messageId, event, memberId, anonymousId, receivedAt, occurredAt, properties }) => (
            <tr key={messageId} data-testid="live-event" data-event={event}>
              <td>{dateTime(receivedAt)}</td>
              <td>{event}</td>
              <td title={memberId ?? anonymousId}>{shortId(memberId ?? anonymousId ?? '')}</td>
              <td className="number">{span(Math.max(0, receivedAt - occurredAt))}</td>
              <td>
                <code className="clip payload" title={JSON.stringify(properties, null, 2)}>
                  {JSON.stringify(properties)}
                </code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
