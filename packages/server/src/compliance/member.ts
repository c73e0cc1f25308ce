import { dropOpen } from '@siyu/core/compliance'
import { erasedOf, leaving, listsOf, type MemberPart } from './part.ts'
import { loadOpenRequests } from './store.ts'
import { type ComplianceTables, complianceSpecs } from './tables.ts'

const list = listsOf<ComplianceTables>(complianceSpecs)

/** Receipts and requests stay as the brand's proof, by ids; what people typed goes. */
export const compliancePart: MemberPart = {
  concept: 'compliance',
  lists: [
    list('consents', 'subjectId', ['about', 'granted', 'policyVersion', 'saidAt']),
    list('consentReceipts', 'subjectId', [
      ...(['about', 'granted', 'policyVersion', 'saidAt', 'locale', 'screen', 'source'] as const),
    ]),
    list('dataRequests', 'memberId', [
      ...(['id', 'kind', 'status', 'askedBy', 'requestedAt', 'dueAt', 'stepAt', 'closedAt', 'blockedBy'] as const),
      ...(['waivesCommission'] as const),
    ]),
    list('personalNotes', 'ownerId', ['id', 'kind', 'words', 'at']),
  ],
  erased: [erasedOf(complianceSpecs.personalNotes, 'owner_id', 'erasing')],
  leave: leaving(
    (call, memberId) => ({ open: loadOpenRequests(call, memberId) }),
    ({ open }) => ({ erasing: dropOpen(open) }),
  ),
}
