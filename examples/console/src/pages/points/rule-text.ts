import type { EarnEffect, EarnRule } from '@siyu/core/points'
import { useSay } from '../../language/language.tsx'
import { useFormat } from '../../ui/format.ts'
import { useDraftMoney } from '../../ui/rule-text.ts'
import { pointsWords } from './words.ts'

/** What a rule gives, in a few words. */
export function useEffectText(): (effect: EarnEffect) => string {
  const say = useSay(pointsWords)
  const format = useFormat()
  const money = useDraftMoney()
  const count = (value: number): string => (Number.isNaN(value) ? '…' : format.count(value))
  return (effect) => {
    switch (effect.kind) {
      case 'per_amount':
        return say('text_per_amount', { amount: money(effect.perMinor), count: count(effect.count) })
      case 'fixed':
        return say(`text_fixed_${effect.per}`, { count: count(effect.count) })
      case 'multiply':
        return say('text_multiply', { times: count(effect.bps / 10_000) })
      case 'exclude':
        return say('text_exclude')
    }
  }
}

/** When and how often it holds, part by part; nothing for always. */
export function useLimitTexts(): (rule: EarnRule) => readonly string[] {
  const say = useSay(pointsWords)
  const { date, count } = useFormat()
  return ({ startsAt, endsAt, cap, birthday, monthDays, conditions = [] }) => [
    ...(startsAt === undefined ? [] : [say('from', { date: date(startsAt) })]),
    ...(endsAt === undefined ? [] : [say('until', { date: date(endsAt) })]),
    ...(birthday === undefined ? [] : [say(`birthday_${birthday}`)]),
    ...(monthDays === undefined ? [] : [say('monthDays', { days: monthDays.join(', ') })]),
    ...(cap === undefined || Number.isNaN(cap.maxCount)
      ? []
      : [say('capped', { period: say(`period_${cap.period}`), count: count(cap.maxCount) })]),
    ...(conditions.length === 0 ? [] : [say('conditions', { count: conditions.length })]),
  ]
}
