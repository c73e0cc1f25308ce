export const referralWords = {
  title: { zh: '推荐关系', en: 'Referrals' },
  note: {
    zh: '谁带来了谁；金额是推荐人所得佣金，已扣除冲回。最多 1000 人，最新绑定的在前。',
    en: 'Who brought whom. Amounts are commission of that member, reversals taken off. At most 1,000 people, newest bindings first.',
  },
  none: { zh: '还没有推荐关系', en: 'Nobody has referred anyone yet' },
  noneHint: {
    zh: '会员用邀请码带来新会员后，这里会画出关系树。',
    en: 'The tree appears once a member joins through a referral code.',
  },
  tree: { zh: '关系树', en: 'Tree' },
  treeLabel: {
    zh: '推荐关系树，共 {count} 人，数据见下表',
    en: 'Referral tree of {count} people; the table below has the same data',
  },
  table: { zh: '明细', en: 'People' },
  member: { zh: '会员', en: 'Member' },
  referrer: { zh: '推荐人', en: 'Referred by' },
  direct: { zh: '直接推荐', en: 'Direct referrals' },
  commission: { zh: '佣金', en: 'Commission' },
  top: { zh: '自己加入', en: 'Came by themselves' },
  people: { zh: '关系内人数', en: 'People' },
  promoters: { zh: '推荐过人的', en: 'Who referred someone' },
  total: { zh: '佣金合计', en: 'Commission in all' },
} as const
