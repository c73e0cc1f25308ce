import type { Payout, PayoutProvider, PayoutStatus } from '../../referrals/index.ts'
import { type Api, WechatPayRefused } from './api.ts'

/** What a transfer is for, as the provider wants it said: 佣金报酬 without it. */
export type TransferScene = {
  readonly id: string
  readonly reports: readonly { readonly info_type: string; readonly info_content: string }[]
}

const COMMISSION: TransferScene = {
  id: '1005',
  reports: [
    { info_type: '岗位类型', info_content: '推广员' },
    { info_type: '报酬说明', info_content: '推广佣金' },
  ],
}

type Bill = {
  readonly state: string
  readonly transfer_bill_no?: string
  readonly transfer_amount?: number
  readonly fail_reason?: string
}

/**
 * 商家转账: commission goes to the openid of the payee, who confirms it in WeChat. A transfer is asked about first and
 * made only when the provider does not know it, so that it is made once.
 */
export function wechatTransfers(
  api: Api,
  account: {
    readonly appId: string
    readonly brandId?: string | undefined
    readonly scene?: TransferScene | undefined
  },
): PayoutProvider {
  return {
    name: 'wechat_pay',
    brandId: account.brandId,
    pay: async (payout) => {
      const number = billNumber(payout)
      const known = await api
        .get<Bill>(`/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/${number}`)
        .catch((error: unknown) => {
          if (error instanceof WechatPayRefused && error.status === 404) return undefined
          throw error
        })
      return known === undefined ? make(api, account, payout) : statusOf(known, payout)
    },
  }
}

async function make(
  api: Api,
  { appId, scene = COMMISSION }: { readonly appId: string; readonly scene?: TransferScene | undefined },
  payout: Payout,
): Promise<PayoutStatus> {
  const body = {
    ...{ appid: appId, out_bill_no: billNumber(payout), transfer_scene_id: scene.id, openid: payout.account },
    ...{ transfer_amount: payout.amountMinor, transfer_remark: '佣金' },
    transfer_scene_report_infos: scene.reports,
  }
  try {
    return statusOf(await api.post<Bill>('/v3/fund-app/mch-transfer/transfer-bills', body), payout)
  } catch (error) {
    // What it will not do however often it is asked; too little money in the account passes.
    const isFinal = error instanceof WechatPayRefused && error.status === 400 && error.code !== 'NOT_ENOUGH'
    if (!isFinal) throw error
    return { outcome: 'failed', amountMinor: payout.amountMinor, reference: codeOf(error.code) }
  }
}

/** Letters and digits only, as the provider wants it. */
function billNumber({ withdrawalId }: Payout): string {
  return withdrawalId.replace(/[^A-Za-z0-9]/g, '')
}

function statusOf({ state, transfer_bill_no, transfer_amount, fail_reason }: Bill, payout: Payout): PayoutStatus {
  const amountMinor = transfer_amount ?? payout.amountMinor
  const reference = transfer_bill_no ?? null
  if (state === 'SUCCESS') return { outcome: 'paid', amountMinor, reference }
  if (state !== 'FAIL' && state !== 'CANCELLED') return { outcome: 'processing', amountMinor, reference }
  return { outcome: 'failed', amountMinor, reference: codeOf(fail_reason ?? state) }
}

/** Why it failed, as a code: letters, digits and underscores. */
function codeOf(reason: string): string {
  const code = reason.replace(/\W+/g, '_').slice(0, 60)
  return /^[A-Za-z0-9]\w+$/.test(code) ? code : 'FAILED'
}
