/** Words of the household policy. */
export const sharingWords = {
  title: { zh: '家庭共享', en: 'Households' },
  note: {
    zh: '家人之间转赠积分不收费，有效期不变。限额按品牌时区的每天、每月计算。',
    en: 'Points sent within a household cost nothing and keep their end. Limits are of days and months of the brand’s zone.',
  },
  allowed: { zh: '允许家庭共享', en: 'Households may share points' },
  maxMembers: { zh: '每个家庭最多人数', en: 'Most members of a household' },
  minimumCount: { zh: '每次至少转', en: 'Least to send at once' },
  maxPerDayCount: { zh: '每人每天最多转', en: 'Most a member sends a day' },
  maxPerMonthCount: { zh: '每人每月最多转', en: 'Most a member sends a month' },
  save: { zh: '保存家庭共享', en: 'Save households' },
} as const
