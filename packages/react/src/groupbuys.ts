import type { GroupOfferList, GroupTeam, OpenTeamInput, SeatInput, TeamList } from '@siyu/core/groupbuys'
import type { Order } from '@siyu/core/orders'
import { keepOrder } from './orders.ts'
import { useMemberRead, usePublicRead } from './reads.ts'
import type { SiyuMutationResult, SiyuQueryResult } from './result.ts'
import { useWrite } from './writes.ts'

/** Group buys 拼团 that are open now. */
export function useGroupBuys(): SiyuQueryResult<GroupOfferList> {
  return usePublicRead((queries) => queries.groupBuys())
}

/** Teams of a group buy that still miss members. */
export function useGroupTeams(campaignId: string): SiyuQueryResult<TeamList> {
  return usePublicRead((queries) => queries.groupTeams(campaignId))
}

/** One team with its members, names masked; asked again every few seconds. */
export function useGroupTeam(teamId: string): SiyuQueryResult<GroupTeam> {
  return usePublicRead((queries) => queries.groupTeam(teamId))
}

/** The teams the member is in. */
export function useMyGroupTeams(): SiyuQueryResult<TeamList> {
  return useMemberRead((queries) => queries.myGroupTeams())
}

/** Opens a team with an order. It counts once it is paid: `useCheckout().payOrder(order)`. */
export function useOpenGroupTeam(): SiyuMutationResult<OpenTeamInput, Order> {
  return useWrite({
    name: 'groupbuys.open',
    call: (client, input, options) => client.groupbuys.open(input, options),
    settled: keepOrder,
  })
}

/** Takes a seat in a team with an order, which is held until its payment is due. */
export function useJoinGroupTeam(): SiyuMutationResult<SeatInput, Order> {
  return useWrite({
    name: 'groupbuys.join',
    call: (client, input, options) => client.groupbuys.join(input, options),
    settled: keepOrder,
  })
}
