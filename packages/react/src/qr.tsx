import type { ReactElement } from 'react'
import { useEffect, useState } from 'react'

/** A QR code: `rows[y][x]` is true where it is dark. The quiet border is part of it. */
export type QrMatrix = { readonly size: number; readonly rows: readonly (readonly boolean[])[] }

/** The QR code of a text; null until the encoder is loaded, and for null. */
export function useQrMatrix(text: string | null): QrMatrix | null {
  const [made, setMade] = useState<{ readonly text: string; readonly matrix: QrMatrix } | null>(null)
  useEffect(() => {
    if (text === null) return
    let isWanted = true
    // Loaded when first drawn: most pages show no code, and the encoder is as large as half of this package.
    void import('uqr').then(({ encode }) => {
      const { size, data } = encode(text, { border: 2 })
      if (isWanted) setMade({ text, matrix: { size, rows: data } })
    })
    return () => {
      isWanted = false
    }
  }, [text])
  return made !== null && made.text === text ? made.matrix : null
}

/** The dark parts as the path of an SVG whose view box is `0 0 size size`. */
export function qrPath({ rows }: QrMatrix): string {
  return rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
}

export type QrCodeProps = {
  readonly text: string
  /** What it is, for those who cannot see it. */
  readonly label?: string | undefined
  readonly className?: string | undefined
}

/** A text as a QR code that scales with its box and takes the colour of the text around it. */
export function QrCode({ text, label = text, className }: QrCodeProps): ReactElement {
  const matrix = useQrMatrix(text)
  const size = matrix?.size ?? 1
  return (
    <svg
      role="img"
      aria-label={label}
      className={className}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      data-state={matrix === null ? 'loading' : 'ready'}
    >
      {matrix !== null && <path fill="currentColor" d={qrPath(matrix)} />}
    </svg>
  )
}
