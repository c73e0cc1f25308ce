import { SaveWebhookInput, type WebhookEndpoint } from '@siyu/core/webhooks'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { Chips } from '../../ui/chips.tsx'
import { Check } from '../../ui/choice.tsx'
import { useDraft } from '../../ui/draft.ts'
import { DraftDrawer } from '../../ui/draft-drawer.tsx'
import { Field, Group } from '../../ui/page.tsx'
import { Deliveries } from './deliveries.tsx'
import { Secret } from './secret.tsx'
import { webhookWords } from './words.ts'

type EndpointDrawerProps = {
  readonly initial: SaveWebhookInput
  /** As it is kept; undefined until a new one is saved. */
  readonly endpoint: WebhookEndpoint | undefined
  readonly onClose: () => void
}

const MOST_FILTERS = 50
/** What an operator is most likely to want. */
const offered = ['*', 'order_*', 'order_paid', 'order_refunded', 'payment_*', 'stock_*', 'coupon_*', 'points_*']

/** One endpoint: where, of what, with which secret, and how it went. */
export function EndpointDrawer({ initial, endpoint, onClose }: EndpointDrawerProps): ReactElement {
  const say = useSay(webhookWords)
  const { mutations } = useAdmin()
  const edit = useDraft({
    ...{ initial, schema: SaveWebhookInput, save: mutations.webhooks.save() },
  })
  const { draft, change } = edit
  const after = endpoint !== undefined && (
    <>
      <Secret endpointId={endpoint.id} />
      <Deliveries endpointId={endpoint.id} />
    </>
  )
  return (
    <DraftDrawer
      {...{ testId: 'webhook', of: edit, label: say('save'), onClose, after }}
      title={say(endpoint === undefined ? 'create' : 'edit')}
    >
      <Field label={say('url')}>
        <input
          type="url"
          required
          maxLength={500}
          value={draft.url}
          placeholder="https://"
          data-testid="webhook-url"
          onChange={({ target }) => change({ url: target.value })}
        />
      </Field>
      <Group label={say('filters')} hint={say('filtersHint')}>
        <Chips
          values={draft.filters}
          options={offered.map((value) => ({ value, name: value }))}
          isFree
          max={MOST_FILTERS}
          label={say('filters')}
          testId="webhook-filters"
          onChange={(filters) => change({ filters })}
        />
      </Group>
      <Check
        label={say('isActive')}
        isOn={draft.status === 'active'}
        testId="webhook-active"
        onChange={(isOn) => change({ status: isOn ? 'active' : 'disabled' })}
      />
    </DraftDrawer>
  )
}
