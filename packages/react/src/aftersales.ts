import type { AftersalesCase, AftersalesSettings, CaseParcelInput, CaseRef, OpenCaseInput } from '@siyu/core/aftersales'
import { type AftersalesFilter, siyuQueries } from './queries.ts'
import { useMemberList, useMemberRead, usePublicRead } from './reads.ts'
import type { SiyuListResult, SiyuMutationResult, SiyuQueryResult } from './result.ts'
import type { Shop } from './shop.ts'
import { useWrite } from './writes.ts'

/** The member's after-sales cases, newest first; of one order with `orderId`. */
export function useAftersales(filter?: AftersalesFilter): SiyuListResult<AftersalesCase> {
  return useMemberList((queries) => queries.aftersales(filter))
}

/** One of the member's cases; it moves on the page as the shop answers. */
export function useAftersalesCase(caseId: string): SiyuQueryResult<AftersalesCase> {
  return useMemberRead((queries) => queries.aftersalesCase(caseId))
}

/** How long returns are open, and where goods go back to. */
export function useAftersalesSettings(): SiyuQueryResult<AftersalesSettings> {
  return usePublicRead((queries) => queries.aftersalesSettings())
}

/** Asks for money back, an exchange, or goods once more. */
export function useOpenAftersales(): SiyuMutationResult<OpenCaseInput, AftersalesCase> {
  return useWrite({
    name: 'aftersales.open',
    call: (client, input, options) => client.aftersales.open(input, options),
    settled: keepCase,
  })
}

/** Takes a request back of which nothing was sent yet. */
export function useWithdrawAftersales(): SiyuMutationResult<CaseRef, AftersalesCase> {
  return useWrite({
    name: 'aftersales.withdraw',
    call: (client, input, options) => client.aftersales.withdraw(input, options),
    settled: keepCase,
  })
}

/** Says by which parcel the goods go back. */
export function useSendBack(): SiyuMutationResult<CaseParcelInput, AftersalesCase> {
  return useWrite({
    name: 'aftersales.sendBack',
    call: (client, input, options) => client.aftersales.sendBack(input, options),
    settled: keepCase,
  })
}

function keepCase({ client, queryClient, refresh }: Shop, found: AftersalesCase): void {
  queryClient.setQueryData(siyuQueries(client).aftersalesCase(found.id).queryKey, found)
  refresh('aftersales', 'orders', 'order')
}
