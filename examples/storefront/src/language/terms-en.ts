import type { TermsWords } from './terms-zh.ts'

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** How coupons and promotions are put into words, in English. */
export const enTerms: TermsWords = {
  always: 'Any order',
  joined: ' · ',
  and: (parts) => parts.join(' and '),
  or: (parts) => parts.join(' or '),
  not: (part) => `Not: ${part}`,
  someProducts: 'Some products',
  upTo: (amount) => `up to ${amount}`,
  values: {
    off: (amount) => `−${amount}`,
    percent: (bps) => `−${bps / 100}%`,
    free: 'Free',
    price: (amount) => `For ${amount}`,
    upToOff: (off) => `Up to ${off}`,
    every: (amount) => `−${amount}`,
    half: 'Half price',
    gift: 'Gift',
    freeShipping: 'Free post',
    shippingOff: (off) => `Post ${off}`,
    buyGet: (buy, get) => `${buy} + ${get} free`,
    forPrice: (count, amount) => `${count} for ${amount}`,
  },
  details: {
    perUnit: 'each',
    perLine: 'per product',
    everyFull: (full, off) => `${off} off every ${full}`,
    step: (from, off) => `from ${from} ${off}`,
    stepOff: (amount) => `−${amount}`,
    nth: (nth, off) => `Unit ${nth}: ${off}`,
    gift: (count) => (count === 1 ? 'One gift' : `${count} gifts`),
    giftEvery: (full, count) => `${count} for every ${full}`,
    firstUnits: (count) => `First ${count} only`,
  },
  conditions: {
    subtotal: (amount) => `From ${amount}`,
    quantity: (count) => `From ${count} items`,
    tiers: 'Some tiers',
    members: 'Some members',
    newMembers: (days) => `First ${days} days of membership`,
    firstOrder: 'First order',
    orders: (from, to) => (to === null ? `From order ${from} on` : `Orders ${from} to ${to}`),
    channels: 'Some channels',
    regions: 'Some regions',
    shippingMethods: 'Some ways of delivery',
    weekdays: (days) => days.map((day) => dayNames[day - 1]).join(', '),
    minutes: (from, to) => `${from}–${to}`,
  },
}
