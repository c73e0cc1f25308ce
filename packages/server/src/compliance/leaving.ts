import type { DeletionBlock, Losses } from '@siyu/core/compliance'
import type { DomainEvent } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import { type Load, type Loaded, type Loads, many } from '../kernel/read.ts'
import type { Write } from '../kernel/write.ts'
import { type ErasedRows, MAX_ERASED, MAX_EXPORTED, type MemberPart } from './part.ts'

/** Loads of several concepts side by side, each under a name of its own. */
function prefixed(concept: string, loads: Loads): Loads {
  return Object.fromEntries(Object.entries(loads).map(([name, load]) => [`${concept}_${name}`, load]))
}

function ownOf(concept: string, facts: Loaded<Loads>, names: Iterable<string>): Loaded<Loads> {
  return Object.fromEntries([...names].map((name) => [name, facts[`${concept}_${name}`]]))
}

/** What every concept must look at when a member leaves. */
export function loadLeaving(parts: readonly MemberPart[], call: Call, memberId: string): Loads {
  return Object.assign({}, ...parts.map(({ concept, leave }) => prefixed(concept, leave?.load(call, memberId) ?? {})))
}

/** What leaving means to all concepts together. */
export type LeavingPlan = {
  readonly blockedBy: readonly DeletionBlock[]
  readonly losses: Losses
  readonly closing: readonly DomainEvent[]
  readonly erasing: readonly DomainEvent[]
  readonly isWhole: boolean
}

/** Asks every concept. */
export function planLeaving(
  parts: readonly MemberPart[],
  facts: Loaded<Loads>,
  call: Call,
  memberId: string,
): LeavingPlan {
  const said = parts.flatMap(({ concept, leave }) => {
    if (leave === undefined) return []
    return [leave.plan(ownOf(concept, facts, Object.keys(leave.load(call, memberId))), memberId)]
  })
  const sum = (name: keyof Losses): number => said.reduce((total, { losses }) => total + (losses?.[name] ?? 0), 0)
  return {
    blockedBy: said.flatMap(({ blockedBy = [] }) => blockedBy),
    losses: {
      pointsCount: sum('pointsCount'),
      couponCount: sum('couponCount'),
      commissionMinor: sum('commissionMinor'),
    },
    closing: said.flatMap(({ closing = [] }) => closing),
    erasing: said.flatMap(({ erasing = [] }) => erasing),
    isWhole: said.every(({ isWhole = true }) => isWhole),
  }
}

type Keys = readonly Readonly<Record<string, string>>[]

function erasedName({ table }: ErasedRows): string {
  return `erased_${table.name}`
}

const erasedRows = (parts: readonly MemberPart[]): readonly ErasedRows[] => parts.flatMap(({ erased = [] }) => erased)

/** The keys of all personal rows of a member. */
export function loadErased(parts: readonly MemberPart[], call: Call, memberId: string): Loads {
  return Object.fromEntries(
    erasedRows(parts).map((each) => [erasedName(each), many(each.keys(call, memberId) as never)]),
  )
}

/** The writes that take personal rows away, and whether they are all of them. */
export function eraseWrites(
  parts: readonly MemberPart[],
  facts: Loaded<Loads>,
  call: Call,
  step: 'closing' | 'erasing',
): { readonly writes: readonly Write[]; readonly isWhole: boolean } {
  const due = erasedRows(parts).filter(({ when }) => step === 'erasing' || when === 'closing')
  const found = due.map((each) => ({ each, keys: facts[erasedName(each)] as Keys }))
  return {
    writes: found.flatMap(({ each, keys }) =>
      keys
        .slice(0, MAX_ERASED)
        .map((key): Write => ({ kind: 'remove', table: each.table, key: { brandId: call.brandId, ...key } })),
    ),
    isWhole: found.every(({ keys }) => keys.length <= MAX_ERASED),
  }
}

/** Every list of every concept. */
export function loadExport(parts: readonly MemberPart[], call: Call, memberId: string): Loads {
  const loads: Record<string, Load<readonly unknown[]>> = {}
  for (const { concept, lists } of parts) {
    for (const { name, rows } of lists) loads[`${concept}_${name}`] = many(rows(call, memberId))
  }
  return loads
}

/** The lists by concept, cut to what a document takes. */
export function exported(
  parts: readonly MemberPart[],
  facts: Loaded<Loads>,
): { readonly concepts: Record<string, Record<string, readonly unknown[]>>; readonly isWhole: boolean } {
  let isWhole = true
  const concepts = parts.map(({ concept, lists }) => {
    const rows = lists.map(({ name }) => {
      const all = facts[`${concept}_${name}`] as readonly unknown[]
      if (all.length > MAX_EXPORTED) isWhole = false
      return [name, all.slice(0, MAX_EXPORTED)] as const
    })
    return [concept, Object.fromEntries(rows)] as const
  })
  return { concepts: Object.fromEntries(concepts), isWhole }
}
