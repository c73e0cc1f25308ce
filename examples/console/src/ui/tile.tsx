import type { ReactElement } from 'react'

type TileProps = { readonly id: string; readonly label: string; readonly value: string; readonly hint: string }

/** One figure with its name above and what it covers below. */
export function Tile({ id, label, value, hint }: TileProps): ReactElement {
  return (
    <div className="card tile" data-testid={`tile-${id}`}>
      <span className="tile-label">{label}</span>
      <strong className="tile-value">{value}</strong>
      <span className="tile-hint">{hint}</span>
    </div>
  )
}
