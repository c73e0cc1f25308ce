import { type AftersalesEvent, type CaseIds, firstAftersalesSettings } from '@siyu/core/aftersales'
import type { BrandCreated } from '@siyu/core/brands'
import { changeSettings, firstSettings } from '../brands/index.ts'
import type { Apply, Recorded } from '../kernel/apply.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { claimWrites, replaceWrites } from '../orders/index.ts'
import { type AftersalesTables, aftersalesSpecs } from './tables.ts'

const writer = writerOf<AftersalesTables>(aftersalesSpecs)

/** The settings a brand starts with that was created without its own. */
export function aftersalesRowsForBrand(event: BrandCreated): readonly Write[] {
  return firstSettings(event, 'aftersales', firstAftersalesSettings)
}

type Row = AftersalesTables['aftersalesCases']

function change({ caseId: id, memberId }: CaseIds, { brandId }: Recorded, set: Partial<Row>): Write {
  return writer.change('aftersalesCases', { brandId, memberId, id }, set)
}

type Ended = Extract<AftersalesEvent, { readonly endedAt: number }>

/** A case is over, and its units are free. */
function ended(event: Ended, as: Recorded, set: Pick<Row, 'status' | 'endedBy'> & Partial<Row>): readonly Write[] {
  return [
    change(event, as, { ...set, dueAt: null, endedAt: event.endedAt }),
    ...claimWrites({ ...event, brandId: as.brandId }, event.units, -1),
  ]
}

export const applyAftersales: Apply<AftersalesEvent> = {
  case_opened: ({ caseId: id, memberId, orderId, kind, reason, lines, dueAt }, { brandId, at: openedAt }) => [
    writer.insert('aftersalesCases', {
      ...{ brandId, memberId, id, orderId, kind, reason, lines, openedAt, dueAt, status: 'requested', takes: [] },
      ...{ endedAt: null, endedBy: null, returned: null, sent: null, refundId: null, refundedMinor: 0 },
    }),
    ...claimWrites({ brandId, memberId, orderId }, lines, 1),
  ],
  case_approved: (event, as) => [change(event, as, { status: 'approved', takes: event.takes, dueAt: event.dueAt })],
  case_sent_back: (event, as) => [
    change(event, as, { status: 'returning', returned: event.parcel, dueAt: event.dueAt }),
  ],
  case_arrived: (event, as) => {
    const { lines, takes, dueAt, replaced } = event
    return [
      change(event, as, { status: 'arrived', lines, takes, dueAt }),
      ...replaceWrites({ ...keyOf(event), brandId: as.brandId }, replaced),
    ]
  },
  case_reshipped: (event, as) => [
    change(event, as, { status: 'reshipped', sent: event.parcel, dueAt: event.dueAt }),
    ...replaceWrites({ ...keyOf(event), brandId: as.brandId }, event.replaced ?? []),
  ],
  case_refunded: (event, as) => {
    const { lines, refundId, refundedMinor } = event
    return ended(event, as, { status: 'refunded', endedBy: 'operator', lines, refundId, refundedMinor })
  },
  case_rejected: (event, as) => ended(event, as, { status: 'rejected', endedBy: 'operator' }),
  case_withdrawn: (event, as) => ended(event, as, { status: 'withdrawn', endedBy: 'member' }),
  case_closed: (event, as) => {
    const { endedBy, lines } = event
    return ended(event, as, { status: 'closed', endedBy, ...(lines === undefined ? {} : { lines }) })
  },
  aftersales_settings_saved: ({ settings }, { brandId }) => [changeSettings(brandId, 'aftersales', settings)],
}

function keyOf({ memberId, orderId }: CaseIds): Pick<CaseIds, 'memberId' | 'orderId'> {
  return { memberId, orderId }
}
