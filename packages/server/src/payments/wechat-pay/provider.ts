import { createPrivateKey } from 'node:crypto'
import type { PayoutProvider } from '../../referrals/index.ts'
import {
  type NewProviderPayment,
  type PaymentProvider,
  ProviderDeclined,
  type ProviderOpened,
  type ProviderPayment,
  type ProviderRefund,
  type ProviderStatus,
  type RefundStatus,
  type StatementSpan,
} from '../provider.ts'
import { type Api, openApi, WechatPayRefused } from './api.ts'
import { billDays, lastMidnight, linesOfBill } from './bills.ts'
import { noticeReader } from './notices.ts'
import { wechatPayouts } from './payouts.ts'
import { type ProfitSharing, profitSharing } from './sharing.ts'
import { type Merchant, newNonce, signLines } from './signing.ts'
import { statusOf, type Transaction } from './transaction.ts'
import { type TransferScene, wechatTransfers } from './transfers.ts'

const NAME = 'wechat_pay'
const BASE_URL = 'https://api.mch.weixin.qq.com'
/** Bytes of an APIv3 key. */
const API_KEY_BYTES = 32

export type WechatPayOptions = {
  /** 商户号. */
  readonly merchantId: string
  /** The app that pays: of the mini-program or the official account. */
  readonly appId: string
  /** Serial number of the merchant's certificate, and its private key as PEM. */
  readonly serialNumber: string
  readonly privateKeyPem: string
  /** APIv3 密钥, 32 characters. */
  readonly apiV3Key: string
  /** 微信支付公钥 with its `PUB_KEY_ID_…`, for merchants that have one. Platform certificates are downloaded without it. */
  readonly platformKey?: { readonly id: string; readonly pem: string } | undefined
  /** Where the server is reached from outside: `https://shop.example`. */
  readonly publicUrl: string
  /** The brand whose account this is; all brands of the server without it. */
  readonly brandId?: string | undefined
  /**
   * Commission is paid out of the payments that earned it (分账), where that can be: payments of orders with commission
   * are marked, and what is left of them is set free later.
   */
  readonly sharesProfit?: boolean | undefined
  /** The most of a payment that may be shared, as the merchant's contract says, in basis points; 3,000 without it. */
  readonly sharingMaxBps?: number | undefined
  /** For so many days after a payment, 1 to 150; 30 without it. Until then the money of the payment is frozen. */
  readonly sharingDays?: number | undefined
  /** What transfers of commission are said to be for. */
  readonly transferScene?: TransferScene | undefined
  /** Another address of the API. */
  readonly baseUrl?: string | undefined
  readonly now?: (() => number) | undefined
}

/** WeChat Pay as a provider, with the calls of profit sharing beside it. */
export type WechatPay = PaymentProvider & { readonly sharing: ProfitSharing }

/**
 * WeChat Pay (APIv3). Ways to pay: `jsapi` (in WeChat, `payer` is the openid), `native` (a QR code) and `h5` (a browser
 * on a phone, `payer` is the network address). @throws when a key is not one
 */
export function wechatPay(options: WechatPayOptions): WechatPay {
  const { merchantId, appId, serialNumber, platformKey, baseUrl = BASE_URL, now = Date.now } = options
  const apiKey = Buffer.from(options.apiV3Key)
  if (apiKey.length !== API_KEY_BYTES) throw new Error('wechatPay: apiV3Key must have 32 characters')
  const merchant = { merchantId, serialNumber, privateKey: createPrivateKey(options.privateKeyPem) }
  const api = openApi({ baseUrl, merchant, apiKey, platformKey, now })
  const account: Account = { api, appId, merchant, now, options }
  const sharing = profitSharing(api, appId)
  return {
    name: NAME,
    brandId: options.brandId,
    create: (payment) => create(account, payment),
    close: (payment) => close(account, payment),
    query: (payment) => query(account, payment),
    refund: (wanted) => refund(account, wanted),
    notify: noticeReader(api.keys, apiKey),
    statement: (span) => statement(account, span),
    payouts: payoutsOf(api, sharing, options),
    sharing,
  }
}

function payoutsOf(api: Api, sharing: ProfitSharing, options: WechatPayOptions): PayoutProvider {
  const { appId, brandId, transferScene: scene, sharesProfit, sharingMaxBps = 3_000, sharingDays = 30 } = options
  const transfers = wechatTransfers(api, { appId, brandId, scene })
  if (sharesProfit !== true) return wechatPayouts(transfers, sharing, undefined)
  if (!(sharingDays >= 1 && sharingDays <= 150)) throw new RangeError('wechatPay: sharingDays must be 1 to 150')
  return wechatPayouts(transfers, sharing, { maxBps: sharingMaxBps, withinDays: sharingDays })
}

type Account = {
  readonly api: Api
  readonly appId: string
  readonly merchant: Merchant
  readonly now: () => number
  readonly options: WechatPayOptions
}

const methods = ['jsapi', 'native', 'h5'] as const
type Method = (typeof methods)[number]
type Placed = { readonly prepay_id?: string; readonly code_url?: string; readonly h5_url?: string }

async function create(account: Account, payment: NewProviderPayment): Promise<ProviderOpened> {
  const method = methods.find((each) => each === (payment.method ?? 'jsapi'))
  if (method === undefined) throw new ProviderDeclined(NAME, 'METHOD_UNKNOWN')
  if (method !== 'native' && payment.payer === undefined) throw new ProviderDeclined(NAME, 'PAYER_MISSING')
  const placed = await account.api
    .post<Placed>(`/v3/pay/transactions/${method}`, orderOf(account, payment, method))
    .catch(declined)
  return { reference: null, action: actionOf(account, placed) }
}

function orderOf({ appId, merchant, options }: Account, payment: NewProviderPayment, method: Method): object {
  const { brandId, paymentId, orderId, amountMinor, currency, description, expiresAt, payer } = payment
  return {
    ...{ appid: appId, mchid: merchant.merchantId, description, out_trade_no: paymentId, attach: orderId },
    time_expire: new Date(expiresAt).toISOString().replace(/\.\d+Z$/, '+00:00'),
    notify_url: noticeUrl(options, brandId),
    amount: { total: amountMinor, currency },
    settle_info: { profit_sharing: options.sharesProfit === true && payment.isShared === true },
    ...(method === 'jsapi' ? { payer: { openid: payer } } : {}),
    ...(method === 'h5' ? { scene_info: { payer_client_ip: payer, h5_info: { type: 'Wap' } } } : {}),
  }
}

function noticeUrl({ publicUrl }: WechatPayOptions, brandId: string): string {
  return `${publicUrl.replace(/\/$/, '')}/v1/payment-notices/${NAME}/${brandId}`
}

/** For `jsapi` what `wx.requestPayment` takes, signed; otherwise where the payer goes. */
function actionOf({ appId, merchant, now }: Account, placed: Placed): NonNullable<ProviderOpened['action']> {
  if (placed.code_url !== undefined) return { codeUrl: placed.code_url }
  if (placed.h5_url !== undefined) return { h5Url: placed.h5_url }
  const [timeStamp, nonceStr] = [String(Math.floor(now() / 1000)), newNonce()]
  const prepay = `prepay_id=${placed.prepay_id}`
  const paySign = signLines(merchant.privateKey, [appId, timeStamp, nonceStr, prepay])
  return { appId, timeStamp, nonceStr, package: prepay, signType: 'RSA', paySign }
}

/** What the provider will not do however often it is asked. Limits and its own faults pass. */
function declined(error: unknown): never {
  const isFinal = error instanceof WechatPayRefused && (error.status === 400 || error.status === 403)
  if (isFinal && error.code !== 'SYSTEM_ERROR') throw new ProviderDeclined(NAME, error.code)
  throw error
}

function isMissing(error: unknown): boolean {
  return error instanceof WechatPayRefused && error.status === 404
}

async function close({ api, merchant }: Account, { paymentId }: ProviderPayment): Promise<void> {
  const path = `/v3/pay/transactions/out-trade-no/${paymentId}/close`
  await api.post(path, { mchid: merchant.merchantId }).catch((error: unknown) => {
    // One that it never heard of takes no money either.
    if (!isMissing(error)) throw error
  })
}

async function query({ api, merchant }: Account, { paymentId }: ProviderPayment): Promise<ProviderStatus> {
  const path = `/v3/pay/transactions/out-trade-no/${paymentId}?mchid=${merchant.merchantId}`
  try {
    return statusOf(await api.get<Transaction>(path))
  } catch (error) {
    if (isMissing(error)) return { outcome: 'pending' }
    throw error
  }
}

async function refund({ api, options }: Account, wanted: ProviderRefund): Promise<RefundStatus> {
  const { status } = await api.post<{ readonly status: string }>('/v3/refund/domestic/refunds', {
    ...{ out_trade_no: wanted.paymentId, out_refund_no: wanted.refundId },
    notify_url: noticeUrl(options, wanted.brandId),
    amount: { refund: wanted.amountMinor, total: wanted.paidMinor, currency: wanted.currency },
  })
  return refundStatusOf(status)
}

/** @throws for a refund that the provider could not pay: people have to look at it */
function refundStatusOf(status: string): RefundStatus {
  if (status === 'SUCCESS') return 'settled'
  if (status === 'PROCESSING') return 'processing'
  throw new ProviderDeclined(NAME, `REFUND_${status}`.slice(0, 64))
}

type Bill = { readonly download_url: string; readonly hash_type: string; readonly hash_value: string }

async function statement(
  { api, now }: Account,
  { fromAt, untilAt }: StatementSpan,
): ReturnType<PaymentProvider['statement']> {
  const lines: Awaited<ReturnType<PaymentProvider['statement']>>[number][] = []
  for (const day of billDays(fromAt, Math.min(untilAt, lastMidnight(now())))) {
    const path = `/v3/bill/tradebill?bill_date=${day}&bill_type=ALL`
    const bill = await api.get<Bill>(path).catch((error: unknown) => {
      // A day on which nothing moved has no bill.
      if (error instanceof WechatPayRefused && error.code === 'NO_STATEMENT_EXIST') return undefined
      throw error
    })
    if (bill !== undefined) lines.push(...linesOfBill(await api.download(bill.download_url, bill.hash_value)))
  }
  return lines.filter(({ at }) => at >= fromAt && at < untilAt)
}
