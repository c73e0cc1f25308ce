import { commerceEvents } from '@siyu/analytics'
import type { funnelWords } from './words.ts'

const { productViewed, productAdded, checkoutStarted, orderCompleted } = commerceEvents

/** A funnel to choose: the events in order, with the words each step goes by. */
export type FunnelPreset = {
  readonly id: 'shop' | 'repurchase'
  readonly steps: readonly { readonly event: string; readonly label: keyof typeof funnelWords }[]
  /** Window it opens with. */
  readonly windowDays: number
}

export const presets: readonly [FunnelPreset, FunnelPreset] = [
  {
    id: 'shop',
    windowDays: 7,
    steps: [
      { event: productViewed, label: 'viewed' },
      { event: productAdded, label: 'added' },
      { event: checkoutStarted, label: 'checkout' },
      { event: orderCompleted, label: 'completed' },
    ],
  },
  {
    id: 'repurchase',
    windowDays: 365,
    steps: [
      { event: orderCompleted, label: 'first' },
      { event: orderCompleted, label: 'second' },
      { event: orderCompleted, label: 'third' },
    ],
  },
]

/** Windows to choose from, in days. */
export const windowsDays: readonly number[] = [1, 7, 30, 90, 365]
