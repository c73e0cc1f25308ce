import type { Decision, Endpoint } from '@siyu/core/kernel'
import type { Call } from './call.ts'
import type { Engine, Outcome, Route } from './command.ts'
import { type Loaded, type Loads, read } from './read.ts'

/** A read, in two parts: what to load, and what to make of it (or the one reason why not). */
export type QueryParts<Input, Output, Code extends string, L extends Loads> = {
  readonly load: (call: Call, input: Input) => L
  /** Asynchronous only where a token is signed or a password checked. */
  readonly reply: (
    facts: Loaded<L>,
    input: Input,
    call: Call,
  ) => Decision<Output, Code> | Promise<Decision<Output, Code>>
}

/** One statement, then a pure function: the only way to read over the network. */
export function query<Input, Output, Code extends string, L extends Loads>(
  endpoint: Endpoint<Input, Output, Code>,
  parts: QueryParts<Input, Output, Code, L>,
): Route {
  const run = async (engine: Engine, call: Call, raw: unknown): Promise<Outcome> => {
    const input = raw as Input
    const { facts } = await read(engine.database, parts.load(call, input))
    const decision = await parts.reply(facts, input, call)
    if (!decision.ok) return { kind: 'refused', refusal: decision.refusal, replayed: false }
    return { kind: 'done', output: decision.events[0], replayed: false, dryRun: false }
  }
  return { endpoint: endpoint as unknown as Endpoint, run }
}

/** The answer of a query: one output. */
export function answer<Output>(output: Output): { readonly ok: true; readonly events: readonly [Output] } {
  return { ok: true, events: [output] }
}
