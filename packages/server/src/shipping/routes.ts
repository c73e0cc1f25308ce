import { getShippingSettings, saveSettings, saveShippingSettings } from '@siyu/core/shipping'
import { guardSettings } from '../brands/index.ts'
import { command, type Route } from '../kernel/command.ts'
import { answer, query } from '../kernel/query.ts'
import { loadShippingSettings } from './store.ts'

export const shippingRoutes: readonly Route[] = [
  query(getShippingSettings, {
    load: (call) => ({ settings: loadShippingSettings(call) }),
    reply: ({ settings }) => answer(settings),
  }),
  command(saveShippingSettings, {
    load: (call) => ({ guard: guardSettings(call, 'shipping') }),
    decide: (_facts, settings) => saveSettings(settings),
    reply: (_events, _facts, settings) => settings,
  }),
]
