import type { Arrival, CreateOwnLinkInput, Landed, LinkRef, ShareLink } from '@siyu/core/referrals'
import { landing } from '@siyu/core/referrals'
import { useEffect, useState } from 'react'
import { useSiyuContext } from './provider.tsx'
import type { PageSize } from './queries.ts'
import { useMemberList } from './reads.ts'
import type { SiyuListResult, SiyuMutationResult } from './result.ts'
import { useWrite } from './writes.ts'

/** The member's own links and how to close one. */
export type OwnLinks = {
  readonly links: SiyuListResult<ShareLink>
  /** A closed link leads nowhere and binds nobody any more. */
  readonly close: SiyuMutationResult<LinkRef, ShareLink>
}

/** Links of the member's own 推广链接 to pages of the shop, with how many came by them. */
export function useOwnLinks(page?: PageSize): OwnLinks {
  const links = useMemberList((queries) => queries.ownLinks(page))
  const close = useWrite<LinkRef, ShareLink>({
    name: 'referrals.closeOwnLink',
    call: (client, input, options) => client.referrals.closeOwnLink(input, options),
    settled: ({ refresh }) => refresh('ownLinks'),
  })
  return { links, close }
}

/** Makes a link of the member's own to a page of the shop; there is one to each target. */
export function useCreateLink(): SiyuMutationResult<CreateOwnLinkInput, ShareLink> {
  return useWrite<CreateOwnLinkInput, ShareLink>({
    name: 'referrals.createOwnLink',
    call: (client, input, options) => client.referrals.createOwnLink(input, options),
    settled: ({ refresh }) => refresh('ownLinks'),
  })
}

/**
 * Tells the shop by which code somebody came in, and gives back where it leads to; null until that is known, and for an
 * arrival without a code. A visitor counts once a day. The id is any text of 8 to 64 characters that stays with the
 * device; the shop keeps a hash of it, another one for every link. Null tells nothing.
 */
export function useLanding(arrival: Arrival | null, visitorId: string | null): Landed | null {
  const { client } = useSiyuContext()
  const [landed, setLanded] = useState<Landed | null>(null)
  const found = arrival === null ? null : landing(arrival)
  const { code, via } = found ?? { code: null, via: 'other' as const }
  useEffect(() => {
    if (code === null || visitorId === null) return
    let isWanted = true
    // A code that is nobody's, or no network: the shop opens all the same.
    client.referrals.land({ code, visitorId, via }).then(
      (reply) => isWanted && setLanded(reply),
      () => undefined,
    )
    return () => {
      isWanted = false
    }
  }, [client, code, via, visitorId])
  return landed?.code === code ? landed : null
}
