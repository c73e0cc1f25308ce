import { describe, expect, it } from 'vitest'
import type { CodeOf } from '../kernel/index.ts'
import { MAX_SEALED_POSITIONS, type SealFacts, seal, statementCsv } from './rules.ts'
import type { LedgerEntry } from './schema.ts'
import type { sealLedger } from './system.ts'

const facts: SealFacts = { fromPosition: 10, toPosition: 25, entryCount: 3, root: 'ab'.repeat(32) }

const refused: Record<CodeOf<typeof sealLedger>, readonly SealFacts[]> = {
  nothing_to_seal: [
    { ...facts, toPosition: 10, entryCount: 0 },
    { ...facts, entryCount: 0 },
  ],
}

describe('seal', () => {
  it('covers what was posted between two places of the journal', () => {
    expect(seal(facts)).toEqual({ ok: true, events: [{ type: 'ledger_sealed', ...facts }] })
  })

  it('passes over a long stretch without entries, so that the next seal can begin behind it', () => {
    const idle = { ...facts, toPosition: facts.fromPosition + MAX_SEALED_POSITIONS, entryCount: 0 }
    expect(seal(idle)).toMatchObject({ ok: true, events: [{ entryCount: 0 }] })
  })

  it.each(Object.entries(refused))('refuses %s', (code, cases) => {
    for (const each of cases) expect(seal(each)).toMatchObject({ ok: false, refusal: { code } })
  })
})

describe('statementCsv', () => {
  const entry: LedgerEntry = {
    ...{ book: 'points', ownerId: 'mem_1', number: 1, kind: 'earn', amount: 120, balance: 120 },
    ...{ reference: 'ord_1', eventId: 'evt_1', at: Date.UTC(2026, 10, 30), hash: 'ab'.repeat(32) },
  }

  it('has a head line and a row per entry, amounts with their sign', () => {
    const spent: LedgerEntry = { ...entry, number: 2, kind: 'spend', amount: -20, balance: 100, reference: null }
    expect(statementCsv([entry, spent]).split('\r\n')).toEqual([
      'number,at,kind,amount,balance,reference,event,hash',
      `1,2026-11-30T00:00:00.000Z,earn,120,120,ord_1,evt_1,${entry.hash}`,
      `2,2026-11-30T00:00:00.000Z,spend,-20,100,,evt_1,${entry.hash}`,
      '',
    ])
  })

  it('quotes what a cell may not hold, and disarms formulas', () => {
    const odd = { ...entry, kind: '=cmd', reference: 'a,"b"' }
    expect(statementCsv([odd]).split('\r\n')[1]).toContain(`,'=cmd,120,120,"a,""b""",`)
  })
})
