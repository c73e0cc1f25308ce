import { type Answer, APP_ID, MERCHANT, no } from './api.fixture.ts'

/** What the double keeps of a transaction. */
export type Booked = {
  readonly out_trade_no: string
  readonly notify_url: string
  readonly amount: { total: number; currency: string }
  trade_state: string
  transaction_id?: string
  readonly profitSharing: boolean
  readonly method: string
  readonly openid?: string | undefined
  paidAt?: number
}
/** What the double keeps of a refund. */
export type BookedRefund = {
  out_trade_no: string
  out_refund_no: string
  amount: { refund: number; total: number }
  status: string
}

/** The books of payments. */
export type TransactionBooks = {
  readonly transactions: Map<string, Booked>
  readonly refunds: Map<string, BookedRefund>
}

// Bodies as the public API names their fields; any of them may be missing.
type Amount = { readonly total: number; readonly currency: string; readonly refund: number }
export type PlaceBody = {
  readonly appid?: string
  readonly mchid?: string
  readonly description?: string
  readonly out_trade_no: string
  readonly notify_url: string
  readonly time_expire: string
  readonly amount: Amount
  readonly payer?: { readonly openid?: string }
  readonly scene_info?: { readonly payer_client_ip?: string }
  readonly settle_info?: { readonly profit_sharing?: boolean }
}
export type RefundBody = { readonly out_trade_no: string; readonly out_refund_no: string; readonly amount: Amount }

export function transactionAnswer(books: TransactionBooks, method: string, url: URL, body: PlaceBody): Answer {
  const byNumber = /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)(\/close)?$/.exec(url.pathname)
  if (byNumber !== null) {
    const booked = books.transactions.get(byNumber[1] ?? '')
    const isAsked = method === 'GET' ? url.searchParams.get('mchid') === MERCHANT : body.mchid === MERCHANT
    if (!isAsked) return no(400, 'PARAM_ERROR')
    if (booked === undefined) return no(404, 'ORDER_NOT_EXIST')
    if (method === 'GET') return { status: 200, body: transactionOf(booked) }
    if (booked.trade_state === 'SUCCESS') return no(400, 'ORDERPAID')
    booked.trade_state = 'CLOSED'
    return { status: 204, body: undefined }
  }
  return placeAnswer(books, url.pathname.split('/').at(-1) ?? '', body)
}

function placeAnswer(books: TransactionBooks, kind: string, body: PlaceBody): Answer {
  const isGood =
    body.appid === APP_ID &&
    body.mchid === MERCHANT &&
    typeof body.description === 'string' &&
    body.description.length <= 127 &&
    /^[\w|*-]{6,32}$/.test(body.out_trade_no) &&
    /^https:\/\/[^?]+$/.test(body.notify_url) &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/.test(body.time_expire) &&
    Number.isInteger(body.amount?.total) &&
    body.amount.total > 0 &&
    body.amount.currency === 'CNY'
  if (!isGood) return no(400, 'PARAM_ERROR')
  if (kind === 'jsapi' && !/^o[\w-]{5,127}$/.test(body.payer?.openid ?? '')) return no(400, 'PARAM_ERROR')
  if (kind === 'h5' && !body.scene_info?.payer_client_ip) return no(400, 'PARAM_ERROR')
  const { out_trade_no, notify_url, amount } = body
  const before = books.transactions.get(out_trade_no)
  if (before !== undefined && before.amount.total !== amount.total) return no(400, 'INVALID_REQUEST')
  if (before !== undefined && before.trade_state !== 'NOTPAY') return no(400, 'ORDERPAID')
  const profitSharing = body.settle_info?.profit_sharing === true
  const booked = { out_trade_no, notify_url, amount, trade_state: 'NOTPAY', profitSharing, method: kind }
  books.transactions.set(out_trade_no, { ...booked, openid: body.payer?.openid })
  if (kind === 'native') return { status: 200, body: { code_url: `weixin://wxpay/bizpayurl?pr=${out_trade_no}` } }
  if (kind === 'h5') return { status: 200, body: { h5_url: `https://wx.tenpay.test/${out_trade_no}` } }
  return { status: 200, body: { prepay_id: `wx_prepay_${out_trade_no}` } }
}

/** A transaction as it is told. */
export function transactionOf(booked: Booked): object {
  const { out_trade_no, trade_state, transaction_id, amount } = booked
  const ids = { appid: APP_ID, mchid: MERCHANT, out_trade_no, trade_state }
  const paid = { transaction_id, amount: { ...amount, payer_total: amount.total, payer_currency: amount.currency } }
  return transaction_id === undefined ? ids : { ...ids, ...paid }
}

export function refundAnswer(books: TransactionBooks, body: RefundBody, status: string): Answer {
  const booked = books.transactions.get(body.out_trade_no)
  if (booked?.transaction_id === undefined) return no(404, 'RESOURCE_NOT_EXISTS')
  if (body.amount?.total !== booked.amount.total || body.amount.currency !== 'CNY') return no(400, 'PARAM_ERROR')
  const before = books.refunds.get(body.out_refund_no)
  if (before !== undefined && before.amount.refund !== body.amount.refund) return no(400, 'INVALID_REQUEST')
  const others = [...books.refunds.values()].filter(
    (each) => each.out_trade_no === body.out_trade_no && each !== before,
  )
  const sum = others.reduce((total, each) => total + each.amount.refund, body.amount.refund)
  if (sum > booked.amount.total) return no(400, 'INVALID_REQUEST')
  const { out_trade_no, out_refund_no, amount } = body
  const made = { out_trade_no, out_refund_no, amount, status }
  books.refunds.set(out_refund_no, made)
  return { status: 200, body: { refund_id: `50${out_refund_no}`, ...made } }
}
