import type { ReviewWords } from './review-zh.ts'

export const reviewEn: ReviewWords = {
  title: 'Commission under review',
  lead: 'The system held these back. A person of the shop looks at each; nothing is taken away before that.',
  why: (reasons) => `Why: ${reasons}`,
  stages: { held: 'Under review', cleared: 'Cleared', confirmed: 'Taken back' },
  until: (day) => `Time for an appeal until ${day}`,
  hint: 'Tell us about this order, such as who bought it',
  send: 'Appeal',
  sent: 'Your appeal was sent',
  said: (words) => `Your appeal: ${words}`,
  answered: (words) => `Answer: ${words}`,
}
