import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import type { CategorySaved } from '../events.ts'
import type { saveCategory } from '../operators.ts'
import { type Category, MAX_CATEGORIES, MAX_CATEGORY_DEPTH } from '../schema.ts'

export type SaveCategoryFacts = { readonly category: Category; readonly known: readonly Category[] }

/** Make a category or move it, with all that lies in it. None lies in itself, and none too deep. */
export function placeCategory(facts: SaveCategoryFacts): Decision<CategorySaved, CodeOf<typeof saveCategory>> {
  const { category, known } = facts
  const { id, parentId } = category
  const exists = known.some((each) => each.id === id)
  if (!exists && known.length >= MAX_CATEGORIES) return refuse('categories_full', { maxCategories: MAX_CATEGORIES })
  if (parentId !== null && parentId !== id && !known.some((each) => each.id === parentId)) {
    return refuse('category_missing', { categoryId: parentId })
  }
  const after = [...known.filter((each) => each.id !== id), category]
  const path = pathTo(after, id)
  if (path === undefined) return refuse('category_circle')
  const depth = path.length + heightOf(after, id) - 1
  if (depth > MAX_CATEGORY_DEPTH) return refuse('category_too_deep', { maxDepth: MAX_CATEGORY_DEPTH })
  return accept({ type: 'category_saved', category, created: !exists })
}

/** The ids from the root down to a category, itself included; undefined where it goes in a circle. */
function pathTo(categories: readonly Category[], id: string): readonly string[] | undefined {
  const path: string[] = []
  for (let at: string | null = id; at !== null; ) {
    if (path.includes(at)) return undefined
    path.unshift(at)
    at = categories.find((each) => each.id === at)?.parentId ?? null
  }
  return path
}

function heightOf(categories: readonly Category[], id: string): number {
  const heights = categories.filter(({ parentId }) => parentId === id).map((each) => heightOf(categories, each.id))
  return 1 + Math.max(0, ...heights)
}

/** A category with those that lie in it. */
export type CategoryNode = Category & { readonly children: readonly CategoryNode[] }

/** The categories as trees, by rank and then id. Those whose parent is not among them are roots. */
export function categoryTree(categories: readonly Category[]): readonly CategoryNode[] {
  const ids = new Set(categories.map(({ id }) => id))
  const sorted = categories.toSorted((left, right) => left.rank - right.rank || (left.id < right.id ? -1 : 1))
  const nodesIn = (parentId: string | null): readonly CategoryNode[] =>
    sorted
      .filter((each) => (each.parentId !== null && ids.has(each.parentId) ? each.parentId : null) === parentId)
      .map((each) => ({ ...each, children: nodesIn(each.id) }))
  return nodesIn(null)
}
