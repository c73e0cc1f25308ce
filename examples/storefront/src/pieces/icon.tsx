import type { ReactElement } from 'react'

const paths = {
  house: 'M4 11.5 12 5l8 6.5M6 10v9h12v-9M10 19v-5h4v5',
  ticket: 'M4 7h16v3.5a1.8 1.8 0 0 0 0 3.5v3H4v-3a1.8 1.8 0 0 0 0-3.5zM14 7v2.2m0 2v1.8m0 2v2',
  basket: 'M4 10h16l-1.6 9H5.6zM8 10l3-6M16 10l-3-6M9.5 13.5v2.5M14.5 13.5v2.5',
  person: 'M12 12a3.8 3.8 0 1 0 0-7.6A3.8 3.8 0 0 0 12 12zM4.5 20c.8-3.8 3.7-5.6 7.5-5.6s6.7 1.8 7.5 5.6',
  back: 'M14.5 5 7.5 12l7 7',
  next: 'm9.5 6 6 6-6 6',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.3 15.3 20 20',
  wallet: 'M4 7.5h14.5V19H4zM4 7.5 15 4v3.5M18.5 11H15a2.2 2.2 0 0 0 0 4.4h3.5',
  pin: 'M12 20.5c4.5-4.6 6.3-7.7 6.3-10.4a6.3 6.3 0 1 0-12.6 0c0 2.7 1.8 5.8 6.3 10.4zM12 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
  close: 'm6 6 12 12M18 6 6 18',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  copy: 'M9 9h10v11H9zM15 9V4H5v11h4',
  gift: 'M4 11h16v9H4zM3 7.5h18V11H3zM12 7.5V20M12 7.5C9 7.5 7.5 6.5 7.5 5.2c0-2 3.5-2.2 4.5 2.3 1-4.5 4.5-4.3 4.5-2.3 0 1.3-1.5 2.3-4.5 2.3',
  leaf: 'M5 19c8 1 14-4 14-14C9 5 4 11 5 19zm0 0 7-7',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2',
  calendar: 'M4 6.5h16V20H4zM4 10.5h16M8.5 4v4M15.5 4v4m-6.5 7 2.2 2.2 4-4',
  coin: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM9 8.5l3 3.5 3-3.5M12 12v4.5M9.5 12.5h5',
  box: 'M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8',
} as const

export type IconName = keyof typeof paths

export type IconProps = { readonly name: IconName; readonly small?: boolean }

/** A line drawing beside words; it says nothing on its own. */
export function Icon({ name, small = false }: IconProps): ReactElement {
  return (
    <svg
      className={small ? 'icon icon--small' : 'icon'}
      viewBox="0 0 24 24"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
    >
      <path d={paths[name]} strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
