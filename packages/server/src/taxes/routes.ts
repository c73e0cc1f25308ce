import { getTaxSettings, saveSettings, saveTaxSettings } from '@siyu/core/taxes'
import { guardSettings } from '../brands/index.ts'
import { command, type Route } from '../kernel/command.ts'
import { answer, query } from '../kernel/query.ts'
import { loadTaxSettings } from './store.ts'

export const taxRoutes: readonly Route[] = [
  query(getTaxSettings, {
    load: (call) => ({ settings: loadTaxSettings(call) }),
    reply: ({ settings }) => answer(settings),
  }),
  command(saveTaxSettings, {
    load: (call) => ({ guard: guardSettings(call, 'taxes') }),
    decide: (_facts, settings) => saveSettings(settings),
    reply: (_events, _facts, settings) => settings,
  }),
]
