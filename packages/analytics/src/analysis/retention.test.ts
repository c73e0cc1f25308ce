import { describe, expect, it } from 'vitest'
import { type AnalysisEvent, type RetentionQuery, retention } from './index.ts'

/** `'0a 1b'` = a in period 0, b in period 1, all of one person; periods are 10 ms long. */
function stream(text: string, memberId: string): AnalysisEvent[] {
  return text.split(' ').map((item, at) => ({
    messageId: `${memberId}-${at}`,
    event: item.replace(/-?\d+/, ''),
    memberId,
    occurredAt: 100 + Number.parseInt(item, 10) * 10 + at,
    properties: {},
  }))
}

const query = (part: Partial<RetentionQuery> = {}): RetentionQuery => ({
  ...{ begin: { event: 'a' }, comeBack: { event: 'b' }, cohort: 'first', mode: 'exact' },
  ...{ bounds: [100, 110, 120, 130, 140] },
  ...part,
})
const people = [...stream('0a 1b 3b', 'm1'), ...stream('0a 2b', 'm2'), ...stream('1a 1b 2b 2b', 'm3')]
const rows = (part: Partial<RetentionQuery> = {}, events: readonly AnalysisEvent[] = people) =>
  retention(query(part), events).rows.map(({ memberCount, counts }) => [memberCount, ...counts])

describe('retention', () => {
  it('counts those who come back, period by period, as a triangle', () => {
    expect(rows()).toEqual([[2, 1, 1, 1], [1, 1, 0], [0, 0], [0]])
    expect(retention(query(), []).rows.map(({ startsAt }) => startsAt)).toEqual([100, 110, 120, 130])
  })

  it('unbounded: in that period or a later one', () => {
    expect(rows({ mode: 'unbounded' })).toEqual([[2, 2, 2, 1], [1, 1, 0], [0, 0], [0]])
  })

  it('in brackets, as far as they have begun', () => {
    expect(rows({ mode: 'bracket', bracketEnds: [1, 3] })).toEqual([[2, 1, 2], [1, 1, 0], [0, 0], [0]])
  })

  it('whoever began before the first period is in no cohort, unless every time counts', () => {
    const old = [...stream('-2a 1a 2b', 'm1')]
    expect(rows({}, old)).toEqual([[0, 0, 0, 0], [0, 0, 0], [0, 0], [0]])
    expect(rows({ cohort: 'every' }, old)).toEqual([[0, 0, 0, 0], [1, 1, 0], [0, 0], [0]])
  })

  it('asks for as many returns in a period as it is told', () => {
    expect(rows({ minimumCount: 2 })).toEqual([[2, 0, 0, 0], [1, 1, 0], [0, 0], [0]])
  })

  it('counts a person once whose devices are linked', () => {
    const phone = { ...(stream('0a', 'x')[0] as AnalysisEvent), memberId: undefined, anonymousId: 'phone' }
    const signIn = { ...phone, messageId: 's', event: '$identify', memberId: 'm1', occurredAt: 105 }
    expect(rows({}, [phone, signIn, ...stream('0a 1b', 'm1')])[0]).toEqual([1, 1, 0, 0])
  })

  it.each([
    ['one bound', { bounds: [100] }],
    ['bounds that fall', { bounds: [100, 90] }],
    ['brackets without their mode', { bracketEnds: [1] }],
    ['the mode without brackets', { mode: 'bracket' as const }],
    ['brackets that fall', { mode: 'bracket' as const, bracketEnds: [3, 1] }],
    ['no return at all', { minimumCount: 0 }],
  ])('refuses %s', (_name, part) => {
    expect(() => retention(query(part), [])).toThrow(RangeError)
  })
})
