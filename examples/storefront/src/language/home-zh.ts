/** Words of the member's profile and household in Chinese. */
export const homeZh = {
  profile: {
    title: '我的资料',
    signInHint: '登录后填写资料',
    name: '称呼',
    birthday: '生日',
    birthdayNote: '只用来在生日月送上心意，不会出现在订单里。',
    save: '保存',
    saved: '资料已保存',
    earned: (count: number): string => `资料完善，积分 +${count}`,
    activities: '这些事也有积分',
    points: (count: number): string => `+${count} 积分`,
    growth: (count: number): string => `+${count} 成长值`,
    done: '已完成',
    open: '待完成',
    kinds: { sign_up: '加入会员', profile: '完善资料', check_in: '每日签到', review: '收货后评价', birthday: '生日礼' },
    hints: {
      sign_up: '加入时一次',
      profile: '填好称呼和生日',
      check_in: '每天一次，连续更多',
      review: '每件商品一次',
      birthday: '每年生日月',
    },
  },
  household: {
    title: '家庭共享',
    signInHint: '登录后和家人共享积分',
    off: '家庭共享暂未开放',
    offHint: '开放后，可以和家人一起用积分',
    lead: (most: number): string => `最多 ${most} 位家人，积分可以互相转赠，有效期不变。`,
    create: '邀请家人，建立家庭',
    invite: '再邀请一位',
    code: '邀请码',
    codeNote: (moment: string): string => `${moment} 前有效，只能用一次`,
    join: '加入家庭',
    joinCode: '家人给你的邀请码',
    joined: '已加入家庭',
    members: '家人',
    owner: '创建者',
    me: '我',
    nameless: '家人',
    leave: '退出家庭',
    end: '解散家庭',
    takeOut: '移出',
    left: '已退出家庭',
    sure: '再点一次确认',
    send: '转赠积分',
    to: '转给',
    count: '积分数量',
    mine: (count: number): string => `可用 ${count} 积分`,
    limits: (least: number, today: number | null, month: number | null): string =>
      [`每次至少 ${least}`, today === null ? '' : `今天还可转 ${today}`, month === null ? '' : `本月还可转 ${month}`]
        .filter((part) => part !== '')
        .join(' · '),
    sent: (count: number): string => `已转赠 ${count} 积分`,
    history: '转赠记录',
    none: '还没有转赠记录',
  },
}

/** Words of profile and household, in one language. */
export type HomeWords = typeof homeZh
