import type { Payout, PayoutPart, PayoutProvider, PayoutShares, PayoutStatus } from '../../referrals/index.ts'
import { WechatPayRefused } from './api.ts'
import type { ProfitSharing, SharingReceiver, SharingStatus } from './sharing.ts'

/** How much of a payment may be shared, and for how long. */
export type SharingTerms = Pick<PayoutShares, 'maxBps' | 'withinDays'>

/** Codes of refusals that pass. */
const PASSING: readonly string[] = ['SYSTEM_ERROR', 'FREQUENCY_LIMITED', 'RATELIMIT_EXCEEDED', 'SIGN_ERROR']

/**
 * Commission out of the payments that earned it 分账, and by transfer what does not go that way. A part is asked about
 * first and made only when the provider does not know it. What it refuses for good (a receiver, too large a part) is
 * not paid that way. The rest is transferred once all parts are noted, so that its amount never changes. Without terms
 * no more pay-outs are split; those that were go on as they were settled.
 */
export function wechatPayouts(
  transfers: PayoutProvider,
  sharing: ProfitSharing,
  terms: SharingTerms | undefined,
): PayoutProvider {
  return {
    ...transfers,
    pay: async (payout) => {
      const { shares = [], amountMinor, reference } = payout
      if (shares.some(({ paidMinor }) => paidMinor === null)) return shareAll(sharing, payout)
      const sharedMinor = shares.reduce((sum, { paidMinor }) => sum + (paidMinor ?? 0), 0)
      if (sharedMinor === amountMinor) return { outcome: 'paid', amountMinor, reference }
      const status = await transfers.pay({ ...payout, amountMinor: amountMinor - sharedMinor })
      return { ...status, amountMinor: status.amountMinor + sharedMinor }
    },
    shares: terms && sharesOf(sharing, terms),
  }
}

function sharesOf(sharing: ProfitSharing, terms: SharingTerms): PayoutShares {
  return {
    ...terms,
    isReturnable: (account) => typeOf(account) === 'MERCHANT_ID',
    takeBack: async ({ account, amountMinor, ...part }) => {
      const ids = { sharingId: numberOf(part), returnId: `${numberOf(part)}R${part.returnCount}` }
      const asked = await sharing.takeBack({ ...ids, merchantId: account, amountMinor, description: '佣金退回' })
      const result = asked === 'PROCESSING' ? await sharing.queryReturn(ids) : asked
      return ({ PROCESSING: 'processing', SUCCESS: 'returned', FAILED: 'failed' } as const)[result]
    },
    end: async ({ paymentId, reference: transactionId }) => {
      await sharing.finish({ transactionId, sharingId: `${plain(paymentId)}E`, description: '分账完结' })
    },
  }
}

async function shareAll(sharing: ProfitSharing, payout: Payout): Promise<PayoutStatus> {
  const { shares = [], amountMinor, reference } = payout
  const open = shares.filter(({ paidMinor }) => paidMinor === null)
  const paid: { readonly paymentId: string; readonly amountMinor: number | null }[] = []
  for (const part of open) {
    const status = await statusOf(sharing, payout, part)
    paid.push({ paymentId: part.paymentId, amountMinor: paidOf(status, payout.account) })
  }
  const known = paid.flatMap(({ amountMinor: minor, ...of }) => (minor === null ? [] : [{ ...of, amountMinor: minor }]))
  const waiting = { outcome: 'processing', amountMinor, reference } as const
  return known.length === paid.length ? { ...waiting, shares: known } : waiting
}

/** Where a part stands; undefined when the provider will not pay it that way. */
async function statusOf(
  sharing: ProfitSharing,
  { withdrawalId, account, name }: Payout,
  { paymentId, transaction: transactionId, amountMinor }: PayoutPart,
): Promise<SharingStatus | undefined> {
  const of = { transactionId, sharingId: numberOf({ withdrawalId, paymentId }) }
  const known = await sharing.query(of).catch((error: unknown) => {
    if (error instanceof WechatPayRefused && error.status === 404) return undefined
    throw error
  })
  if (known !== undefined) return known
  const receiver = { type: typeOf(account), account }
  try {
    await sharing.addReceiver({ ...receiver, name })
    const receivers = [{ ...receiver, amountMinor, description: '推广佣金' }]
    return await sharing.request({ ...of, receivers, isLast: false })
  } catch (error) {
    const isFinal = error instanceof WechatPayRefused && [400, 403].includes(error.status)
    if (isFinal && !PASSING.includes(error.code)) return undefined
    throw error
  }
}

/** What was paid; null while that is not known. */
function paidOf(status: SharingStatus | undefined, account: string): number | null {
  if (status === undefined) return 0
  const part = status.parts.find((each) => each.account === account)
  if (part === undefined || part.result === 'PENDING')
    return status.state === 'FINISHED' && part === undefined ? 0 : null
  return part.result === 'SUCCESS' ? part.amountMinor : 0
}

/** A merchant's number is digits; a person has an openid. */
function typeOf(account: string): SharingReceiver['type'] {
  return /^\d+$/.test(account) ? 'MERCHANT_ID' : 'PERSONAL_OPENID'
}

/** Our number of a part: letters and digits, at most 64. */
function numberOf({ withdrawalId, paymentId }: { readonly withdrawalId: string; readonly paymentId: string }): string {
  return `${plain(withdrawalId)}${plain(paymentId)}`
}

function plain(id: string): string {
  return id.replace(/[^A-Za-z0-9]/g, '').slice(-30)
}
