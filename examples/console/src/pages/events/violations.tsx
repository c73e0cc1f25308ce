import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { useFormat } from '../../ui/format.ts'
import { Empty, Loaded } from '../../ui/states.tsx'
import { eventWords } from './words.ts'

/** Events that could not be accepted, with the reason. */
export function Violations(): ReactElement {
  const say = useSay(eventWords)
  const { client, key } = useAdmin()
  const { dateTime } = useFormat()
  const violations = useQuery({
    queryKey: [...key, 'insights.violations'],
    queryFn: ({ signal }) => client.insights.violations({ limit: 100 }, { signal }),
    retry: false,
  })
  return (
    <Loaded
      read={violations}
      isEmpty={({ items }) => items.length === 0}
      empty={
        <div className="card">
          <Empty title={say('noViolations')} />
        </div>
      }
    >
      {({ items }) => (
        <section className="card flush">
          <div className="table-scroll">
            <table className="table">
              <thead>
                <tr>
                  <th>{say('arrived')}</th>
                  <th>{say('reason')}</th>
                  <th>{say('raw')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map(({ letterId, reason, detail, isStored = false, raw, receivedAt }) => (
                  <tr key={letterId} data-testid="violation" data-reason={reason}>
                    <td>{dateTime(receivedAt)}</td>
                    <td>
                      <code>{reason}</code> {detail !== undefined && <code className="quiet-text">{detail}</code>}
                      {isStored && <span className="tag">{say('stored')}</span>}
                    </td>
                    <td>
                      <code className="clip payload" title={raw}>
                        {raw}
                      </code>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className="list-foot">{say('latest')}</p>
        </section>
      )}
    </Loaded>
  )
}
