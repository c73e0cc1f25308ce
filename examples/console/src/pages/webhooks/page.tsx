import type { SaveWebhookInput, WebhookEndpoint } from '@siyu/core/webhooks'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { useFormat } from '../../ui/format.ts'
import { ListCard } from '../../ui/list.tsx'
import { Page } from '../../ui/page.tsx'
import { EndpointDrawer } from './drawer.tsx'
import { webhookWords } from './words.ts'

/** Where events are sent. */
export function WebhooksPage(): ReactElement {
  const say = useSay(webhookWords)
  const { client, queries } = useAdmin()
  const endpoints = useQuery(queries.webhooks.list())
  const [open, setOpen] = useState<SaveWebhookInput | null>(null)
  const known = endpoints.data?.find(({ id }) => id === open?.endpointId)
  const create = (
    <button
      type="button"
      className="button primary"
      data-testid="webhook-create"
      onClick={() => setOpen({ endpointId: client.newId('whe'), url: '', filters: ['*'], status: 'active' })}
    >
      {say('create')}
    </button>
  )
  return (
    <Page title={say('title')} note={say('note')} actions={create}>
      <ListCard
        list={endpoints}
        rows={3}
        columns={[
          { name: say('url') },
          { name: say('filters') },
          { name: say('status') },
          { name: say('createdAt'), as: 'optional' },
          { name: say('rotatedAt'), as: 'optional' },
        ]}
        none={say('none')}
        noneHint={say('noneHint')}
      >
        {(endpoint) => <EndpointRow key={endpoint.id} endpoint={endpoint} onOpen={() => setOpen(inputOf(endpoint))} />}
      </ListCard>
      {open !== null && (
        <EndpointDrawer key={open.endpointId} initial={open} endpoint={known} onClose={() => setOpen(null)} />
      )}
    </Page>
  )
}

function inputOf({ id: endpointId, url, filters, status }: WebhookEndpoint): SaveWebhookInput {
  return { endpointId, url, filters, status }
}

type EndpointRowProps = { readonly endpoint: WebhookEndpoint; readonly onOpen: () => void }

function EndpointRow({ endpoint, onOpen }: EndpointRowProps): ReactElement {
  const say = useSay(webhookWords)
  const { dateTime } = useFormat()
  const { id, url, filters, status, createdAt, rotatedAt } = endpoint
  return (
    <tr data-testid="webhook-row" data-endpoint-id={id}>
      <td className="wrap">
        <button type="button" className="link" onClick={onOpen}>
          {url}
        </button>
      </td>
      <td className="wrap">
        {filters.map((filter) => (
          <code key={filter} className="tag">
            {filter}
          </code>
        ))}
      </td>
      <td>
        <span className="tag" data-status={status === 'active' ? 'completed' : 'cancelled'}>
          {say(status)}
        </span>
      </td>
      <td className="optional">{dateTime(createdAt)}</td>
      <td className="optional">{rotatedAt === null ? '–' : dateTime(rotatedAt)}</td>
    </tr>
  )
}
