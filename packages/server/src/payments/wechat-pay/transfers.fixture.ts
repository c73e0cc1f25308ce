import { type Answer, APP_ID, no } from './api.fixture.ts'

/** What the double keeps of a transfer. */
export type TransferBill = {
  readonly out_bill_no: string
  readonly openid: string
  readonly transfer_amount: number
  readonly transfer_bill_no: string
  state: string
  fail_reason?: string
}
export type TransferBody = {
  readonly appid?: string
  readonly out_bill_no?: string
  readonly openid?: string
  readonly transfer_amount?: number
  readonly transfer_scene_id?: string
  readonly transfer_scene_report_infos?: readonly object[]
}

/** A transfer that is asked for again with the same number is the one of before. */
export function transferAnswer(transfers: Map<string, TransferBill>, pathname: string, body: TransferBody): Answer {
  if (pathname.includes('/out-bill-no/')) {
    const bill = transfers.get(pathname.split('/').at(-1) ?? '')
    return bill === undefined ? no(404, 'NOT_FOUND') : { status: 200, body: bill }
  }
  const { appid, out_bill_no = '', openid = '', transfer_amount = 0, transfer_scene_report_infos = [] } = body
  const isGood =
    appid === APP_ID &&
    /^[A-Za-z0-9]{5,32}$/.test(out_bill_no) &&
    Number.isInteger(transfer_amount) &&
    transfer_amount >= 10 &&
    body.transfer_scene_id !== undefined &&
    transfer_scene_report_infos.length > 0
  if (!isGood || !/^o[\w-]{5,127}$/.test(openid)) return no(400, 'PARAM_ERROR')
  const before = transfers.get(out_bill_no)
  if (before !== undefined && before.transfer_amount !== transfer_amount) return no(400, 'INVALID_REQUEST')
  const made = {
    out_bill_no,
    openid,
    transfer_amount,
    transfer_bill_no: `13${out_bill_no}`,
    state: 'WAIT_USER_CONFIRM',
  }
  const bill = before ?? made
  transfers.set(out_bill_no, bill)
  return { status: 200, body: { ...bill, package_info: 'affffddafdfafddffda==' } }
}
