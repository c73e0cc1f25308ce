import { csvText } from '../../kernel/index.ts'
import type { Commission } from '../schema.ts'

const COLUMNS = ['order', 'at', 'level', 'amount', 'reversed', 'left', 'state', 'held'] as const

/** A statement of a promoter as CSV with a head line; amounts in the minor unit, moments in UTC. */
export function commissionCsv(commissions: readonly Commission[]): string {
  const rows = commissions.map(({ orderId, at, level, amountMinor, reversedMinor, state, heldReason }) => [
    ...[orderId, new Date(at).toISOString(), level, amountMinor, reversedMinor, amountMinor - reversedMinor],
    ...[state, heldReason ?? ''],
  ])
  return csvText([COLUMNS, ...rows])
}
