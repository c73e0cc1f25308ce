import type { Endpoint } from '../kernel/index.ts'
import { AftersalesCase, CaseRef } from './schema.ts'

/** Close a case whose time is over: goods that were not sent back, or that were sent long ago. Found by the sweep. */
export const expireCase: Endpoint<CaseRef, AftersalesCase, 'case_missing' | 'case_not_ready' | 'case_not_due'> = {
  name: 'aftersales.expire',
  method: 'POST',
  path: '/v1/aftersales/:caseId/expiry',
  access: 'system',
  input: CaseRef,
  output: AftersalesCase,
  refusals: { case_missing: 404, case_not_ready: 409, case_not_due: 409 },
}
