import type { Product } from '@siyu/core/catalog'

/** Whether the shop shows a product, and why not. */
export type Showing = 'shown' | 'planned' | 'over' | 'hidden'

export function showingOf(product: Product, now: number): Showing {
  const { published, publishFrom = null, publishUntil = null } = product
  if (!published) return 'hidden'
  if (publishFrom !== null && now < publishFrom) return 'planned'
  return publishUntil !== null && now >= publishUntil ? 'over' : 'shown'
}
