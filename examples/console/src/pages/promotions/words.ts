export const promotionWords = {
  title: { zh: '促销', en: 'Promotions' },
  note: {
    zh: '正在进行的活动，按优先级从高到低；尚未开始和已结束的不在此列。',
    en: 'Running now, highest priority first. Those to come and those over are not listed.',
  },
  create: { zh: '新建满减', en: 'New full reduction' },
  name: { zh: '名称', en: 'Name' },
  rule: { zh: '优惠', en: 'Reduction' },
  priority: { zh: '优先级', en: 'Priority' },
  runs: { zh: '时间', en: 'Runs' },
  openEnd: { zh: '{from} 起，长期', en: 'since {from}' },
  between: { zh: '{from} 至 {until}', en: '{from} to {until}' },
  none: { zh: '没有进行中的促销', en: 'No promotion is running' },
  noneHint: {
    zh: '新建一个满减，符合条件的购物车会自动优惠。',
    en: 'Make one, and baskets that fit get it by themselves.',
  },
  priorityHint: {
    zh: '数字大的先算，后面的按减后的金额计算',
    en: 'Higher goes first; each sees what the earlier left',
  },
  starts: { zh: '开始', en: 'Starts' },
  ends: { zh: '结束', en: 'Ends' },
  startsHint: { zh: '本机时间；留空为立即开始', en: 'Time of this device; empty for now' },
  endsHint: { zh: '本机时间；留空为长期有效', en: 'Time of this device; empty for open end' },
  submit: { zh: '创建促销', en: 'Create promotion' },
  end: { zh: '停止', en: 'Stop' },
} as const
