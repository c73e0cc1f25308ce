import type { ReactElement } from 'react'

export type PageName =
  | 'overview'
  | 'members'
  | 'orders'
  | 'aftersales'
  | 'coupons'
  | 'promotions'
  | 'products'
  | 'campaigns'
  | 'stock'
  | 'payments'
  | 'webhooks'
  | 'shipping'
  | 'taxes'
  | 'points'
  | 'tiers'
  | 'referrals'
  | 'links'
  | 'kolshops'
  | 'reviews'
  | 'ledger'
  | 'funnel'
  | 'retention'
  | 'events'
  | 'privacy'

/** One stroke path per page, on a 20 × 20 grid. */
const paths: Readonly<Record<PageName, string>> = {
  overview: 'M3 17V9m4.7 8V4m4.6 13v-6M17 17V7',
  members:
    'M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2 17c0-3 2.4-5 5.5-5s5.5 2 5.5 5M13.5 4a2.8 2.8 0 0 1 0 5.2M15 12.4c1.9.7 3 2.4 3 4.6',
  orders: 'M5 2.5h10v15l-2.5-1.6L10 17.5l-2.5-1.6L5 17.5ZM8 7h4M8 10.5h4',
  aftersales: 'M4.5 7.5H13a3.5 3.5 0 0 1 0 7H6.5M7.5 4.5l-3 3 3 3',
  coupons: 'M2.5 5.5h15v3a1.5 1.5 0 0 0 0 3v3h-15v-3a1.5 1.5 0 0 0 0-3ZM12 6v8',
  promotions: 'M3 10.5V4h6.5L17 11.5 11 17.5ZM6.5 7.2v.1',
  products: 'M10 2.5 16.5 6v8L10 17.5 3.5 14V6ZM3.7 6.2 10 9.5l6.3-3.3M10 9.5v8',
  campaigns: 'M11 2.5 4.5 11.5H9l-1 6 6.5-9H10Z',
  stock: 'M3 8 10 3l7 5v9H3ZM6.5 17v-5h7v5M6.5 14.5h7',
  payments: 'M2.5 5h15v10h-15ZM2.5 8.5h15M5.5 12h3',
  webhooks: 'M4 10a6 6 0 0 1 6-6M4 10a6 6 0 0 0 6 6M10 7a3 3 0 1 0 0 6M10 10h7M14.5 7.5 17 10l-2.5 2.5',
  shipping:
    'M2.5 5h9v9h-9ZM11.5 8h3.5l2.5 3v3h-6M6 16a1.6 1.6 0 1 0 0-3.2A1.6 1.6 0 0 0 6 16ZM14.5 16a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2Z',
  taxes: 'M5 2.5h7.5L15.5 6v11.5H5ZM8 8.5l4.5 5M8.2 8.8v.1M12.3 13.2v.1',
  points:
    'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 6l1.2 2.6 2.8.3-2.1 1.9.6 2.8-2.5-1.5-2.5 1.5.6-2.8L6 8.9l2.8-.3Z',
  tiers: 'M3 16.5h14M4 13.5 2.5 6 7 9.5 10 4l3 5.5L17.5 6 16 13.5Z',
  referrals:
    'M10 6a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM4 18a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM16 18a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM10 6v4M4 14v-4h12v4',
  ledger: 'M4 2.5h10.5a1.5 1.5 0 0 1 1.5 1.5v13.5H5.5A1.5 1.5 0 0 1 4 16ZM4 14.5h12M7.5 6.5h5M7.5 9.5h5',
  links: 'M8 12l4-4M9 6l1.5-1.5a3.2 3.2 0 0 1 4.5 4.5L13.5 10.5M11 14l-1.5 1.5a3.2 3.2 0 0 1-4.5-4.5L6.5 9.5',
  kolshops:
    'M3.5 8 5 3.5h10L16.5 8a2.2 2.2 0 0 1-4.3 0 2.2 2.2 0 0 1-4.4 0 2.2 2.2 0 0 1-4.3 0ZM4.5 10.5v6.5h11v-6.5M8 17v-4h4v4',
  reviews: 'M8.5 14a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11Zm4-1.5 4.5 4.5M8.5 6v3l2 1.2',
  privacy: 'M10 2.5 16 5v5c0 3.6-2.5 6.2-6 7.5-3.5-1.3-6-3.9-6-7.5V5ZM7.2 10l2 2 3.6-3.8',
  retention: 'M3 3h14v14H3ZM3 7.7h14M3 12.3h9.3M7.7 3v14M12.3 3v9.3',
  events: 'M2.5 10.5h3l2-5.5 4 10 2.2-6 1 1.5h2.8',
  funnel: 'M2.5 3.5h15L12 10.5v6l-4-2v-4Z',
}

/** The sign of a page in the navigation; its name stands beside it. */
export function PageIcon({ name }: { readonly name: PageName }): ReactElement {
  return (
    <svg className="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <path d={paths[name]} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    </svg>
  )
}
