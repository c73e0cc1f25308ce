import type { ShareLink } from '@siyu/core/referrals'
import { QrCode } from '@siyu/react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { Drawer } from '../../ui/drawer.tsx'
import { useFormat } from '../../ui/format.ts'
import { Table } from '../../ui/list.tsx'
import { Fact } from '../../ui/page.tsx'
import { Empty, Loaded, WriteError } from '../../ui/states.tsx'
import { linkWords } from './words.ts'

type LinkProps = { readonly link: ShareLink }

/** One link: its address as text and to scan, its visits, and how to close it. */
export function LinkDrawer({ link, onClose }: LinkProps & { readonly onClose: () => void }): ReactElement {
  const say = useSay(linkWords)
  const { mutations, refresh } = useAdmin()
  const close = useMutation({ ...mutations.referrals.closeLink(), onSuccess: () => void refresh() })
  const { code, kind, label, ownerId, target, closedAt } = link
  const url = new URL(`/?ref=${code}`, location.origin).href
  return (
    <Drawer title={label ?? say('nameless')} testId="link-drawer" onClose={onClose}>
      <dl className="facts">
        <Fact label={say('kind')}>{say(`kind_${kind}`)}</Fact>
        <Fact label={say('target')}>
          {say(`target_${target.kind}`)} {target.kind !== 'home' && <code>{target.id}</code>}
        </Fact>
        {ownerId !== null && (
          <Fact label={say('owner')}>
            <code>{ownerId}</code>
          </Fact>
        )}
        <Fact label={say('address')}>
          <code data-testid="link-url">{url}</code>
        </Fact>
      </dl>
      <QrCode text={url} label={say('address')} className="qr" />
      <Days link={link} />
      <WriteError error={close.error} />
      {closedAt === null ? (
        <button
          type="button"
          className="button danger"
          data-testid="link-close"
          disabled={close.isPending}
          onClick={() => close.mutate({ code })}
        >
          {say('close')}
        </button>
      ) : (
        <p className="page-note">{say('closed')}</p>
      )}
    </Drawer>
  )
}

const DAY_MS = 86_400_000
const DAY_COUNT = 30

function Days({ link: { code } }: LinkProps): ReactElement {
  const say = useSay(linkWords)
  const { queries } = useAdmin()
  const { dayKey, count } = useFormat()
  const [now] = useState(() => Date.now())
  const from = dayKey(now - (DAY_COUNT - 1) * DAY_MS)
  const days = useQuery(queries.referrals.linkDays({ code, from, until: dayKey(now) }))
  return (
    <section className="panel" aria-label={say('days')}>
      <h3>{say('days')}</h3>
      <Loaded
        read={days}
        rows={3}
        isEmpty={({ items }) => items.length === 0}
        empty={<Empty title={say('noVisits')} />}
      >
        {({ items }) => (
          <Table columns={[{ name: say('day') }, { name: say('visits'), as: 'number' }]} testId="link-days">
            {items.map(({ day, visitCount }) => (
              <tr key={day}>
                <td>{day}</td>
                <td className="number">{count(visitCount)}</td>
              </tr>
            ))}
          </Table>
        )}
      </Loaded>
    </section>
  )
}
