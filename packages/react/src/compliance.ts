import type {
  ConsentList,
  DataRequest,
  DataRequestList,
  DeletionPreview,
  MemberExport,
  RequestDataInput,
  RequestDeletionInput,
  SetConsentInput,
} from '@siyu/core/compliance'
import { useCallback } from 'react'
import { type SiyuContextValue, useSiyuContext } from './provider.tsx'
import { useMemberRead } from './reads.ts'
import type { SiyuMutationResult, SiyuQueryResult } from './result.ts'
import { useWrite } from './writes.ts'

/** What the member agreed to, and how to say otherwise. */
export type ConsentsResult = {
  readonly consents: SiyuQueryResult<ConsentList>
  /** Says yes or no to one purpose. A yes needs the version that was shown: `currentVersion` of its row. */
  readonly setConsent: SiyuMutationResult<SetConsentInput, ConsentList>
}

/** The member's consents 授权, purpose by purpose. */
export function useConsents(): ConsentsResult {
  const consents = useMemberRead((queries) => queries.consents())
  const setConsent = useWrite<SetConsentInput, ConsentList>({
    name: 'compliance.setConsent',
    call: (client, input, options) => client.compliance.setConsent(input, options),
    settled: ({ queryClient, queries }, list) => queryClient.setQueryData(queries.consents().queryKey, list),
  })
  return { consents, setConsent }
}

/** What the law gives the member over their data, as one bundle. */
export type DataRights = {
  /** Their requests, newest first. */
  readonly requests: SiyuQueryResult<DataRequestList>
  /** What deleting the account would mean now. */
  readonly deletion: SiyuQueryResult<DeletionPreview>
  /** Everything the shop keeps about them. Asked for each time, and not kept. */
  readonly exportData: () => Promise<MemberExport>
  readonly request: SiyuMutationResult<RequestDataInput, DataRequest>
  readonly requestDeletion: SiyuMutationResult<RequestDeletionInput, DataRequest>
  readonly cancelDeletion: SiyuMutationResult<{ readonly requestId: string }, DataRequest>
}

/** See, take along, put right, delete: the member's rights 个人信息权利. */
export function useDataRights(): DataRights {
  const { client } = useSiyuContext()
  return {
    requests: useMemberRead((queries) => queries.dataRequests()),
    deletion: useMemberRead((queries) => queries.deletionPreview()),
    exportData: useCallback(() => client.compliance.exportData({}), [client]),
    request: useWrite({
      name: 'compliance.requestData',
      call: (siyu, input, options) => siyu.compliance.requestData(input, options),
      settled: refreshRequests,
    }),
    requestDeletion: useWrite({
      name: 'compliance.requestDeletion',
      call: (siyu, input, options) => siyu.compliance.requestDeletion(input, options),
      settled: refreshRequests,
    }),
    cancelDeletion: useWrite({
      name: 'compliance.cancelDeletion',
      call: (siyu, input, options) => siyu.compliance.cancelDeletion(input, options),
      settled: refreshRequests,
    }),
  }
}

function refreshRequests({ refresh }: SiyuContextValue): void {
  refresh('dataRequests', 'deletionPreview')
}
