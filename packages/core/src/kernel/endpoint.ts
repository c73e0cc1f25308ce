import type { Schema } from './schema.ts'

/**
 * Who may call: `public` needs a publishable key; `member` a member's session; `operator` an operator's session or a
 * secret key; `provider` is called by an outside service that signs its message; `system` is not on the network at all.
 */
export type Access = 'public' | 'member' | 'operator' | 'provider' | 'system'

/** The HTTP status of an expected no. */
export type RefusalStatus = 402 | 403 | 404 | 409

/** One operation, described once and read by the client, the server, the hooks, OpenAPI and the docs. */
export type Endpoint<Input = unknown, Output = unknown, Code extends string = string> = {
  /** `concept.verb`, the name of the client's method. */
  readonly name: `${string}.${string}`
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `:name` parts are fields of the input. */
  readonly path: `/${string}`
  readonly access: Access
  readonly input: Schema<Input>
  readonly output: Schema<Output>
  /** Every way this can be refused, with its HTTP status, in order of precedence. */
  readonly refusals: { readonly [C in Code]: RefusalStatus }
  /** Set on a POST that only reads, such as a quote: it needs no idempotency key and may be retried freely. */
  readonly safe?: true
}

export type InputOf<E> = E extends Endpoint<infer Input, infer _Output, infer _Code> ? Input : never
export type OutputOf<E> = E extends Endpoint<infer _Input, infer Output, infer _Code> ? Output : never
export type CodeOf<E> = E extends { readonly refusals: infer R } ? Extract<keyof R, string> : never

/** An endpoint without refusals says `string`; it adds none. */
type Named<Code> = string extends Code ? never : Code

/** Every code that calls of these contracts can be refused with. */
export type CodesOf<Contracts> = {
  readonly [Concept in keyof Contracts]: {
    readonly [Verb in keyof Contracts[Concept]]: Named<CodeOf<Contracts[Concept][Verb]>>
  }[keyof Contracts[Concept]]
}[keyof Contracts]

/** A concept's endpoints by verb: `{ claim, list }` makes `siyu.coupons.claim(…)`. */
export type Contract = { readonly [verb: string]: Endpoint }

/** Whether a call of this endpoint changes anything. */
export function isWrite(endpoint: Pick<Endpoint, 'method' | 'safe'>): boolean {
  return endpoint.method !== 'GET' && endpoint.safe !== true
}
