import type { Api } from './api.ts'

/** Who gets a part of a payment: a merchant by its number, or a person by the openid they have with the app. */
export type SharingReceiver = {
  readonly type: 'MERCHANT_ID' | 'PERSONAL_OPENID'
  readonly account: string
  readonly amountMinor: number
  readonly description: string
}

/** Where one part stands. */
export type SharingPart = {
  readonly account: string
  readonly amountMinor: number
  readonly result: 'PENDING' | 'SUCCESS' | 'CLOSED'
}

/** Where a sharing stands: under way, or done with every part. */
export type SharingStatus = { readonly state: 'PROCESSING' | 'FINISHED'; readonly parts: readonly SharingPart[] }

/**
 * 分账: parts of the money of a payment that was marked for it. `sharingId` and `returnId` are ours: the same call with
 * the same id is made once. `transactionId` is the provider's number of the payment.
 */
export type ProfitSharing = {
  /** Registers who may get parts, which must be done before; again, nothing happens. A merchant's name is checked. */
  readonly addReceiver: (
    receiver: Pick<SharingReceiver, 'type' | 'account'> & { readonly name: string },
  ) => Promise<void>
  /** Shares with at most 50 receivers. With `isLast` what is left becomes the merchant's own. */
  readonly request: (sharing: {
    readonly transactionId: string
    readonly sharingId: string
    readonly receivers: readonly SharingReceiver[]
    readonly isLast: boolean
  }) => Promise<SharingStatus>
  readonly query: (of: { readonly transactionId: string; readonly sharingId: string }) => Promise<SharingStatus>
  /** Takes back what a merchant was given. */
  readonly takeBack: (back: {
    readonly sharingId: string
    readonly returnId: string
    readonly merchantId: string
    readonly amountMinor: number
    readonly description: string
  }) => Promise<'PROCESSING' | 'SUCCESS' | 'FAILED'>
  readonly queryReturn: (of: {
    readonly sharingId: string
    readonly returnId: string
  }) => Promise<'PROCESSING' | 'SUCCESS' | 'FAILED'>
  /** Nobody gets any more: what is left becomes the merchant's own. */
  readonly finish: (of: {
    readonly transactionId: string
    readonly sharingId: string
    readonly description: string
  }) => Promise<SharingStatus>
}

/** The most receivers of one request. */
export const MAX_RECEIVERS = 50

type Shared = {
  readonly state: SharingStatus['state']
  readonly receivers?: readonly {
    readonly account: string
    readonly amount: number
    readonly result: SharingPart['result']
  }[]
}
type Returned = { readonly result: 'PROCESSING' | 'SUCCESS' | 'FAILED' }

export function profitSharing(api: Api, appId: string): ProfitSharing {
  return {
    addReceiver: ({ type, account, name }) => addReceiver(api, { appid: appId, type, account }, name),
    request: async ({ transactionId, sharingId, receivers, isLast }) => {
      if (receivers.length === 0 || receivers.length > MAX_RECEIVERS) {
        throw new RangeError(`receivers: 1 to ${MAX_RECEIVERS}, got ${receivers.length}`)
      }
      const shared = await api.post<Shared>('/v3/profitsharing/orders', {
        ...{ appid: appId, transaction_id: transactionId, out_order_no: sharingId, unfreeze_unsplit: isLast },
        receivers: receivers.map(({ amountMinor: amount, ...receiver }) => ({ ...receiver, amount })),
      })
      return statusOf(shared)
    },
    query: async ({ transactionId, sharingId }) =>
      statusOf(await api.get(`/v3/profitsharing/orders/${sharingId}?transaction_id=${transactionId}`)),
    takeBack: async ({ sharingId, returnId, merchantId, amountMinor: amount, description }) => {
      const ids = { out_order_no: sharingId, out_return_no: returnId, return_mchid: merchantId }
      const { result } = await api.post<Returned>('/v3/profitsharing/return-orders', { ...ids, amount, description })
      return result
    },
    queryReturn: async ({ sharingId, returnId }) =>
      (await api.get<Returned>(`/v3/profitsharing/return-orders/${returnId}?out_order_no=${sharingId}`)).result,
    finish: async ({ transactionId, sharingId, description }) => {
      const body = { transaction_id: transactionId, out_order_no: sharingId, description }
      return statusOf(await api.post<Shared>('/v3/profitsharing/orders/unfreeze', body))
    },
  }
}

/** The name of a merchant is sealed for the provider; a person is known by the openid. */
async function addReceiver(
  api: Api,
  receiver: { readonly appid: string; readonly type: SharingReceiver['type']; readonly account: string },
  name: string,
): Promise<void> {
  const body = { ...receiver, relation_type: 'DISTRIBUTOR' }
  const path = '/v3/profitsharing/receivers/add'
  if (receiver.type !== 'MERCHANT_ID') return void (await api.post(path, body))
  const sealed = await api.seal(name)
  await api.post(path, { ...body, name: sealed.text }, sealed.serialNumber)
}

function statusOf({ state, receivers = [] }: Shared): SharingStatus {
  return {
    state,
    parts: receivers.map(({ account, amount, result }) => ({ account, amountMinor: amount, result })),
  }
}
