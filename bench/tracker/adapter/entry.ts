/** Our tracker, as the harness wants to drive it: at its defaults. */
import { createTracker, type Drop, type Properties, type Tracker } from '../../../packages/analytics/src/index.ts'

type Adapter = {
  readonly init: (where: { readonly endpoint: string }) => void
  readonly track: (name: string, properties: Properties) => void
  readonly identify: (memberId: string) => void
  readonly drops: Drop[]
  tracker?: Tracker
}

const adapter: Adapter = {
  drops: [],
  init: ({ endpoint }) => {
    adapter.tracker = createTracker({
      endpoint,
      writeKey: 'pk_bench',
      onDrop: (drop) => void adapter.drops.push(drop),
    })
  },
  track: (name, properties) => adapter.tracker?.track(name, properties),
  identify: (memberId) => adapter.tracker?.identify(memberId),
}

Object.assign(globalThis, { adapter })
