import { type Category, type CategoryNode, categoryTree } from '@siyu/core/catalog'
import { useSiyuQueries } from '@siyu/react'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { usePick } from '../../language/language.tsx'

const none: readonly Category[] = []

/** A category, and how deep it lies in others. */
export type PlacedCategory = { readonly category: Category; readonly depth: number }

/** All categories, each below the one it lies in. */
export function usePlacedCategories(): readonly PlacedCategory[] {
  const { data } = useQuery(useSiyuQueries().categories())
  return useMemo(() => placedIn(categoryTree(data?.items ?? none), 0), [data])
}

function placedIn(nodes: readonly CategoryNode[], depth: number): readonly PlacedCategory[] {
  return nodes.flatMap(({ children, ...category }) => [{ category, depth }, ...placedIn(children, depth + 1)])
}

/** What a category is called; its id where there is none of that id. */
export function useCategoryName(): (id: string) => string {
  const placed = usePlacedCategories()
  const pick = usePick()
  return (id) => {
    const found = placed.find(({ category }) => category.id === id)
    return found === undefined ? id : pick(found.category.name)
  }
}

/** The categories to choose from, each behind a blank per level. */
export function useCategoryOptions(): readonly (readonly [string, string])[] {
  const placed = usePlacedCategories()
  const pick = usePick()
  return placed.map(({ category, depth }) => [category.id, `${'　'.repeat(depth)}${pick(category.name)}`] as const)
}
