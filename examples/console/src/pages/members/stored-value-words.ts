/** Words of a member's stored value. */
export const storedValueWords = {
  title: { zh: '储值', en: 'Stored value' },
  available: { zh: '可用', en: 'Available' },
  held: { zh: '订单占用', en: 'Held by orders' },
  way: { zh: '操作', en: 'What to do' },
  put: { zh: '充值', en: 'Top up' },
  take: { zh: '扣减', en: 'Take out' },
  amount: { zh: '金额', en: 'Amount' },
  done: { zh: '已办理，可用 {left}', en: 'Done. {left} available.' },
} as const
