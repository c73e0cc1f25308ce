import { type Brand, createBrand, getBrand, type OperatorSession, signInOperator } from '@siyu/core/brands'
import { accept, refuse } from '@siyu/core/kernel'
import type { Call } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { answer, query } from '../kernel/query.ts'
import { OPERATOR_ACCESS_MS, type Tokens } from '../kernel/tokens.ts'
import { checkPassword } from './password.ts'
import { accessWrites, type BrandRow, loadBrand, loadOperator, type OperatorRow } from './store.ts'

/** Names the concept whose first settings cannot be used; undefined when all can. */
export type CheckSettings = (settings: Readonly<Record<string, unknown>>) => string | undefined

/** The brand's routes. Signing in an operator needs the tokens of the server. */
export function brandRoutes(tokens: Tokens, unusableSettings: CheckSettings): readonly Route[] {
  return [
    query(getBrand, {
      load: (call) => ({ brand: loadBrand(call) }),
      reply: ({ brand }) => answer(brandOf(brand)),
    }),
    command(createBrand, {
      load: (call) => ({ brand: loadBrand(call) }),
      decide: ({ brand: existing }, { brand, settings }) => {
        if (existing !== undefined) return refuse('brand_exists')
        const concept = unusableSettings(settings)
        if (concept !== undefined) return refuse('settings_unusable', { concept })
        return accept({ type: 'brand_created' as const, brand, settings })
      },
      reply: (_events, _facts, { brand }) => brand,
      personal: (_events, _facts, input) => accessWrites(input),
    }),
    query(signInOperator, {
      load: (call, { login }) => ({ operator: loadOperator(call, login) }),
      reply: async ({ operator }, { password }, call) => {
        const known = await checkPassword(password, operator?.passwordHash ?? UNKNOWN_HASH)
        if (operator === undefined || !known) return refuse('operator_unknown')
        return answer(await openSession(tokens, call, operator))
      },
    }),
  ]
}

/** Hash of nothing anybody knows, so that an unknown login takes as long as a wrong password. */
const UNKNOWN_HASH = 'scrypt$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

async function openSession(tokens: Tokens, call: Call, operator: OperatorRow): Promise<OperatorSession> {
  const expiresAt = call.now + OPERATOR_ACCESS_MS
  const principal = { kind: 'operator', operatorId: operator.id } as const
  const accessToken = await tokens.sign({ brandId: call.brandId, principal, use: 'access' }, expiresAt)
  return { operatorId: operator.id, name: operator.name, accessToken, expiresAt }
}

function brandOf(row: BrandRow | undefined): Brand {
  if (row === undefined) throw new Error('a key without its brand')
  return { id: row.brandId, name: row.name, currency: row.currency, timeZone: row.timeZone }
}
