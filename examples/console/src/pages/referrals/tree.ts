import type { TreeNode } from '@siyu/core/referrals'
import { shortId } from '../../ui/format.ts'

/** A member with those who came through them. */
export type Branch = { readonly node: TreeNode; readonly children: readonly Branch[] }

/** Roots with their branches. Someone whose referrer is not in the list is a root; a circle is cut where it closes. */
export function branchesOf(nodes: readonly TreeNode[]): readonly Branch[] {
  const known = new Set(nodes.map(({ memberId }) => memberId))
  const below = byReferrer(
    nodes.map((node) => (known.has(node.referrerId ?? '') ? node : { ...node, referrerId: null })),
  )
  const grow = (node: TreeNode, above: ReadonlySet<string>): Branch => {
    const line = new Set([...above, node.memberId])
    const next = (below.get(node.memberId) ?? []).filter(({ memberId }) => !line.has(memberId))
    return { node, children: next.map((child) => grow(child, line)) }
  }
  return (below.get(null) ?? []).map((root) => grow(root, new Set()))
}

/** The nodes under each referrer; those without one under null. */
export function byReferrer(nodes: readonly TreeNode[]): ReadonlyMap<string | null, readonly TreeNode[]> {
  const groups = new Map<string | null, TreeNode[]>()
  for (const node of nodes) {
    const group = groups.get(node.referrerId)
    if (group === undefined) groups.set(node.referrerId, [node])
    else group.push(node)
  }
  return groups
}

/** How many generations the branches span. */
export function generationCount(branches: readonly Branch[]): number {
  return branches.reduce((most, { children }) => Math.max(most, 1 + generationCount(children)), 0)
}

/** How many rows a drawing of the branches needs. */
export function leafCount(branches: readonly Branch[]): number {
  return branches.reduce((sum, { children }) => sum + Math.max(1, leafCount(children)), 0)
}

/** The name of someone in the tree, or enough of their id. */
export function nameOf({ name, memberId }: TreeNode): string {
  return name ?? shortId(memberId)
}
