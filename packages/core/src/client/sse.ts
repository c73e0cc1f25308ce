/** One event of a stream. */
export type Frame = { readonly id: string; readonly event: string; readonly data: string }

/** The most text that may wait for the end of its frame. */
const MAX_FRAME = 1_000_000

/**
 * Reads Server-Sent Events (WHATWG HTML §9.2) from text cut anywhere. Comments and unknown fields are skipped; a frame
 * without data is none. Throws when a frame does not end.
 */
export function createFrameReader(onFrame: (frame: Frame) => void): (chunk: string) => void {
  let rest = ''
  let [id, event, data] = ['', '', [] as string[]]
  const dispatch = (): void => {
    if (data.length > 0) onFrame({ id, event, data: data.join('\n') })
    event = ''
    data = []
  }
  const readLine = (line: string): void => {
    if (line === '') dispatch()
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? []
    if (field === 'id') id = value
    if (field === 'event') event = value
    if (field === 'data') data.push(value)
  }
  return (chunk) => {
    rest += chunk
    // A carriage return at the very end may be half of a line break.
    const lines = rest.split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    if (rest.length > MAX_FRAME) throw new Error('a frame of the event stream does not end')
    for (const line of lines) readLine(line)
  }
}
