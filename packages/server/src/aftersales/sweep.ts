import type { Sql } from '../kernel/database.ts'

/** Cases that end by themselves by now: nothing was sent back, or what was sent is long there. Longest due first. */
export async function dueCases(
  sql: Sql,
  now: number,
  limit: number,
): Promise<readonly { readonly brandId: string; readonly caseId: string }[]> {
  const rows = await sql.execute({
    text: `select brand_id, id from aftersales_cases
      where (status = 'reshipped' or status = 'approved' and kind <> 'reship') and due_at <= $1
      order by due_at limit $2`,
    values: [now, limit],
  })
  return rows.map((row) => ({ brandId: row.brand_id as string, caseId: row.id as string }))
}
