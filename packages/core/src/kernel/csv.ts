/**
 * Rows as CSV (RFC 4180). Text that a spreadsheet would read as a formula is preceded by a single quote, and so is text
 * that would then be mistaken for such; {@link readCsv} takes it off again.
 */
export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')
}

function cellOf(cell: string | number): string {
  if (typeof cell === 'number') return String(cell)
  const safe = /^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) || safe.startsWith('\ufeff') ? `"${safe.replace(/"/g, '""')}"` : safe
}

/** What a CSV text says, or where it cannot be read: rows and columns count from 1. */
export type CsvRows =
  | { readonly ok: true; readonly rows: readonly (readonly string[])[] }
  | { readonly ok: false; readonly row: number; readonly column: number }

/**
 * The cells of a CSV text (RFC 4180), as {@link csvText} writes it or a spreadsheet does: lines end in CRLF, LF or CR,
 * a mark of byte order is skipped, and so are empty lines.
 */
export function readCsv(text: string): CsvRows {
  const rows: string[][] = []
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y
  let cells: string[] = []
  let place = text.startsWith('\ufeff') ? 1 : 0
  while (place < text.length || cells.length > 0) {
    pattern.lastIndex = place
    const found = pattern.exec(text)
    if (found === null) return { ok: false, row: rows.length + 1, column: cells.length + 1 }
    const [whole, quoted, plain = '', end] = found
    place += whole.length
    cells.push(plainText(quoted === undefined ? plain : quoted.replaceAll('""', '"')))
    if (end === ',') continue
    if (cells.length > 1 || cells[0] !== '' || quoted !== undefined) rows.push(cells)
    cells = []
  }
  return { ok: true, rows }
}

function plainText(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
}
