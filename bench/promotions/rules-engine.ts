/**
 * json-rules-engine: which promotions apply, once for the basket or once for every line. It computes no amounts, so
 * this is the least an engine built on it would take.
 */
import type { Build, System } from './contest.ts'
import type { Peer } from './peers.ts'
import type { Basket, Rule } from './workload.ts'

type Condition = { readonly fact: string; readonly operator: string; readonly value: unknown }
type Engine = {
  readonly addRule: (rule: unknown) => void
  readonly run: (facts: Readonly<Record<string, unknown>>) => Promise<{ readonly events: readonly unknown[] }>
}
type Library = { readonly Engine: new (rules: readonly unknown[], options: unknown) => Engine }

export function loadRulesEngine({ load }: Peer): { readonly perOrder: Build; readonly perLine: Build } {
  const { Engine } = load('json-rules-engine') as Library
  const engineOf = (rules: readonly Rule[], ofLine: boolean): Engine => {
    const engine = new Engine([], { allowUndefinedFacts: true })
    for (const rule of rules) engine.addRule(ruleOf(rule, ofLine))
    return engine
  }
  return {
    perOrder: (basket, rules) => perOrder(engineOf(rules, false), basket),
    perLine: (basket, rules) => perLine(engineOf(rules, true), basket),
  }
}

function perOrder(engine: Engine, { subtotalMinor, group }: Basket): System {
  const run = async (): Promise<number> => (await engine.run({ subtotal: subtotalMinor, group })).events.length
  return systemOf(run)
}

function perLine(engine: Engine, { lines, subtotalMinor, group }: Basket): System {
  const run = async (): Promise<number> => {
    let count = 0
    for (const { category, skuId } of lines) {
      count += (await engine.run({ subtotal: subtotalMinor, group, category, sku: skuId })).events.length
    }
    return count
  }
  return systemOf(run)
}

function systemOf(run: () => Promise<number>): System {
  return { run, isAsync: true, outcome: async () => ({ adjustmentCount: await run(), discountMinor: null }) }
}

function ruleOf({ id, kind, minimumMinor, group, category, skuIds }: Rule, ofLine: boolean): unknown {
  const all: Condition[] = [
    { fact: 'subtotal', operator: 'greaterThanInclusive', value: minimumMinor },
    { fact: 'group', operator: 'equal', value: group },
  ]
  if (ofLine && kind === 'skus') all.push({ fact: 'sku', operator: 'in', value: skuIds })
  else if (ofLine && kind !== 'order') all.push({ fact: 'category', operator: 'equal', value: category })
  return { name: id, conditions: { all }, event: { type: 'applies', params: { id } } }
}
