import type { Call } from '../kernel/call.ts'
import type { EndpointRow } from './store.ts'

/** How long the secret before the last exchange is still signed with. */
const OVERLAP_MS = 86_400_000

type Hash = Call['hash']
type Of = Pick<EndpointRow, 'brandId' | 'id' | 'generation' | 'rotatedAt'>

/** The secret of an endpoint. It follows from the server's own, so none is kept, logged or backed up. */
export function secretOf(hash: Hash, { brandId, id, generation }: Omit<Of, 'rotatedAt'>): string {
  return `whsec_${Buffer.from(hash(`webhook ${brandId} ${id} ${generation}`), 'hex').toString('base64')}`
}

/** What deliveries are signed with now: for a day after an exchange, with both. */
export function signingSecrets(hash: Hash, endpoint: Of, now: number): readonly string[] {
  const { generation, rotatedAt } = endpoint
  const isExchanged = rotatedAt !== null && now < rotatedAt + OVERLAP_MS
  const generations = isExchanged ? [generation, generation - 1] : [generation]
  return generations.map((each) => secretOf(hash, { ...endpoint, generation: each }))
}
