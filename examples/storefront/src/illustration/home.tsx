import type { ReactElement } from 'react'
import type { Palette } from './palette.ts'

/** A flame is the same colour in every light. */
const flame = '#f5ce6a'

/** A knitted hot-water bottle. */
export function Bottle({ light, body, deep, accent }: Palette): ReactElement {
  return (
    <>
      <rect x="50" y="16" width="20" height="10" rx="4" fill={deep} />
      <path d="M52 24h16v12c14 2 20 10 20 22v30c0 10-6 15-14 15H46c-8 0-14-5-14-15V58c0-12 6-20 20-22z" fill={body} />
      <path d="M49 33h22v8H49z" fill={light} />
      <path d="M52 33v8m4-8v8m4-8v8m4-8v8m4-8v8" stroke={accent} strokeWidth="1.5" />
      <path d="M32 62h56M32 92h56" stroke={light} strokeWidth="2" strokeDasharray="4 4" />
      <path d="M60 90c-13-8-17-13-17-19a8.5 8.5 0 0 1 17-2 8.5 8.5 0 0 1 17 2c0 6-4 11-17 19z" fill={light} />
      <path d="M71 40c9 3 13 8 14 16l10 2-6-14z" fill={accent} />
    </>
  )
}

/** A heart on a string with a small flame in it. */
export function HeartLight({ light, body, deep }: Palette): ReactElement {
  return (
    <>
      <path d="M60 0v30" stroke={deep} strokeWidth="2" />
      <circle cx="60" cy="29" r="4" fill="none" stroke={deep} strokeWidth="2.5" />
      <path d="M60 102C32 84 22 70 22 54a19 19 0 0 1 38-5 19 19 0 0 1 38 5c0 16-10 30-38 48z" fill={body} />
      <path d="M60 90C40 77 33 67 33 56a12 12 0 0 1 27-2 12 12 0 0 1 27 2c0 11-7 21-27 34z" fill={light} />
      <circle cx="60" cy="67" r="17" fill={flame} opacity=".4" />
      <path d="M60 52c6 7 7 10 7 13a7 7 0 0 1-14 0c0-3 1-6 7-13z" fill={flame} />
      <path d="M60 60c3 3 3 5 3 6a3 3 0 0 1-6 0c0-1 0-3 3-6z" fill={light} />
      <path d="M50 73h20l-2 9H52z" fill={deep} />
    </>
  )
}

/** A small lantern. */
export function Lantern({ light, body, deep }: Palette): ReactElement {
  return (
    <>
      <path d="M42 34c0-26 36-26 36 0" fill="none" stroke={deep} strokeWidth="4" />
      <path d="M36 46 60 24l24 22z" fill={body} />
      <rect x="38" y="46" width="44" height="46" fill={light} />
      <circle cx="60" cy="68" r="19" fill={flame} opacity=".35" />
      <path d="M60 54c6 7 7 10 7 13a7 7 0 0 1-14 0c0-3 1-6 7-13z" fill={flame} />
      <rect x="54" y="74" width="12" height="16" rx="2" fill={deep} />
      <path d="M38 46h5v46h-5zm39 0h5v46h-5z" fill={body} />
      <rect x="31" y="90" width="58" height="10" rx="3" fill={deep} />
      <path d="M60 42c-3-2-4-3-4-5a2 2 0 0 1 4 0 2 2 0 0 1 4 0c0 2-1 3-4 5z" fill={light} />
    </>
  )
}

/** An alarm clock. */
export function Clock({ light, body, deep, accent }: Palette): ReactElement {
  return (
    <>
      <path d="m38 96-8 9m52-9 8 9" stroke={deep} strokeWidth="6" strokeLinecap="round" />
      <path d="M26 44a14 14 0 0 1 24-15zm68 0a14 14 0 0 0-24-15z" fill={accent} />
      <path d="M57 22h6v10h-6z" fill={deep} />
      <circle cx="60" cy="66" r="36" fill={body} />
      <circle cx="60" cy="66" r="27" fill={light} />
      <path d="M60 44v4m0 36v4m22-22h-4M42 66h-4" stroke={deep} strokeWidth="3" strokeLinecap="round" />
      <path d="M60 66V51m0 15 11 7" stroke={deep} strokeWidth="4" strokeLinecap="round" />
      <circle cx="60" cy="66" r="4" fill={accent} />
    </>
  )
}

/** A rabbit that glows at night. */
export function NightLight({ light, body, deep, accent }: Palette): ReactElement {
  return (
    <>
      <circle cx="60" cy="66" r="46" fill={accent} opacity=".35" />
      <ellipse cx="48" cy="34" rx="8.5" ry="22" fill={light} transform="rotate(-8 48 34)" />
      <ellipse cx="72" cy="34" rx="8.5" ry="22" fill={light} transform="rotate(8 72 34)" />
      <ellipse cx="48" cy="36" rx="4" ry="14" fill={accent} transform="rotate(-8 48 36)" />
      <ellipse cx="72" cy="36" rx="4" ry="14" fill={accent} transform="rotate(8 72 36)" />
      <path d="M28 78c0-20 14-30 32-30s32 10 32 30-12 24-32 24-32-4-32-24z" fill={light} />
      <circle cx="49" cy="73" r="3.5" fill={deep} />
      <circle cx="71" cy="73" r="3.5" fill={deep} />
      <path d="M57 80h6l-3 4z" fill={body} />
      <circle cx="41" cy="82" r="4.5" fill={accent} />
      <circle cx="79" cy="82" r="4.5" fill={accent} />
    </>
  )
}

/** A picture frame with a landscape. */
export function Frame({ light, body, deep, accent }: Palette): ReactElement {
  return (
    <>
      <path d="m46 24 14-12 14 12" fill="none" stroke={deep} strokeWidth="2.5" />
      <rect x="24" y="22" width="72" height="80" rx="4" fill={light} />
      <rect x="24" y="22" width="72" height="80" rx="4" fill="none" stroke={deep} strokeWidth="2" opacity=".25" />
      <path d="M35 33h50v58H35z" fill={accent} opacity=".45" />
      <circle cx="70" cy="49" r="8" fill={accent} />
      <path d="M35 78c10-12 18-14 26-6 8-9 16-9 24-3v22H35z" fill={body} />
      <path d="M35 84c12-6 30-7 50 0v7H35z" fill={deep} />
    </>
  )
}
