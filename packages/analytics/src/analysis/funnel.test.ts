import { describe, expect, it } from 'vitest'
import { type AnalysisEvent, type FunnelQuery, funnel, linkIdentities, reachedStep } from './index.ts'

const query = (names: string, windowMs: number, part: Partial<FunnelQuery> = {}): FunnelQuery => ({
  steps: [...names].map((event) => ({ event })),
  windowMs,
  order: 'ordered',
  ...part,
})

/** `'0a 1b'` = a at 0 ms, b at 1 ms, all of one person. */
function stream(text: string, memberId = 'mem_1'): AnalysisEvent[] {
  return text.split(' ').map((item, at) => ({
    messageId: `${memberId}-${at}`,
    event: item.replace(/\d+/, ''),
    memberId,
    occurredAt: Number.parseInt(item, 10),
    properties: {},
  }))
}

describe('reachedStep', () => {
  // ClickHouse, tests/queries/0_stateless/00632_aggregation_window_funnel: 1000…1008 one second apart.
  it.each([
    ['the window is measured from the first step and includes its end', 'defgh', 2, '0a 1b 2c 3d 4e 5f 6g 7h 8i', 3],
    ['three seconds reach one step more', 'defgh', 3, '0a 1b 2c 3d 4e 5f 6g 7h 8i', 4],
    ['equal times are taken in the order of the steps', 'abcde', 10_000, '0a 1d 1c 1b 2e', 5],
  ])('%s', (_name, names, windowMs, events, expected) => {
    expect(reachedStep(query(names, windowMs), stream(events))).toBe(expected)
  })

  it.each([
    ['each step needs an event of its own', 'aaa', 10, '1a 2a', 2],
    ['other events may lie between', 'ab', 10, '1a 2x 3x 4b', 2],
    ['the order counts', 'ab', 10, '1b 2a', 1],
    ['an abandoned try does not spoil a later one', 'abc', 3, '0a 1b 10a 11b 13c', 3],
    ['a second start does not lose the first', 'abc', 10, '0a 1b 9a 10c', 3],
    ['an attempt takes a step at the first chance', 'abc', 4, '0a 1b 3a 5c', 2],
    ['all at one moment', 'abc', 0, '5c 5b 5a', 3],
    ['nothing', 'ab', 10, '1x', 0],
  ])('%s', (_name, names, windowMs, events, expected) => {
    expect(reachedStep(query(names, windowMs), stream(events))).toBe(expected)
  })

  // PostHog, test_funnel_strict: p7 and p8.
  it.each([
    ['nothing else may lie between', '1a 2x 3b', 1],
    ['a repeated first step just before does no harm', '0x 1a 2a 3b 4c', 3],
    ['a repeated first step inside does', '1a 2b 3a 4c', 2],
    ['what tells who somebody is does no harm', '1a 2$identify 3b', 2],
    ['a later try may be the good one', '1a 2x 3a 4b 5c', 3],
  ])('strict: %s', (_name, events, expected) => {
    expect(reachedStep(query('abc', 10, { order: 'strict' }), stream(events))).toBe(expected)
  })

  it.each([
    ['any order', 'abc', 10, '1c 2b 3a', 3],
    ['within the window from whichever came first', 'abc', 2, '1c 2b 4a', 2],
    ['each step at an event of its own', 'aab', 10, '1a 2b', 2],
  ])('unordered: %s', (_name, names, windowMs, events, expected) => {
    expect(reachedStep(query(names, windowMs, { order: 'unordered' }), stream(events))).toBe(expected)
  })

  it('unordered: a rare event is not used up by a general step', () => {
    const steps = [{ event: 'a' }, { event: 'a', where: [{ property: 'p', op: 'exists' as const }] }]
    const [rare, plain] = stream('1a 2a')
    if (!rare || !plain) throw new Error('no events')
    expect(reachedStep({ steps, windowMs: 10, order: 'unordered' }, [{ ...rare, properties: { p: 1 } }, plain])).toBe(2)
  })

  // PostHog, test_funnel_exclusions: excluded between two steps, before the first of them, and past the window.
  it.each([
    ['between the two steps leaves the person out', 'ordered', '0a 1x 2b', 0],
    ['while the second step is still to come, too', 'ordered', '0a 1a 2x', 0],
    ['before the first or after the second does no harm', 'ordered', '0x 1a 2b 3x 4c', 3],
    ['after the window does no harm', 'ordered', '0a 11x', 1],
    ['does not spoil another try', 'ordered', '0a 1x 20a 21b', 2],
    ['in any order ends the try there', 'unordered', '0b 1x 2a 3c', 1 + 1],
    ['in any order keeps the first step', 'unordered', '0a 1x 20b', 1],
  ] as const)('an excluded event %s (%s)', (_name, order, events, expected) => {
    const exclusions = [{ event: 'x', afterStep: 1, beforeStep: 2 }]
    expect(reachedStep(query('abc', 10, { order, exclusions }), stream(events))).toBe(expected)
  })

  it('the range bounds the start, not the later steps', () => {
    const bounded = { ...query('ab', 10), fromAt: 5, untilAt: 8 }
    expect(reachedStep(bounded, stream('4a 6b'))).toBe(0)
    expect(reachedStep(bounded, stream('7a 17b'))).toBe(2)
    expect(reachedStep(bounded, stream('8a 9b'))).toBe(0)
  })
})

describe('funnel', () => {
  it('counts persons and conversions', () => {
    const events = [...stream('1a 2b 3c', 'm1'), ...stream('1a 2b', 'm2'), ...stream('1a', 'm3'), ...stream('2b', 'm4')]
    expect(funnel(query('abc', 10), events).steps).toEqual([
      { event: 'a', count: 3, conversionBps: 10_000, stepConversionBps: 10_000, averageMs: null, medianMs: null },
      { event: 'b', count: 2, conversionBps: 6667, stepConversionBps: 6667, averageMs: 1, medianMs: 1 },
      { event: 'c', count: 1, conversionBps: 3333, stepConversionBps: 5000, averageMs: 1, medianMs: 1 },
    ])
  })

  it('answers zero, not NaN, when nobody came', () => {
    expect(funnel(query('ab', 10), []).steps[1]).toEqual({
      event: 'b',
      count: 0,
      conversionBps: 0,
      stepConversionBps: 0,
      averageMs: null,
      medianMs: null,
    })
  })

  it('stitches anonymous events to the member first seen with the anonymous id', () => {
    const at = (occurredAt: number, event: string, anonymousId?: string, memberId?: string): AnalysisEvent => ({
      messageId: `${occurredAt}${event}`,
      event,
      anonymousId,
      memberId,
      occurredAt,
      properties: {},
    })
    const events = [
      at(1, 'a', 'phone'),
      at(2, '$identify', 'phone', 'mem_1'),
      at(3, 'b', 'laptop', 'mem_1'),
      at(4, 'a', 'laptop'),
      at(5, '$identify', 'phone', 'mem_2'),
      at(6, 'b', 'phone', 'mem_2'),
    ]
    expect(linkIdentities(events)).toEqual(
      new Map([
        ['phone', 'mem_1'],
        ['laptop', 'mem_1'],
      ]),
    )
    expect(funnel(query('ab', 10), events).steps.map(({ count }) => count)).toEqual([1, 1])
  })

  it('counts the worked example of the documentation', () => {
    const minutes = (text: string, memberId: string) =>
      stream(text, memberId).map((event) => ({ ...event, occurredAt: event.occurredAt * 60_000 }))
    const view = { event: 'a', anonymousId: 'anon', occurredAt: 540 * 60_000, messageId: 'v', properties: {} }
    const signIn = { ...view, event: '$identify', memberId: 'mem_1', occurredAt: 550 * 60_000, messageId: 's' }
    const { steps } = funnel(query('abc', 3_600_000), [
      view,
      signIn,
      ...minutes('560b 600c', 'mem_1'),
      ...minutes('540a 570b 601c', 'mem_2'),
      ...minutes('540a 660a 665b 690c', 'mem_3'),
      ...minutes('540b 545a', 'anon_2'),
    ])
    expect(steps.map(({ count }) => count)).toEqual([4, 3, 2])
    expect(steps.map(({ conversionBps }) => conversionBps)).toEqual([10_000, 7500, 5000])
    expect(steps.map(({ stepConversionBps }) => stepConversionBps)).toEqual([10_000, 7500, 6667])
  })

  it('tells how long each step took, of the first complete try begun last', () => {
    const events = [...stream('0a 4a 10b 12c 50a 51b 52c', 'm1'), ...stream('0a 3b', 'm2'), ...stream('0a', 'm3')]
    const times = funnel(query('abc', 20), events).steps.map(({ averageMs, medianMs }) => [averageMs, medianMs])
    expect(times).toEqual([
      [null, null],
      [5, 5],
      [2, 2],
    ])
  })

  it.each([
    ['after itself', [{ event: 'x', afterStep: 2, beforeStep: 2 }]],
    ['before a step there is not', [{ event: 'x', afterStep: 1, beforeStep: 3 }]],
    ['too often', Array.from({ length: 6 }, () => ({ event: 'x', afterStep: 1, beforeStep: 2 }))],
  ])('refuses to exclude %s', (_name, exclusions) => {
    expect(() => funnel(query('ab', 10, { exclusions }), [])).toThrow(RangeError)
  })

  it('takes time in proportion to the events, also of one person', () => {
    const eventCount = 50_000
    const busy = Array.from({ length: eventCount }, (_, at) => ({
      ...{ messageId: `m${at}`, event: 'abx'[at % 3] ?? 'x', memberId: 'mem_1', occurredAt: at, properties: {} },
    }))
    for (const order of ['ordered', 'strict', 'unordered'] as const) {
      const asked = query('abc', eventCount, { order, exclusions: [{ event: 'y', afterStep: 1, beforeStep: 2 }] })
      expect(funnel(asked, busy).steps.map(({ count }) => count)).toEqual([1, 1, 0])
    }
  })

  it('refuses a query without steps', () => {
    expect(() => funnel(query('', 10), [])).toThrow(RangeError)
  })
})
