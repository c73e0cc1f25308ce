import { createHash } from 'node:crypto'
import { type Answer, APP_ID, MERCHANT, no } from './api.fixture.ts'
import type { Booked, BookedRefund, TransactionBooks } from './transaction.fixture.ts'

/** Where the statement of a day is. */
export function billAnswer(books: TransactionBooks, baseUrl: string, url: URL): Answer {
  if (!/^\d{4}-\d\d-\d\d$/.test(url.searchParams.get('bill_date') ?? '')) return no(400, 'PARAM_ERROR')
  const paid = [...books.transactions.values()].some(
    ({ paidAt }) => paidAt !== undefined && dayOf(paidAt) === url.searchParams.get('bill_date'),
  )
  if (!paid) return no(400, 'NO_STATEMENT_EXIST')
  const hash = createHash('sha1').update(billOf(books)).digest('hex')
  return {
    status: 200,
    body: { hash_type: 'SHA1', hash_value: hash, download_url: `${baseUrl}/bill.csv?token=t` },
  }
}

function dayOf(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
}

const BILL_COLUMNS =
  '\uFEFF交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'

/** The statement, as CSV. */
export function billOf({ transactions, refunds }: TransactionBooks): string {
  const yuan = (minor: number): string => (minor / 100).toFixed(2)
  const rows: string[] = []
  const row = (of: Booked, state: string, refund: BookedRefund | undefined): void => {
    const at = new Date((of.paidAt ?? 0) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
    const [paid, back] = refund === undefined ? [yuan(of.amount.total), '0.00'] : ['0.00', yuan(refund.amount.refund)]
    const cells = [
      at,
      APP_ID,
      MERCHANT,
      '0',
      '',
      of.transaction_id ?? '',
      of.out_trade_no,
      of.openid ?? '',
      'JSAPI',
      state,
    ]
    const rest = [
      'CMB',
      'CNY',
      paid,
      '0.00',
      refund ? '50' : '0',
      refund?.out_refund_no ?? '0',
      back,
      '0.00',
      '',
      refund?.status ?? '',
    ]
    rows.push([...cells, ...rest, '茶', '', '0.30', '0.60%', paid, back, ''].map((cell) => `\`${cell}`).join(','))
  }
  for (const booked of transactions.values()) if (booked.paidAt !== undefined) row(booked, 'SUCCESS', undefined)
  for (const refund of refunds.values()) row(transactions.get(refund.out_trade_no) as Booked, 'REFUND', refund)
  return [BILL_COLUMNS, ...rows, '总交易单数,应结订单总金额', `\`${rows.length},\`0.00`, ''].join('\r\n')
}
