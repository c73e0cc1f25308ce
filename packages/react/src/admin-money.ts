import type { SiyuAdmin } from '@siyu/core/admin'
import type {
  ListPaymentsInput,
  PaymentRecord,
  ReconcileInput,
  ReconciliationReport,
  ReviewPaymentInput,
} from '@siyu/core/payments'
import type { GrantStoredValueInput, StoredValue } from '@siyu/core/storedvalue'
import type {
  ListDeliveriesInput,
  ReplayedWebhook,
  ReplayWebhookInput,
  SaveWebhookInput,
  WebhookDelivery,
  WebhookEndpoint,
  WebhookIdInput,
  WebhookSecret,
} from '@siyu/core/webhooks'
import type { AdminList, AdminMutation, AdminRead, AdminWrite } from './admin-kit.ts'
import { staleTimesMs } from './keys.ts'
import type { SiyuListQuery, SiyuQuery } from './query-options.ts'

/** What an operator reads of payments, stored value and webhooks. */
export type MoneyQueries = {
  readonly storedValue: { readonly ofMember: (memberId: string) => SiyuQuery<StoredValue> }
  readonly payments: { readonly list: (filter?: Omit<ListPaymentsInput, 'cursor'>) => SiyuListQuery<PaymentRecord> }
  readonly webhooks: {
    readonly list: () => SiyuQuery<readonly WebhookEndpoint[]>
    readonly deliveries: (input: Omit<ListDeliveriesInput, 'cursor'>) => SiyuListQuery<WebhookDelivery>
  }
}

/** What an operator changes of them. */
export type MoneyMutations = {
  readonly storedValue: { readonly grant: () => AdminMutation<GrantStoredValueInput, StoredValue> }
  readonly payments: {
    readonly review: () => AdminMutation<ReviewPaymentInput, PaymentRecord>
    /** Asks the provider, but only when told to: so it is run like a write. */
    readonly reconcile: () => AdminMutation<ReconcileInput, ReconciliationReport>
  }
  readonly webhooks: {
    readonly save: () => AdminMutation<SaveWebhookInput, WebhookEndpoint>
    /** Shows the secret when asked, and keeps it in no cache: so it is run like a write. */
    readonly secret: () => AdminMutation<WebhookIdInput, WebhookSecret>
    readonly rotate: () => AdminMutation<WebhookIdInput, WebhookEndpoint>
    readonly replay: () => AdminMutation<ReplayWebhookInput, ReplayedWebhook>
  }
}

export function moneyQueries(client: SiyuAdmin, read: AdminRead, list: AdminList): MoneyQueries {
  const { balances } = staleTimesMs
  const { payments, storedValue, webhooks } = client
  return {
    storedValue: {
      ofMember: (memberId) =>
        read('storedValue.ofMember', balances, (options) => storedValue.getMember({ memberId }, options), { memberId }),
    },
    payments: { list: (filter = {}) => list('payments.list', filter, balances, payments.list) },
    webhooks: {
      list: () => read('webhooks.list', balances, (options) => webhooks.list({}, options)),
      deliveries: (input) => list('webhooks.deliveries', input, balances, webhooks.deliveries),
    },
  }
}

export function moneyMutations({ payments, storedValue, webhooks }: SiyuAdmin, write: AdminWrite): MoneyMutations {
  return {
    storedValue: { grant: write('storedValue.grant', storedValue.grant) },
    payments: {
      review: write('payments.review', payments.review),
      reconcile: write('payments.reconcile', payments.reconcile),
    },
    webhooks: {
      save: write('webhooks.save', webhooks.save),
      secret: write('webhooks.secret', webhooks.secret),
      rotate: write('webhooks.rotate', webhooks.rotate),
      replay: write('webhooks.replay', webhooks.replay),
    },
  }
}
