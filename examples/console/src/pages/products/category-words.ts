/** Words of the categories. */
export const categoryWords = {
  title: { zh: '分类', en: 'Categories' },
  create: { zh: '新建分类', en: 'New category' },
  edit: { zh: '编辑分类', en: 'Edit category' },
  name: { zh: '名称', en: 'Name' },
  id: { zh: '编号', en: 'Id' },
  idHint: { zh: '商品用它归类，建好后不变', en: 'Products name it; it stays as it is' },
  parent: { zh: '上级', en: 'Lies in' },
  top: { zh: '（顶层）', en: '(top)' },
  rank: { zh: '顺序', en: 'Order' },
  none: { zh: '还没有分类', en: 'No categories' },
  save: { zh: '保存分类', en: 'Save category' },
} as const
