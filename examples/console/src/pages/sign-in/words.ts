export const signInWords = {
  title: { zh: '登录运营台', en: 'Sign in to the console' },
  login: { zh: '账号', en: 'Login' },
  password: { zh: '密码', en: 'Password' },
  submit: { zh: '登录', en: 'Sign in' },
  submitting: { zh: '登录中…', en: 'Signing in…' },
  note: {
    zh: '仅限品牌运营人员。关闭标签页即退出。',
    en: 'For operators of the brand. Closing the tab signs you out.',
  },
} as const
