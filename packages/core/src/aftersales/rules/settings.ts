import { accept, type Decision } from '../../kernel/index.ts'
import type { AftersalesSettingsSaved } from '../events.ts'
import type { AftersalesSettings } from '../schema.ts'

/** What a brand begins with: seven days without a reason, thirty for any other. */
export const firstAftersalesSettings: AftersalesSettings = {
  noReasonReturnDays: 7,
  aftersalesDays: 30,
  answerDays: 3,
  sendBackDays: 7,
  handleDays: 5,
  closeDays: 10,
  returnAddress: '',
}

/** Replace how long returns are open. */
export function saveSettings(settings: AftersalesSettings): Decision<AftersalesSettingsSaved, never> {
  return accept({ type: 'aftersales_settings_saved', settings })
}
