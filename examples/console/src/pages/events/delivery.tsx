import type { Delivery } from '@siyu/core/insights'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { useFormat } from '../../ui/format.ts'
import { Empty, Loaded } from '../../ui/states.tsx'
import { Tile } from '../../ui/tile.tsx'
import { eventWords } from './words.ts'

const POLL_MS = 10_000

/** How much arrived in the last day, and how late. */
export function DeliveryHealth(): ReactElement {
  const say = useSay(eventWords)
  const { client, key } = useAdmin()
  const delivery = useQuery({
    queryKey: [...key, 'insights.delivery'],
    queryFn: ({ signal }) => client.insights.delivery({}, { signal }),
    refetchInterval: POLL_MS,
    retry: false,
  })
  return (
    <Loaded
      read={delivery}
      isEmpty={({ hours }) => hours.length === 0}
      empty={
        <div className="card">
          <Empty title={say('noDelivery')} />
        </div>
      }
    >
      {({ hours }) => (
        <>
          <Sums hours={hours} />
          <Hours hours={hours} />
        </>
      )}
    </Loaded>
  )
}

function Sums({ hours }: Delivery): ReactElement {
  const say = useSay(eventWords)
  const { count } = useFormat()
  const sum = (key: 'acceptedCount' | 'duplicateCount' | 'deadCount'): string =>
    count(hours.reduce((total, hour) => total + hour[key], 0))
  return (
    <div className="tiles">
      <Tile id="accepted" label={say('accepted')} value={sum('acceptedCount')} hint={say('day')} />
      <Tile id="duplicates" label={say('duplicates')} value={sum('duplicateCount')} hint={say('duplicatesHint')} />
      <Tile id="dead" label={say('dead')} value={sum('deadCount')} hint={say('day')} />
    </div>
  )
}

function Hours({ hours }: Delivery): ReactElement {
  const say = useSay(eventWords)
  const { count, dateTime, span } = useFormat()
  const lag = (ms: number | null): string => (ms === null ? '–' : span(ms))
  return (
    <section className="card flush table-scroll">
      <table className="table">
        <thead>
          <tr>
            <th>{say('hour')}</th>
            <th className="number">{say('accepted')}</th>
            <th className="number">{say('duplicates')}</th>
            <th className="number">{say('dead')}</th>
            <th className="number">{say('median')}</th>
            <th className="number">{say('slow')}</th>
          </tr>
        </thead>
        <tbody>
          {hours.map(({ startsAt, acceptedCount, duplicateCount, deadCount, medianLagMs, slowLagMs }) => (
            <tr key={startsAt} data-testid="delivery-hour" data-accepted={acceptedCount}>
              <td>{dateTime(startsAt)}</td>
              <td className="number">{count(acceptedCount)}</td>
              <td className="number">{count(duplicateCount)}</td>
              <td className="number">{count(deadCount)}</td>
              <td className="number">{lag(medianLagMs)}</td>
              <td className="number">{lag(slowLagMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
