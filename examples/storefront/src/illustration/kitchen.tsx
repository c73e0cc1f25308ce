import type { ReactElement } from 'react'
import type { Palette } from './palette.ts'

/** Three tiers of cake on a stand. */
export function CakeStand({ light, body, deep, accent }: Palette): ReactElement {
  return (
    <>
      <path d="M57 22h6v74h-6z" fill={deep} />
      <circle cx="60" cy="19" r="5" fill="none" stroke={deep} strokeWidth="3" />
      <path d="M46 38h28v-5c0-3-5-6-14-6s-14 3-14 6z" fill={accent} />
      <path d="M36 60h22v-8c0-3-4-5-11-5s-11 2-11 5zm28 0h20v-7c0-3-4-5-10-5s-10 2-10 5z" fill={body} />
      <path d="M28 86h24V74c0-3-5-5-12-5s-12 2-12 5zm40 0h26V75c0-3-5-6-13-6s-13 3-13 6z" fill={light} />
      <path d="M28 77h24v4H28zm40 1h26v4H68z" fill={accent} />
      <circle cx="40" cy="67" r="3" fill={body} />
      <circle cx="81" cy="67" r="3" fill={body} />
      <circle cx="60" cy="25" r="3" fill={body} />
      <path d="M40 38h40c0 4-6 6-20 6s-20-2-20-6zm-10 22h60c0 5-9 7-30 7s-30-2-30-7z" fill={light} />
      <path d="M20 86h80c0 6-12 9-40 9s-40-3-40-9z" fill={light} />
      <path d="M44 103c0-5 6-8 16-8s16 3 16 8z" fill={deep} />
    </>
  )
}

/** A tin box with a handle. */
export function LunchBox({ light, body, deep, accent }: Palette): ReactElement {
  return (
    <>
      <path d="M44 40v-6c0-6 4-9 16-9s16 3 16 9v6" fill="none" stroke={deep} strokeWidth="5" />
      <rect x="22" y="38" width="76" height="62" rx="10" fill={body} />
      <path d="M22 58h76v-10a10 10 0 0 0-10-10H32a10 10 0 0 0-10 10z" fill={deep} />
      <rect x="54" y="52" width="12" height="13" rx="3" fill={accent} />
      <circle cx="60" cy="81" r="13" fill={light} />
      <path d="M49 80a11 11 0 0 1 22 0c-3-4-6-5-11-5s-8 1-11 5z" fill={deep} />
      <circle cx="56" cy="82" r="1.6" fill={deep} />
      <circle cx="64" cy="82" r="1.6" fill={deep} />
      <path d="M57 87q3 2.4 6 0" stroke={body} strokeWidth="1.8" strokeLinecap="round" fill="none" />
      <path d="M32 71l4 4-4 4-4-4zm56 0 4 4-4 4-4-4zM32 86l4 4-4 4-4-4zm56 0 4 4-4 4-4-4z" fill={accent} />
    </>
  )
}

/** Three tins of three sizes. */
export function Tins({ light, body, deep, accent }: Palette): ReactElement {
  return (
    <>
      <rect x="20" y="70" width="80" height="32" rx="4" fill={body} />
      <rect x="18" y="66" width="84" height="9" rx="3" fill={deep} />
      <rect x="30" y="44" width="60" height="22" rx="3" fill={light} />
      <rect x="28" y="40" width="64" height="8" rx="3" fill={accent} />
      <rect x="41" y="24" width="38" height="16" rx="3" fill={body} />
      <rect x="39" y="20" width="42" height="7" rx="3" fill={deep} />
      <circle cx="60" cy="18" r="3" fill={accent} />
      <rect x="46" y="81" width="28" height="14" rx="7" fill={light} />
      <path d="M52 88h16" stroke={deep} strokeWidth="2" strokeLinecap="round" />
      <path d="M34 55h6m4 0h6m4 0h6m4 0h6m4 0h6" stroke={body} strokeWidth="3" strokeLinecap="round" />
      <path d="M52 33.5h16" stroke={light} strokeWidth="2" strokeLinecap="round" />
    </>
  )
}

/** A jar of jam under a cloth. */
export function Jam({ light, body, deep, accent }: Palette): ReactElement {
  return (
    <>
      <rect x="32" y="42" width="50" height="60" rx="11" fill={light} />
      <path d="M36 56h42v35a8 8 0 0 1-8 8H44a8 8 0 0 1-8-8z" fill={body} />
      <path d="M31 44q4 5 8 0t9 0 9 0 9 0 9 0 8 0l-4-13q-22-9-44 0z" fill={accent} />
      <path d="M35 36q22-7 44 0" stroke={deep} strokeWidth="2.5" fill="none" />
      <circle cx="45" cy="30" r="2.2" fill={light} />
      <circle cx="57" cy="28" r="2.2" fill={light} />
      <circle cx="69" cy="30" r="2.2" fill={light} />
      <rect x="43" y="64" width="28" height="22" rx="3" fill={light} />
      <path d="M57 80c-6-4-7-6.5-7-8.5a3.5 3.5 0 0 1 7-1 3.5 3.5 0 0 1 7 1c0 2-1 4.5-7 8.5z" fill={deep} />
      <circle cx="92" cy="94" r="8" fill={body} />
      <circle cx="101" cy="88" r="6.5" fill={deep} />
      <path d="M92 86c0-7 3-10 8-12m1 8c0-4-1-6-1-8" stroke="#5f8f6a" strokeWidth="2" fill="none" />
    </>
  )
}

/** A mug with something warm. */
export function Mug({ light, body, deep, accent }: Palette): ReactElement {
  return (
    <>
      <path d="M80 58h8a12 12 0 0 1 0 25h-9" fill="none" stroke={deep} strokeWidth="7" />
      <path d="M28 46h54v40a14 14 0 0 1-14 14H42a14 14 0 0 1-14-14z" fill={body} />
      <ellipse cx="55" cy="46" rx="27" ry="7" fill={light} />
      <ellipse cx="55" cy="47" rx="21" ry="4.5" fill={deep} />
      <path d="M55 88c-10-6-13-10-13-15a6.5 6.5 0 0 1 13-1.5A6.5 6.5 0 0 1 68 73c0 5-3 9-13 15z" fill={accent} />
      <path
        d="M45 34q-5-5 0-10t0-10m18 20q-5-5 0-10t0-10"
        fill="none"
        stroke={light}
        strokeWidth="3.5"
        strokeLinecap="round"
      />
    </>
  )
}
