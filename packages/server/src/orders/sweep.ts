import type { Sql } from '../kernel/database.ts'

/** An order whose time for something has come. */
export type DueOrder = { readonly brandId: string; readonly orderId: string }

/** What becomes due, when, and which of them still wait for it. */
const due = {
  'orders.expire': { column: 'payment_due_at', waiting: "status in ('created', 'deposited')" },
  'orders.autoReceive': { column: 'receipt_due_at', waiting: "status = 'shipped' and open_case_count = 0" },
  'orders.autoComplete': { column: 'completion_due_at', waiting: "status = 'received' and open_case_count = 0" },
} as const

/** Commands that the sweep gives to orders. */
export type DueCommand = keyof typeof due
export const dueCommands: readonly DueCommand[] = ['orders.expire', 'orders.autoReceive', 'orders.autoComplete']

/** Orders that such a command is due for, the longest due first. */
export async function dueOrders(
  sql: Sql,
  command: DueCommand,
  now: number,
  limit: number,
): Promise<readonly DueOrder[]> {
  const { column, waiting } = due[command]
  const rows = await sql.execute({
    text: `select brand_id, id from orders where ${waiting} and ${column} <= $1 order by ${column} limit $2`,
    values: [now, limit],
  })
  return rows.map((row) => ({ brandId: row.brand_id as string, orderId: row.id as string }))
}
