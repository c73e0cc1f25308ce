import type { ReactElement } from 'react'

/** Ahe at the window of the little house. */
export function House(): ReactElement {
  return (
    <svg className="hero__house" viewBox="0 0 190 200" aria-hidden="true">
      <circle cx="30" cy="62" r="18" fill="#f5ce6a" />
      <path d="M0 186c40-20 150-22 190-2v16H0z" fill="#7fa57f" />
      <path d="M118 34h16v34l-16-12z" fill="#8f2a14" />
      <path d="M40 92h114v94H40z" fill="#fffaf0" />
      <path d="M26 98 97 34l71 64z" fill="#c23b1e" />
      <path d="m26 98 71-64 71 64-9 0-62-56-62 56z" fill="#8f2a14" />
      <circle cx="97" cy="76" r="9" fill="#fffaf0" />
      <path d="M97 67v18M88 76h18" stroke="#8f2a14" strokeWidth="2" />
      <path d="M52 110h50v44H52z" fill="#f5ce6a" />
      <path d="M77 122c12 0 16 9 16 20v12H61v-12c0-11 4-20 16-20z" fill="#33251f" />
      <circle cx="77" cy="134" r="10" fill="#f3c9a8" />
      <path d="M66 133c1-9 6-12 11-12s10 3 11 12c-5-1-9-3-11-6-2 3-6 5-11 6z" fill="#33251f" />
      <path d="M60 154c1-8 8-11 17-11s16 3 17 11z" fill="#2f6b4f" />
      <circle cx="73.5" cy="135" r="1.2" fill="#33251f" />
      <circle cx="80.5" cy="135" r="1.2" fill="#33251f" />
      <path d="M74 139q3 2.5 6 0" stroke="#a5432c" strokeWidth="1.4" fill="none" strokeLinecap="round" />
      <path d="M52 110h50v44H52z" fill="none" stroke="#8f2a14" strokeWidth="4" />
      <path d="M48 156h58v7H48z" fill="#8f2a14" />
      <path d="M56 156c0-7-4-9-8-9 0 5 2 8 8 9zm42 0c0-7 4-9 8-9 0 5-2 8-8 9z" fill="#3f7d5f" />
      <path d="M116 118a14 14 0 0 1 28 0v68h-28z" fill="#2f6b4f" />
      <circle cx="138" cy="154" r="2.5" fill="#f5ce6a" />
      <path d="M123 120h14v14h-14z" fill="#f5ce6a" />
      <path
        d="M18 190c0-22-6-30-12-36m12 36c0-20 6-30 12-34m-12 34c0-24 1-34 0-44"
        stroke="#2f6b4f"
        strokeWidth="3"
        fill="none"
      />
      <path
        d="M5 154c0-5 1-8 2-10 3 3 3 7 1 10zm23 2c0-5 2-8 4-9 1 4 0 7-2 10zm-12-10c0-6 1-8 2-11 2 4 2 8 0 11z"
        fill="#e0a437"
      />
    </svg>
  )
}
