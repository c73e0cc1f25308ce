import { isSiyuError, type Session } from '@siyu/core'
import type { SiyuAdmin } from '@siyu/core/admin'
import {
  type SiyuAdminMutations,
  type SiyuAdminQueries,
  siyuAdminKey,
  siyuAdminMutations,
  siyuAdminQueries,
} from '@siyu/react/admin'
import { useQueryClient } from '@tanstack/react-query'
import {
  createContext,
  type ReactElement,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
} from 'react'

/** What the pages of a signed-in operator share. */
export type Admin = {
  readonly client: SiyuAdmin
  readonly queries: SiyuAdminQueries
  readonly mutations: SiyuAdminMutations
  /** The part of the cache that is this operator's. */
  readonly key: readonly ['siyu', string, string]
  /** Reads again everything on screen; after a write. */
  readonly refresh: () => Promise<void>
  /** Ends the session on this device and forgets what was read with it. */
  readonly signOut: () => void
}

const AdminContext = createContext<Admin | null>(null)

export type AdminProviderProps = {
  readonly client: SiyuAdmin
  readonly operatorId: string
  readonly children: ReactNode
}

/**
 * Makes the reads and writes once per operator, so that an unanswered write keeps its key over redraws. A session the
 * server does not know any more ends here too.
 */
export function AdminProvider({ client, operatorId, children }: AdminProviderProps): ReactElement {
  const queryClient = useQueryClient()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the factories name the operator who is signed in
  const admin = useMemo<Admin>(
    () => ({
      client,
      queries: siyuAdminQueries(client),
      mutations: siyuAdminMutations(client),
      key: siyuAdminKey(client),
      refresh: () => queryClient.invalidateQueries({ queryKey: ['siyu'] }),
      signOut: () => {
        client.session.clear()
        queryClient.clear()
      },
    }),
    [client, queryClient, operatorId],
  )
  useEffect(
    () =>
      client.on('request.failed', ({ error }) => {
        if (isSiyuError(error) && error.status === 401) admin.signOut()
      }),
    [client, admin],
  )
  return <AdminContext value={admin}>{children}</AdminContext>
}

export function useAdmin(): Admin {
  const admin = useContext(AdminContext)
  if (admin === null) throw new Error('useAdmin needs <AdminProvider> above it')
  return admin
}

/** Who is signed in on this device, followed as it changes. */
export function useSessionOf(client: SiyuAdmin): Session {
  const subscribe = useCallback((listener: () => void) => client.on('session.changed', listener), [client])
  return useSyncExternalStore(subscribe, () => client.session.get())
}
