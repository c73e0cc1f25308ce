import { describe, expect, it } from 'vitest'
import type { CodeOf } from '../../kernel/index.ts'
import { type Category, categoryTree, placeCategory, type SaveCategoryFacts, type saveCategory } from '../index.ts'

const category = (id: string, parentId: string | null, rank = 0): Category => ({
  ...{ id, parentId, rank },
  name: { zh: id, en: id },
})
const chain = ['c1', 'c2', 'c3', 'c4', 'c5'].map((id, at, ids) => category(id, ids[at - 1] ?? null))
const many = Array.from({ length: 1_000 }, (_, at) => category(`m${at}`, null))

describe('placeCategory', () => {
  const refused: Record<CodeOf<typeof saveCategory>, SaveCategoryFacts> = {
    categories_full: { category: category('new', null), known: many },
    category_missing: { category: category('new', 'none'), known: chain },
    category_circle: { category: category('c1', 'c3'), known: chain },
    category_too_deep: { category: category('new', 'c5'), known: chain },
  }
  it.each(Object.entries(refused))('refuses %s', (code, facts) => {
    expect(placeCategory(facts)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('refuses one that lies in itself, and moves that would push what lies in it too deep', () => {
    expect(placeCategory({ category: category('c1', 'c1'), known: chain })).toMatchObject({
      refusal: { code: 'category_circle' },
    })
    const known = [...chain, category('top', null)]
    expect(placeCategory({ category: category('c1', 'top'), known })).toMatchObject({
      refusal: { code: 'category_too_deep' },
    })
    expect(placeCategory({ category: category('c2', 'top'), known }).ok).toBe(true)
  })

  it('makes and replaces', () => {
    const moved = category('c5', 'c1', 7)
    const event = { type: 'category_saved', category: moved, created: false }
    expect(placeCategory({ category: moved, known: chain })).toEqual({ ok: true, events: [event] })
    expect(placeCategory({ category: moved, known: [] })).toMatchObject({ refusal: { code: 'category_missing' } })
  })
})

it('categoryTree puts each where it lies, by rank and id, and loses none', () => {
  const tree = categoryTree([category('b', null, 1), category('x', 'b'), category('a', null, 1), category('z', 'gone')])
  const shape = (nodes: ReturnType<typeof categoryTree>): readonly unknown[] =>
    nodes.map(({ id, children }) => (children.length === 0 ? id : [id, shape(children)]))
  expect(shape(tree)).toEqual(['z', 'a', ['b', ['x']]])
})
