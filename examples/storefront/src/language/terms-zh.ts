/** How coupons and promotions are put into words, in Chinese. */
export const zhTerms = {
  always: '无门槛',
  joined: ' · ',
  and: (parts: readonly string[]): string => parts.join('，且'),
  or: (parts: readonly string[]): string => parts.join('，或'),
  not: (part: string): string => `不含：${part}`,
  someProducts: '指定商品',
  upTo: (amount: string): string => `最高减${amount}`,
  values: {
    off: (amount: string): string => amount,
    percent: (bps: number): string => `${(10_000 - bps) / 1_000}折`,
    free: '免费',
    price: (amount: string): string => `特价${amount}`,
    upToOff: (off: string): string => `最高${off}`,
    every: (amount: string): string => `减${amount}`,
    half: '半价',
    gift: '赠品',
    freeShipping: '包邮',
    shippingOff: (off: string): string => `运费${off}`,
    buyGet: (buy: number, get: number): string => `买${buy}送${get}`,
    forPrice: (count: number, amount: string): string => `${count}件${amount}`,
  },
  details: {
    perUnit: '每件',
    perLine: '每款',
    everyFull: (full: string, off: string): string => `每满${full}减${off}`,
    step: (from: string, off: string): string => `满${from}${off}`,
    stepOff: (amount: string): string => `减${amount}`,
    nth: (nth: number, off: string): string => `第${nth}件${off}`,
    gift: (count: number): string => `送赠品 ${count} 件`,
    giftEvery: (full: string, count: number): string => `每满${full}送 ${count} 件`,
    firstUnits: (count: number): string => `限前 ${count} 件`,
  },
  conditions: {
    subtotal: (amount: string): string => `满${amount}可用`,
    quantity: (count: number): string => `满 ${count} 件可用`,
    tiers: '指定会员等级',
    members: '指定会员',
    newMembers: (days: number): string => `入会 ${days} 天内`,
    firstOrder: '仅限首单',
    orders: (from: number, to: number | null): string => (to === null ? `第 ${from} 单起` : `第 ${from}–${to} 单`),
    channels: '指定渠道',
    regions: '指定收货地区',
    shippingMethods: '指定配送方式',
    weekdays: (days: readonly number[]): string =>
      `每${days.map((day) => `周${'一二三四五六日'[day - 1]}`).join('、')}`,
    minutes: (from: string, to: string): string => `${from}–${to}`,
  },
}

/** Words for terms, in one language. */
export type TermsWords = typeof zhTerms
