import type { QrMatrix } from '@siyu/react'

/** Half as wide as high, sharp on phones: drawn at twice its size on the page. */
const [WIDTH, HEIGHT] = [600, 900]

export type PosterWords = {
  readonly shop: string
  readonly lead: string
  readonly scan: string
  readonly code: string
}

/** Draws a poster and gives it as the address of an image; undefined where nothing can be drawn. */
export function drawPoster(words: PosterWords, qr: QrMatrix): string | undefined {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const pen = canvas.getContext('2d')
  if (pen === null) return undefined
  pen.fillStyle = '#fdf2d0'
  pen.fillRect(0, 0, WIDTH, HEIGHT)
  pen.fillStyle = '#c23b1e'
  pen.fillRect(0, 0, WIDTH, 250)
  pen.textAlign = 'center'
  write(pen, words.shop, { y: 110, size: 46, colour: '#fff7e3' })
  write(pen, words.lead, { y: 190, size: 28, colour: '#fceae3' })
  drawQr(pen, qr, 360, 310)
  write(pen, words.scan, { y: 760, size: 28, colour: '#22302b' })
  write(pen, words.code, { y: 815, size: 24, colour: '#56645d' })
  return canvas.toDataURL('image/png')
}

type Line = { readonly y: number; readonly size: number; readonly colour: string }

/** A line in the middle, smaller where it would not fit. */
function write(pen: CanvasRenderingContext2D, text: string, { y, size, colour }: Line): void {
  const font = (px: number): string => `700 ${px}px "Songti SC", "Noto Serif CJK SC", Georgia, serif`
  pen.font = font(size)
  const room = WIDTH - 60
  const width = pen.measureText(text).width
  if (width > room) pen.font = font(Math.floor((size * room) / width))
  pen.fillStyle = colour
  pen.fillText(text, WIDTH / 2, y)
}

function drawQr(pen: CanvasRenderingContext2D, { size, rows }: QrMatrix, side: number, top: number): void {
  const unit = Math.floor(side / size)
  const left = Math.floor((WIDTH - unit * size) / 2)
  pen.fillStyle = '#ffffff'
  pen.fillRect(left - 20, top - 20, unit * size + 40, unit * size + 40)
  pen.fillStyle = '#214d39'
  for (const [y, row] of rows.entries()) {
    for (const [x, isDark] of row.entries()) {
      if (isDark) pen.fillRect(left + x * unit, top + y * unit, unit, unit)
    }
  }
}
