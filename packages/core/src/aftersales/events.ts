import type { StockLine } from '../inventory/index.ts'
import type { LineQuantity, LineReplaced } from '../orders/index.ts'
import type {
  AftersalesCase,
  AftersalesSettings,
  CaseKind,
  CaseLine,
  CaseParcel,
  CaseReason,
  GoodsFate,
} from './schema.ts'

/** Which case, of which order, and whose. */
export type CaseIds = { readonly caseId: string; readonly orderId: string; readonly memberId: string }

/** A member asks; the units are under the case from now on. What the member wrote is a note outside the journal. */
export type CaseOpened = CaseIds & {
  readonly type: 'case_opened'
  readonly kind: CaseKind
  readonly reason: CaseReason
  readonly lines: readonly CaseLine[]
  readonly dueAt: number
}
/** The shop agrees; what it will send is held. */
export type CaseApproved = CaseIds & {
  readonly type: 'case_approved'
  readonly takes: readonly StockLine[]
  readonly dueAt: number
}
/** The member has sent the goods back. */
export type CaseSentBack = CaseIds & {
  readonly type: 'case_sent_back'
  readonly parcel: CaseParcel
  readonly dueAt: number
}
/** The shop has the goods of an exchange; what it owes for them is held. */
export type CaseArrived = CaseIds & {
  readonly type: 'case_arrived'
  readonly lines: readonly CaseLine[]
  readonly takes: readonly StockLine[]
  /** What the lines of the order consist of from now on. */
  readonly replaced: readonly LineReplaced[]
  readonly dueAt: number
}
/** The shop has sent what it owed. */
export type CaseReshipped = CaseIds & {
  readonly type: 'case_reshipped'
  readonly parcel: CaseParcel
  readonly dueAt: number
  /** What the lines of the order consist of from now on; absent where that was said when goods came back. */
  readonly replaced?: readonly LineReplaced[] | undefined
}
/** The units are free again: for another case, or a refund. */
type Ended = CaseIds & { readonly units: readonly LineQuantity[]; readonly endedAt: number }
/** Money went back: how much is in the refund beside this. */
export type CaseRefunded = Ended & {
  readonly type: 'case_refunded'
  readonly lines: readonly CaseLine[]
  readonly refundId: string
  readonly refundedMinor: number
}
/** The shop said no. Why is a note outside the journal. */
export type CaseRejected = Ended & { readonly type: 'case_rejected' }
/** The member does not want it any more. */
export type CaseWithdrawn = Ended & { readonly type: 'case_withdrawn' }
/** Nothing more happens. */
export type CaseClosed = Ended & {
  readonly type: 'case_closed'
  readonly endedBy: NonNullable<AftersalesCase['endedBy']>
  /** What the shop found when it looked at the goods; absent where it did not, or was not now. */
  readonly lines?: readonly CaseLine[] | undefined
}
export type AftersalesSettingsSaved = {
  readonly type: 'aftersales_settings_saved'
  readonly settings: AftersalesSettings
}

/** What happens to a case itself. */
export type CaseEvent =
  | CaseOpened
  | CaseApproved
  | CaseSentBack
  | CaseArrived
  | CaseReshipped
  | CaseRefunded
  | CaseRejected
  | CaseWithdrawn
  | CaseClosed

/** Everything that can happen in after-sales. */
export type AftersalesEvent = CaseEvent | AftersalesSettingsSaved

/** Units that came back in a case, with what becomes of them. */
export type GoodsBack = LineQuantity & { readonly goods: GoodsFate }
