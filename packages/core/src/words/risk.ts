import type { Words } from '../kernel/index.ts'
import type { RiskClass, RiskReasonCode } from '../risk/index.ts'

/** Why a commission is under review, for operators. `{count}` stands for what the reason counts. */
export const riskReasonWords: { readonly [Code in RiskReasonCode]: Words } = {
  same_identity: {
    zh: '与买家疑似同一人（邮箱，或姓名加生日）',
    en: 'Same e-mail, or name and birthday, as the buyer',
  },
  same_payer: { zh: '与买家使用同一支付账户', en: 'Same payment account as the buyer' },
  same_phone: { zh: '与买家使用同一手机号', en: 'Same phone number as the buyer' },
  same_device: { zh: '与买家使用同一设备', en: 'Same device as the buyer' },
  same_address: { zh: '与买家收货地址相同（{count}个账户）', en: 'Same address as the buyer, of {count} accounts' },
  own_accounts: {
    zh: '推荐人上下级中另有{count}个疑似本人的账户',
    en: '{count} more accounts around look like the promoter',
  },
  ring: { zh: '佣金在{count}人之间循环', en: 'Commission goes round among {count} people' },
  alike_team: { zh: '同时加入的{count}个下级信息雷同', en: '{count} accounts joined together and are alike' },
  fast_chain: { zh: '{count}级邀请在短时间内连续发生', en: '{count} invitations in a row within a short time' },
  join_burst: { zh: '一小时内有{count}人经同一推荐人加入', en: '{count} joined through one promoter within an hour' },
  buyer_refunds: { zh: '买家有{count}笔订单退款', en: '{count} orders of the buyer came back' },
  team_refunds: { zh: '团队有{count}笔订单退款', en: '{count} orders of the team came back' },
  late_refunds: {
    zh: '佣金发放后有{count}笔订单退款',
    en: '{count} orders came back after the commission was released',
  },
}

/** What is doubted, for the promoter. */
export const riskClassWords: { readonly [Class in RiskClass]: Words } = {
  same_person: { zh: '买家与你可能是同一人', en: 'The buyer may be yourself' },
  linked_accounts: { zh: '相关账户之间存在关联', en: 'Accounts around this order are linked' },
  speed: { zh: '短时间内加入的人过多', en: 'Unusually many joined within a short time' },
  refunds: { zh: '相关订单退款较多', en: 'Unusually many orders came back' },
}

/** One reason in a person's language, with its count. */
export function riskReasonText(code: RiskReasonCode, count: number, locale: string): string {
  const words = riskReasonWords[code]
  return (/^zh\b/i.test(locale) ? words.zh : words.en).replace('{count}', String(count))
}

/** What is doubted, in a person's language. */
export function riskClassText(found: RiskClass, locale: string): string {
  const words = riskClassWords[found]
  return /^zh\b/i.test(locale) ? words.zh : words.en
}
