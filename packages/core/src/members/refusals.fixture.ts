import type { Decision } from '../kernel/index.ts'

/** One way to spoil good facts for every refusal of an endpoint: a code without one does not compile. */
export type Breaks<Facts, Code extends string> = Readonly<Record<Code, (facts: Facts) => Facts>>

/** What came out, to be compared: every list should be the endpoint's codes in their order. */
export type Tried = {
  readonly wanted: readonly string[]
  /** Each fault alone. */
  readonly alone: readonly string[]
  /** Each fault together with all that come after it in the contract: the earlier one is told. */
  readonly together: readonly string[]
}

/** Decides once for every refusal of the endpoint, alone and with all later ones, and tells what was answered. */
export function tryRefusals<Facts, Code extends string>(
  endpoint: { readonly refusals: Readonly<Record<Code, number>> },
  decide: (facts: Facts) => Decision<unknown, Code>,
  good: Facts,
  breaks: Breaks<Facts, Code>,
): Tried {
  const codes = Object.keys(endpoint.refusals) as Code[]
  const answer = (facts: Facts): string => {
    const decision = decide(facts)
    return decision.ok ? 'accepted' : decision.refusal.code
  }
  if (answer(good) !== 'accepted') throw new Error(`the good facts were refused: ${answer(good)}`)
  return {
    wanted: codes,
    alone: codes.map((code) => answer(breaks[code](good))),
    together: codes.map((_, at) => answer(codes.slice(at).reduceRight((facts, code) => breaks[code](facts), good))),
  }
}
