import type { Decision, Endpoint, Refusal } from '@siyu/core/kernel'
import type { Apply, DomainEvent, Recorded } from './apply.ts'
import { type Call, memberOrNull, principalName } from './call.ts'
import { type CommitForm, type CommitOutcome, commitSteps, type Receipt } from './commit.ts'
import { type Database, faultOf, type Row } from './database.ts'
import { planOf } from './fragments.ts'
import { journalWrites, stepId } from './journal.ts'
import { prepared } from './prepared.ts'
import {
  type Guard,
  type Load,
  type Loaded,
  type Loads,
  one,
  type PreparedRead,
  prepareRead,
  readingOf,
  runRead,
} from './read.ts'
import { tablesOf } from './tables.ts'
import type { Traffic } from './traffic.ts'
import type { Turn } from './turns.ts'
import type { Write } from './write.ts'

/** A write, in parts. Only `load` names rows to read, only `decide` says yes or no; nothing else touches the database. */
export type CommandParts<Input, Output, Code extends string, L extends Loads, Event extends DomainEvent, Stored> = {
  readonly load: (call: Call, input: Input) => L
  /**
   * Whose rows it fights for, when that is not the calling member: commands of one owner in one process are run one
   * after the other. It only spares lost races; nothing rests on it.
   */
  readonly owner?: (call: Call, input: Input) => string
  /** A pure rule of core. */
  readonly decide: (facts: Loaded<L>, input: Input, call: Call) => Decision<Event, Code>
  /** What the caller is told; it is kept with the key. It must hold no secret and nothing personal. */
  readonly reply: (events: readonly Event[], facts: Loaded<L>, input: Input, call: Call) => Stored
  /** Changes of erasable tables: personal data goes here, never into events. */
  readonly personal?: (events: readonly Event[], facts: Loaded<L>, input: Input, call: Call) => readonly Write[]
  /** Makes of what is kept what is sent, after the commit: signs tokens, sends codes, adds names. Again for a retry. */
  readonly finish?: (stored: Stored, call: Call, input: Input, facts: Loaded<L>) => Promise<Output>
}

/** What came of a call. `conflict`: the key was used with other input. `busy`: try again later, nothing was changed. */
export type Outcome =
  | { readonly kind: 'done'; readonly output: unknown; readonly replayed: boolean; readonly dryRun: boolean }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly replayed: boolean }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'busy' }
  /** An answer that is no JSON: bytes of a media type, under a file name. */
  | { readonly kind: 'file'; readonly body: ReadableStream<Uint8Array>; readonly type: string; readonly name: string }

/** What the kernel runs on. */
export type Engine = {
  readonly database: Database
  readonly form: CommitForm
  readonly apply: Apply<DomainEvent>
  readonly random: () => number
  /** Told after a commit that there is something to publish. */
  readonly committed: () => void
  /** How commands in the composed form share the database, and who has to wait for whom. */
  readonly traffic: Traffic
}

export type CallOptions = { readonly dryRun: boolean }

/** An endpoint with its implementation closed over, ready to be served. */
export type Route = {
  readonly endpoint: Endpoint
  readonly run: (engine: Engine, call: Call, input: unknown, options: CallOptions) => Promise<Outcome>
}

/** How often a commit is tried before the caller is asked to come back. */
const MAX_TRIES = 12

const db = tablesOf<{
  requests: {
    brandId: string
    principal: string
    endpoint: string
    key: string
    inputHash: string
    status: 'done' | 'refused'
    reply: unknown
    at: number
  }
}>()

type Earlier = { readonly inputHash: string; readonly status: 'done' | 'refused'; readonly reply: unknown }

/** Validate, load, decide, commit, publish: the only way to write. */
export function command<
  Input,
  Output,
  Code extends string,
  L extends Loads,
  Event extends DomainEvent,
  Stored = Output,
>(endpoint: Endpoint<Input, Output, Code>, parts: CommandParts<Input, Output, Code, L, Event, Stored>): Route {
  const run = async (engine: Engine, call: Call, raw: unknown, options: CallOptions): Promise<Outcome> => {
    const input = raw as Input
    const inputHash = hashOf(call, input)
    // Made before the turn: whoever waits for another one's commit has it ready.
    const facts = prepareRead({ ...parts.load(call, input), earlierReply: earlierReplyOf(call, endpoint.name) })
    const settle = async (turn: Turn): Promise<() => Promise<Outcome>> => {
      for (let tried = 0; tried < MAX_TRIES; tried += 1) {
        if (tried > 0) await pause(engine.random() * Math.min(200, 4 * 2 ** tried))
        const rows = tried === 0 ? await turn.handed() : undefined
        const task = { engine, call, options, rows, turn }
        const attempt = await attemptOnce(task, endpoint.name, parts, facts, input, inputHash).catch(retryOrThrow)
        if (attempt !== 'again') return attempt
        // What was read behind a commit that was none is older than what is going to be committed.
        turn.next()?.hand(undefined)
      }
      return async () => ({ kind: 'busy' })
    }
    const owner = parts.owner?.(call, input) ?? memberOrNull(call)
    const read = { brandId: call.brandId, statement: facts.statement }
    const outcome = await engine.traffic.inTurn(owner === null ? null : `${call.brandId} ${owner}`, read, settle)
    // Outside the retry and the turn: what fails from here on, such as sending a message, is no lost race.
    return outcome()
  }
  return { endpoint: endpoint as unknown as Endpoint, run }
}

/** One try: look again, or how to make the outcome of what is settled. */
type Attempt = 'again' | (() => Promise<Outcome>)

type Task = {
  readonly engine: Engine
  readonly call: Call
  readonly options: CallOptions
  /** What was read already. */
  readonly rows: readonly Row[] | undefined
  readonly turn: Turn
}

async function attemptOnce<Input, Output, Code extends string, L extends Loads, Event extends DomainEvent, Stored>(
  task: Task,
  name: string,
  parts: CommandParts<Input, Output, Code, L, Event, Stored>,
  question: PreparedRead<Loads>,
  input: Input,
  inputHash: string,
): Promise<Attempt> {
  const { engine, call, options, rows } = task
  const sql = engine.form === 'composed' ? engine.traffic.reads(call.brandId) : engine.database
  const { facts: all, guards } = rows === undefined ? await runRead(sql, question) : readingOf(question, rows)
  const facts = all as unknown as Loaded<L>
  const finish = async (stored: Stored): Promise<unknown> => parts.finish?.(stored, call, input, facts) ?? stored
  const earlier = all.earlierReply as Earlier | undefined
  if (earlier !== undefined) return () => replay(earlier, inputHash, (reply) => finish(reply as Stored))

  const decision = parts.decide(facts, input, call)
  const receipt = (status: Receipt['status'], reply: unknown): Receipt => ({
    brandId: call.brandId,
    principal: principalName(call.principal),
    endpoint: name,
    key: call.key,
    inputHash,
    status,
    reply,
    at: call.now,
  })
  if (!decision.ok) {
    const refusal = decision.refusal
    if (!options.dryRun && (await commit(task, receipt('refused', refusal), guards, [])) !== 'done') return 'again'
    return async () => ({ kind: 'refused', refusal, replayed: false })
  }
  const stored = parts.reply(decision.events, facts, input, call)
  if (options.dryRun) return async () => ({ kind: 'done', output: stored, replayed: false, dryRun: true })
  const personal = parts.personal?.(decision.events, facts, input, call) ?? []
  const writes = [...writesOf(engine.apply, decision.events, call), ...personal]
  if ((await commit(task, receipt('done', stored), guards, writes)) !== 'done') return 'again'
  if (decision.events.length > 0) engine.committed()
  return async () => ({ kind: 'done', output: await finish(stored), replayed: false, dryRun: false })
}

/** Claims the key, checks the versions and writes everything, or nothing at all. */
async function commit(
  { engine: { database, form, traffic }, turn }: Task,
  receipt: Receipt,
  guards: readonly Guard[],
  writes: readonly Write[],
): Promise<CommitOutcome> {
  const work = { receipt, plan: planOf(guards, writes, receipt.brandId) }
  return form === 'transaction' ? commitSteps(database, work) : traffic.commit(work, turn.next())
}

/** The journal rows of the events and what each does to the tables. */
function writesOf(apply: Apply<DomainEvent>, events: readonly DomainEvent[], call: Call): readonly Write[] {
  const first = call.newId('evt')
  const recorded = events.map((event, step): { event: DomainEvent; as: Recorded } => ({
    event,
    as: { brandId: call.brandId, at: call.now, eventId: stepId(first, step) },
  }))
  return [...journalWrites(recorded, call), ...recorded.flatMap(({ event, as }) => applyOne(apply, event, as))]
}

/** What one event does to the tables. */
export function applyOne(apply: Apply<DomainEvent>, event: DomainEvent, as: Recorded): readonly Write[] {
  const change = apply[event.type]
  if (change === undefined) throw new Error(`no table change for event ${event.type}`)
  return change(event, as)
}

async function replay(
  earlier: Earlier,
  inputHash: string,
  finish: (reply: unknown) => Promise<unknown>,
): Promise<Outcome> {
  if (earlier.inputHash !== inputHash) return { kind: 'conflict' }
  if (earlier.status === 'refused') return { kind: 'refused', refusal: earlier.reply as Refusal, replayed: true }
  return { kind: 'done', output: await finish(earlier.reply), replayed: true, dryRun: false }
}

function earlierReplyOf(call: Call, endpoint: string): Load<Earlier | undefined> {
  const { brandId, principal, key } = call
  return one(requestOf({ brandId, principal: principalName(principal), endpoint, key }))
}

const requestOf = prepared(
  ({ brandId, principal, endpoint, key }: Record<'brandId' | 'principal' | 'endpoint' | 'key', string>) =>
    db
      .selectFrom('requests')
      .select(['inputHash', 'status', 'reply'])
      .where('brandId', '=', brandId)
      .where('principal', '=', principal)
      .where('endpoint', '=', endpoint)
      .where('key', '=', key),
)

/** A lost race or a lost connection: look again, because the key may have its answer by now. Anything else is a bug. */
function retryOrThrow(error: unknown): Attempt {
  const fault = faultOf(error)
  if (fault.kind === 'retry' || fault.kind === 'unknown_outcome') return 'again'
  if (fault.kind === 'busy') return async () => ({ kind: 'busy' })
  throw error
}

/** Hash of the input with its keys sorted, so that spelling does not matter; keyed, so that no phone can be guessed. */
function hashOf(call: Call, input: unknown): string {
  return call.hash(JSON.stringify(sorted(input)))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
