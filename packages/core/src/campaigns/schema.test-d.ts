/** What the compiler itself forbids: this file fails to compile as soon as one of these campaigns can be written. */
import type { BoardTerms, InviteTerms, LotteryTerms, Reward } from './index.ts'

const prizes = [
  { id: 'prz_1', name: { zh: '茶', en: 'Tea' }, reward: { kind: 'goods' } as const, valueMinor: 1, quantity: 1 },
]
const invite = { kind: 'invite', each: null, eachMaxCount: 1, friend: null } as const

/** What there is: friends' orders, and a lottery that costs nothing or an order. */
export const board: BoardTerms = { kind: 'leaderboard', by: 'first_orders', prizes }
export const draw: LotteryTerms = { kind: 'lottery', entry: 'free', prizes }

// @ts-expect-error nobody is rewarded for shares (诱导分享)
export const sharing: LotteryTerms = { kind: 'lottery', entry: 'share', prizes }

// @ts-expect-error nor for follows
export const following: LotteryTerms = { kind: 'lottery', entry: 'follow', prizes }

// @ts-expect-error a lottery takes no fee
export const paid: LotteryTerms = { kind: 'lottery', entry: 'free', prizes, feeMinor: 1 }

// @ts-expect-error a board does not count heads (禁止传销条例 art. 7 (1))
export const heads: BoardTerms = { kind: 'leaderboard', by: 'members', prizes }

// @ts-expect-error nor do steps: friendCount is of friends who bought
export const steps: InviteTerms = { ...invite, steps: [{ memberCount: 3, prize: prizes[0] }] }

// @ts-expect-error nobody pays to take part (禁止传销条例 art. 7 (2))
export const joining: InviteTerms = { ...invite, steps: [], joinFeeMinor: 1 }

// @ts-expect-error there is no cash prize
export const cash: Reward = { kind: 'cash', amountMinor: 1 }
