import { parse } from 'csv-parse/sync'
import type { StatementLine } from '../provider.ts'

type Cells = Readonly<Record<string, string>>

/**
 * The lines of a trade bill. Every cell begins with a backtick, the last rows are sums, and a refund is a row beside
 * that of its payment.
 */
export function linesOfBill(text: string): readonly StatementLine[] {
  const rows = parse(text, { bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true })
  const [names = [], ...cells] = rows as readonly (readonly string[])[]
  const last = cells.findIndex(([first = '']) => !first.startsWith('`'))
  const shown = last < 0 ? cells : cells.slice(0, last)
  return shown.flatMap((row) => lineOf(Object.fromEntries(names.map((name, place) => [name, plain(row[place])]))))
}

function plain(cell: string = ''): string {
  return cell.replace(/^`/, '').trim()
}

function lineOf(row: Cells): readonly StatementLine[] {
  const shared = {
    paymentId: row['商户订单号'] ?? '',
    reference: row['微信订单号'] ?? null,
    currency: row['货币种类'] ?? 'CNY',
    at: momentOf(row['交易时间'] ?? ''),
  }
  const state = row['交易状态']
  if (state === 'SUCCESS') {
    const amountMinor = minorOf(row['订单金额'] ?? row['应结订单金额'])
    return [{ kind: 'payment', ...shared, refundId: null, amountMinor, settled: true }]
  }
  if (state !== 'REFUND' && state !== 'REVOKED') return []
  const amountMinor = minorOf(row['申请退款金额'] ?? row['退款金额'])
  const settled = row['退款状态'] !== 'FAIL' && row['退款状态'] !== 'CHANGE'
  return [{ kind: 'refund', ...shared, refundId: row['商户退款单号'] ?? null, amountMinor, settled }]
}

/** `12.30` yuan in fen, digit by digit: no float counts money. */
function minorOf(text: string = ''): number {
  const [, sign = '', yuan = '0', fen = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text) ?? []
  return Number(`${sign}${yuan}${fen.padEnd(2, '0')}`)
}

/** Bills are in the time of Beijing, eight hours ahead all year. */
function momentOf(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}+08:00`)
}

/** The days of a span of time on Beijing's calendar, as `2026-03-01`. */
export function billDays(fromAt: number, untilAt: number): readonly string[] {
  const days: string[] = []
  const first = Math.floor((fromAt + BEIJING_MS) / DAY_MS)
  for (let day = first; day * DAY_MS - BEIJING_MS < untilAt; day += 1) {
    days.push(new Date(day * DAY_MS).toISOString().slice(0, 10))
  }
  return days
}

/** When the day of this moment began in Beijing. */
export function lastMidnight(now: number): number {
  return Math.floor((now + BEIJING_MS) / DAY_MS) * DAY_MS - BEIJING_MS
}

const BEIJING_MS = 8 * 3_600_000
const DAY_MS = 86_400_000
