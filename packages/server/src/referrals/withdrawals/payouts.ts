import type { Outcome } from '../../kernel/command.ts'
import type { Sql } from '../../kernel/database.ts'

/** A pay-out as a provider is told of it. `account` and `name` are personal. */
export type Payout = {
  readonly brandId: string
  readonly withdrawalId: string
  readonly amountMinor: number
  readonly account: string
  readonly name: string
  /** The provider's own number, once it has told one. */
  readonly reference: string | null
}

/** Where a pay-out stands. It failed for good, or is on its way: ask again. */
export type PayoutStatus = {
  readonly outcome: 'processing' | 'paid' | 'failed'
  readonly amountMinor: number
  /** The provider's number, or the code of why it failed. */
  readonly reference: string | null
}

/** A service that pays commission out. */
export type PayoutProvider = {
  readonly name: string
  /** The brand whose account this is; all brands of the server without it. */
  readonly brandId?: string | undefined
  /**
   * Makes the pay-out, or says where the one of this id stands: it is made once however often it is asked. One that
   * rejects is asked again later.
   */
  readonly pay: (payout: Payout) => Promise<PayoutStatus>
}

/** How many pay-outs one sweep looks at. */
const BATCH = 200

/** What going after pay-outs needs of the server. */
export type PayoutPorts = {
  readonly sql: Sql
  readonly now: () => number
  readonly run: (brandId: string, endpoint: string, input: unknown, key: string) => Promise<Outcome>
}

/** Sends approved withdrawals to their providers and asks about those that are on their way, the oldest first. */
export async function chasePayouts(
  ports: PayoutPorts,
  providers: readonly PayoutProvider[],
  failed: (error: unknown) => void,
): Promise<number> {
  const due = providers.length === 0 ? [] : await duePayouts(ports.sql, providers)
  let count = 0
  for (const { method, status, ...payout } of due) {
    const provider = providers.find(
      ({ name, brandId }) => name === method && (brandId ?? payout.brandId) === payout.brandId,
    )
    const isDone = await payOne(ports, provider, payout).catch((error: unknown) => {
      failed(error)
      return false
    })
    if (isDone) count += 1
  }
  return count
}

async function payOne(
  { now, run }: PayoutPorts,
  provider: PayoutProvider | undefined,
  payout: Payout,
): Promise<boolean> {
  if (provider === undefined) return false
  const status = await provider.pay(payout)
  if (status.outcome === 'processing' && payout.reference === status.reference && status.reference !== null)
    return false
  const { withdrawalId } = payout
  const key = `payout:${withdrawalId}:${status.outcome}:${now()}`
  const outcome = await run(payout.brandId, 'referrals.notePayout', { withdrawalId, ...status }, key)
  return outcome.kind === 'done'
}

type DuePayout = Payout & { readonly method: string; readonly status: string }

async function duePayouts(sql: Sql, providers: readonly PayoutProvider[]): Promise<readonly DuePayout[]> {
  const rows = await sql.execute({
    text: `select w.brand_id, w.id, w.amount_minor - w.fee_minor - w.tax_minor as pay_minor, w.method, w.status,
        w.reference, a.account, a.name
      from withdrawals w join withdrawal_accounts a on (a.brand_id, a.member_id, a.id) = (w.brand_id, w.member_id, w.id)
      where w.status in ('approved', 'paying') and w.method = any(select jsonb_array_elements_text($1::jsonb))
      order by w.requested_at, w.id limit $2`,
    values: [JSON.stringify(providers.map(({ name }) => name)), BATCH],
  })
  return rows.map((row) => ({
    ...{ brandId: row.brand_id as string, withdrawalId: row.id as string, amountMinor: Number(row.pay_minor) },
    ...{ account: row.account as string, name: row.name as string, reference: row.reference as string | null },
    ...{ method: row.method as string, status: row.status as string },
  }))
}
