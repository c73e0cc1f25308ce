import type { ReactElement } from 'react'
import { Bottle, Clock, Frame, HeartLight, Lantern, NightLight } from './home.tsx'
import { CakeStand, Jam, LunchBox, Mug, Tins } from './kitchen.tsx'
import { type Palette, paletteOf } from './palette.ts'
import { Bag, Bird, Bunting, Cushion, Notebook, Patchwork } from './party.tsx'

type Drawing = (palette: Palette) => ReactElement

/** What a product is, as far as its category or name tells; the first that fits is drawn. */
const drawings: ReadonlyArray<readonly [RegExp, Drawing]> = [
  [/night ?light/, NightLight],
  [/lunch ?(box|bag)|snack box/, LunchBox],
  [/cake ?stand|cakestand/, CakeStand],
  [/\btins?\b|storage box|canister/, Tins],
  [/bunting|garland|flag/, Bunting],
  [/lantern/, Lantern],
  [/t-?light|candle|\blight\b|heart/, HeartLight],
  [/hot water|hottie|bottle/, Bottle],
  [/clock/, Clock],
  [/notebook|note ?book|journal|card|paper|tissue/, Notebook],
  [/frame|sign|picture|mirror/, Frame],
  [/bag\b|shopper/, Bag],
  [/jam|jar/, Jam],
  [/bird|owl|hen|duck/, Bird],
  [/mug|cup|tea|coffee/, Mug],
  [/cushion|pillow|filler/, Cushion],
]

/** What a drawing is made after: anything that names a product. */
export type Drawn = {
  readonly id: string
  readonly category?: string | undefined
  readonly title?: { readonly en: string } | undefined
}

export type IllustrationProps = { readonly product: Drawn; readonly className?: string | undefined }

/** A picture of a product, drawn here: the same product always looks the same. Decoration beside its name. */
export function Illustration({ product, className = '' }: IllustrationProps): ReactElement {
  const palette = paletteOf(product.id)
  const draw = drawingOf(product)
  return (
    <svg
      className={`illustration ${className}`}
      viewBox="0 0 120 120"
      style={{ background: palette.wall }}
      aria-hidden="true"
    >
      {draw !== undefined && <ellipse cx="60" cy="102" rx="48" ry="7" fill={palette.floor} />}
      {draw === undefined ? <Patchwork palette={palette} productId={product.id} /> : draw(palette)}
    </svg>
  )
}

function drawingOf({ id, category, title }: Drawn): Drawing | undefined {
  return matching(category ?? '') ?? matching(title?.en ?? '') ?? matching(id)
}

function matching(text: string): Drawing | undefined {
  const words = text.toLowerCase().replaceAll('_', ' ')
  return drawings.find(([pattern]) => pattern.test(words))?.[1]
}
