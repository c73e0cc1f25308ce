import type { ReactElement, ReactNode } from 'react'
import { useSiyuContext } from './provider.tsx'
import { useMemberRead } from './reads.ts'

export type ShowProps = {
  readonly when: 'member' | 'anonymous' | 'loading'
  /** Only for members who stand in this tier. */
  readonly tier?: string | undefined
  readonly fallback?: ReactNode
  readonly children?: ReactNode
}

/** Shows its children to those they are for, and `fallback` to everyone else. */
export function Show({ when, tier, fallback, children }: ShowProps): ReactElement {
  const { session } = useSiyuContext()
  const own = useMemberRead((queries) => queries.tier(), tier !== undefined).data
  const isMeant = session.status === when && (tier === undefined || own?.tier.id === tier)
  return <>{isMeant ? children : fallback}</>
}
