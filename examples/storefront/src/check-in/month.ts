/** A square of a calendar: a day `2026-03-01`, or an empty place before the first. */
export type Square = { readonly key: string; readonly day: string | null; readonly number: number }

/** The squares of a month `2026-03` in weeks that begin on Monday. */
export function squaresOf(month: string): readonly Square[] {
  const { year, index } = partsOf(month)
  const before = (new Date(Date.UTC(year, index, 1)).getUTCDay() + 6) % 7
  const count = new Date(Date.UTC(year, index + 1, 0)).getUTCDate()
  const empty = Array.from({ length: before }, (_, at) => ({ key: `before ${at}`, day: null, number: 0 }))
  const days = Array.from({ length: count }, (_, at) => {
    const day = `${month}-${String(at + 1).padStart(2, '0')}`
    return { key: day, day, number: at + 1 }
  })
  return [...empty, ...days]
}

/** The month so many months later, or earlier. */
export function monthPlus(month: string, count: number): string {
  const { year, index } = partsOf(month)
  return new Date(Date.UTC(year, index + count, 1)).toISOString().slice(0, 7)
}

/** A day or a month as a moment that reads the same in UTC. */
export function utcOf(text: string): number {
  const { year, index } = partsOf(text)
  return Date.UTC(year, index, Number(text.slice(8) || 1))
}

function partsOf(text: string): { readonly year: number; readonly index: number } {
  return { year: Number(text.slice(0, 4)), index: Number(text.slice(5, 7)) - 1 }
}
