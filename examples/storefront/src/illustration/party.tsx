import type { ReactElement } from 'react'
import { type Palette, seedOf } from './palette.ts'

/** A line of flags. */
export function Bunting({ light, body, deep, accent }: Palette): ReactElement {
  return (
    <>
      <path d="M4 24q56 26 112 0" stroke={deep} strokeWidth="2.5" fill="none" />
      <path d="m12 28 19 7-14 23z" fill={body} />
      <path d="m35 36 20 1-9 27z" fill={accent} />
      <path d="m60 37 20-2-7 28z" fill={light} />
      <path d="m85 34 20-8-4 29z" fill={deep} />
      <circle cx="19" cy="40" r="2" fill={light} />
      <circle cx="67" cy="45" r="2" fill={body} />
      <circle cx="73" cy="43" r="2" fill={body} />
      <circle cx="71" cy="51" r="2" fill={body} />
      <path d="M4 72q56 24 112 0" stroke={deep} strokeWidth="2.5" fill="none" />
      <path d="m22 80 20 4-13 23z" fill={deep} />
      <path d="m48 85 20 0-9 25z" fill={body} />
      <path d="m74 84 19-4-5 25z" fill={accent} />
      <circle cx="56" cy="92" r="2" fill={light} />
      <circle cx="62" cy="91" r="2" fill={light} />
      <circle cx="59" cy="99" r="2" fill={light} />
    </>
  )
}

/** A big bag with dots. */
export function Bag({ light, body, deep, accent }: Palette): ReactElement {
  const dots = [36, 52, 68, 84].flatMap((x, column) =>
    [56, 72, 88].map((y) => ({ x: x - (column % 2) * 1, y: y + (column % 2) * 6 })),
  )
  return (
    <>
      <path d="M42 48V34c0-12 8-16 18-16s18 4 18 16v14" fill="none" stroke={deep} strokeWidth="5" />
      <path d="M24 44h72l6 58H18z" fill={body} />
      {dots.map(({ x, y }) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r="4.5" fill={light} />
      ))}
      <path d="M24 44h72l1 8H23z" fill={accent} />
    </>
  )
}

/** Notebooks tied up with string. */
export function Notebook({ light, body, deep, accent }: Palette): ReactElement {
  return (
    <>
      <rect x="30" y="30" width="64" height="74" rx="4" fill={deep} transform="rotate(7 62 67)" />
      <rect x="27" y="26" width="64" height="76" rx="4" fill={light} transform="rotate(2 59 64)" />
      <rect x="26" y="22" width="64" height="78" rx="4" fill={body} />
      <path d="M26 26a4 4 0 0 1 4-4h6v78h-6a4 4 0 0 1-4-4z" fill={deep} />
      <rect x="46" y="36" width="34" height="22" rx="2" fill={light} />
      <path d="M52 44h22M52 50h14" stroke={deep} strokeWidth="2" strokeLinecap="round" />
      <path d="M26 74h64M66 22v78" stroke={accent} strokeWidth="3" />
      <path d="M66 74c-9-9-15-7-15-2s8 5 15 2c8-9 15-8 15-2s-8 5-15 2z" fill="none" stroke={accent} strokeWidth="3" />
    </>
  )
}

/** A little bird on a branch. */
export function Bird({ light, body, deep, accent }: Palette): ReactElement {
  return (
    <>
      <path d="M10 92c34 6 66 4 100-6" stroke={deep} strokeWidth="5" strokeLinecap="round" fill="none" />
      <path d="M96 84c2-9 8-12 15-12-1 8-6 13-15 12z" fill="#7fa57f" />
      <path d="M26 72 6 64l4 14 20 6z" fill={deep} />
      <path
        d="M24 68c2-16 14-22 28-23 4-14 14-20 25-18 12 2 17 12 15 24-2 24-20 37-40 36-16 0-28-6-28-19z"
        fill={body}
      />
      <path d="M92 44 106 48 91 53z" fill={accent} />
      <path d="M56 86c20 1 35-9 36-31-9 14-25 16-36 31z" fill={light} />
      <path d="M34 66c8-10 24-12 32-4-4 12-22 16-32 4z" fill={deep} />
      <circle cx="80" cy="42" r="3.5" fill={light} />
      <circle cx="80.5" cy="42" r="1.8" fill="#22302b" />
      <path d="M52 86v7m10-8v8" stroke={accent} strokeWidth="2.5" />
    </>
  )
}

/** A cushion with a button. */
export function Cushion({ light, body, deep, accent }: Palette): ReactElement {
  return (
    <>
      <path d="M22 32q38 9 76 0-8 34 0 68-38-9-76 0 8-34 0-68z" fill={body} />
      <path
        d="M31 41q29 6 58 0-6 25 0 50-29-6-58 0 6-25 0-50z"
        fill="none"
        stroke={light}
        strokeWidth="2"
        strokeDasharray="5 4"
      />
      <path d="M60 50v32M44 66h32" stroke={deep} strokeWidth="3" strokeLinecap="round" />
      <circle cx="60" cy="66" r="8" fill={accent} />
      <circle cx="57.5" cy="66" r="1.2" fill={deep} />
      <circle cx="62.5" cy="66" r="1.2" fill={deep} />
    </>
  )
}

/** Patchwork, each product its own: for what has no drawing. */
export function Patchwork({
  palette,
  productId,
}: {
  readonly palette: Palette
  readonly productId: string
}): ReactElement {
  const { light, body, deep, accent } = palette
  const colours = [light, body, deep, accent]
  const patches = [0, 1, 2].flatMap((row) =>
    [0, 1, 2].map((column) => {
      const seed = seedOf(`${productId} ${row} ${column}`)
      return {
        x: 21 + column * 26,
        y: 21 + row * 26,
        fill: colours[seed % 4],
        other: colours[(seed + 1 + ((seed >> 4) % 3)) % 4],
        seed,
      }
    }),
  )
  return (
    <>
      {patches.map(({ x, y, fill, other, seed }) => (
        <g key={`${x} ${y}`} transform={`translate(${x} ${y})`}>
          <path d="M0 0h26v26H0z" fill={fill} />
          <path d={motifs[(seed >> 8) % motifs.length]} fill={other} />
        </g>
      ))}
      <path d="M21 47h78M21 73h78M47 21v78M73 21v78" stroke={light} strokeWidth="1.5" strokeDasharray="3 3" />
    </>
  )
}

const motifs = [
  'M0 0h26L0 26z',
  'M13 3 23 13 13 23 3 13z',
  'M13 22C5 17 3 14 3 10a5 5 0 0 1 10-1 5 5 0 0 1 10 1c0 4-2 7-10 12z',
  'M0 0h13v13H0zm13 13h13v13H13z',
  'M13 5a8 8 0 1 1 0 16 8 8 0 0 1 0-16z',
]
