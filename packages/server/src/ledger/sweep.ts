import type { Sql } from '../kernel/database.ts'

/** Brands with published events of their own that no seal covers yet. */
export async function brandsToSeal(sql: Sql, limit: number): Promise<readonly string[]> {
  const rows = await sql.execute({
    text: `select h.brand_id from ledger_seal_heads h
      where exists (select 1 from events v
        where v.brand_id = h.brand_id and v.type <> 'ledger_sealed' and v.position >
          coalesce((select max(s.to_position) from ledger_seals s where s.brand_id = h.brand_id), 0))
      order by h.brand_id limit $1`,
    values: [limit],
  })
  return rows.map(({ brand_id: brandId }) => brandId as string)
}

/** All brands, to be audited one by one. */
export async function brandsToAudit(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.execute({ text: 'select brand_id from ledger_seal_heads order by brand_id', values: [] })
  return rows.map(({ brand_id: brandId }) => brandId as string)
}
