import { useEffect } from 'react'
import { useLocation } from 'react-router'
import { tracker } from './shop.ts'

/** Counts each page once, under its kind rather than under an order or a product. */
export function usePageViews(): void {
  const { pathname } = useLocation()
  useEffect(() => tracker.page(pathname.split('/')[1] || 'home', { path: pathname }), [pathname])
}
