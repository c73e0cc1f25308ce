/** Words about commission under review. */
export const reviewZh = {
  title: '佣金审核',
  lead: '以下佣金由系统暂扣，等待商家人工审核；没有人看过之前不会收回。',
  why: (reasons: string): string => `原因：${reasons}`,
  stages: { held: '审核中', cleared: '已放行', confirmed: '已收回' },
  until: (day: string): string => `可在 ${day} 前申诉`,
  hint: '说明这笔订单的情况，例如是谁买的',
  send: '提交申诉',
  sent: '申诉已提交',
  said: (words: string): string => `你的申诉：${words}`,
  answered: (words: string): string => `商家答复：${words}`,
}
export type ReviewWords = typeof reviewZh
