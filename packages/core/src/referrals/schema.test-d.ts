/** What the compiler itself forbids: this file fails to compile as soon as one of these plans can be written. */
import type { CommissionPlan } from './operator-schema.ts'
import type { Upline } from './schema.ts'

const terms = { capBps: 3_000, freezeDays: 7 }
const acknowledgement = { by: 'operator 1', at: 0, note: 'advised' }

/** The two plans there are. */
export const one: CommissionPlan = { depth: 1, levelBps: [1_000], ...terms }
export const two: CommissionPlan = { depth: 2, levelBps: [1_000, 500], ...terms, acknowledgement }

// @ts-expect-error a third level does not exist
export const third: CommissionPlan = { depth: 3, levelBps: [1_000, 500, 200], ...terms, acknowledgement }

// @ts-expect-error nor can it hide in the rates
export const hidden: CommissionPlan = { depth: 2, levelBps: [1_000, 500, 200], ...terms, acknowledgement }

// @ts-expect-error a second level needs somebody who answers for it
export const unanswered: CommissionPlan = { depth: 2, levelBps: [1_000, 500], ...terms }

// @ts-expect-error nobody above the second level is paid for an order
export const upline: Upline = { payeeId: 'mem_1', level: 3, bps: 100, ...terms }
