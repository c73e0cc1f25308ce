import { useSay } from '../language/language.tsx'

/** Why a balance changed, as the history of points and the ledger name it. */
const kindWords = {
  earn: { zh: '获得', en: 'Earned' },
  spend: { zh: '使用', en: 'Spent' },
  return: { zh: '退回', en: 'Returned' },
  claw: { zh: '扣回', en: 'Taken back' },
  expire: { zh: '过期', en: 'Expired' },
  adjust: { zh: '人工调整', en: 'By hand' },
  activity: { zh: '活动', en: 'Activity' },
  transfer: { zh: '家庭转赠', en: 'Household' },
  import: { zh: '迁入', en: 'Imported' },
  accrue: { zh: '计提', en: 'Accrued' },
  reverse: { zh: '冲回', en: 'Reversed' },
} as const

/** Words for a kind of entry; one that is not known here is shown as it is. */
export function useKindText(): (kind: string) => string {
  const say = useSay(kindWords)
  return (kind) => (isKnown(kind) ? say(kind) : kind)
}

function isKnown(kind: string): kind is keyof typeof kindWords {
  return kind in kindWords
}
