import type { CaseKind, CaseStatus } from '../schema.ts'

/** What can be done with a case that is open. */
export type CaseCommand = 'approve' | 'reject' | 'withdraw' | 'sendBack' | 'arrive' | 'reship' | 'close' | 'expire'

/** Where each command may lead from each status. What is not named is an illegal move: a refusal, never an event. */
export type CaseMoves = {
  readonly [From in CaseStatus]: { readonly [Command in CaseCommand]?: readonly CaseStatus[] }
}

const over = { refunded: {}, closed: {}, rejected: {}, withdrawn: {} }
const sent = { close: ['closed'], expire: ['closed'] } as const
const never = { approved: {}, returning: {}, arrived: {}, reshipped: {} }

function requested(approved: CaseStatus): CaseMoves['requested'] {
  return { approve: [approved], reject: ['rejected'], withdraw: ['withdrawn'] }
}

/** The moves of a case that waits for goods, which end in `arrived`. */
function returning(...arrived: readonly CaseStatus[]): Pick<CaseMoves, 'requested' | 'approved' | 'returning'> {
  const arrive = [...arrived, 'closed'] as const
  return {
    requested: requested('approved'),
    // The parcel may be there before anybody said that it was sent.
    approved: { withdraw: ['withdrawn'], sendBack: ['returning'], arrive, close: ['closed'], expire: ['closed'] },
    returning: { arrive, close: ['closed'] },
  }
}

/** The moves of cases, by what is asked for. */
export const caseMoves: { readonly [Kind in CaseKind]: CaseMoves } = {
  refund_only: { ...over, ...never, requested: requested('refunded') },
  return_and_refund: { ...over, ...never, ...returning('refunded') },
  exchange: { ...over, ...returning('arrived'), arrived: { reship: ['reshipped'] }, reshipped: sent },
  reship: {
    ...{ ...over, ...never, requested: requested('approved'), reshipped: sent },
    approved: { withdraw: ['withdrawn'], reship: ['reshipped'], close: ['closed'] },
  },
}

/** Whether the table of moves lets this command happen to a case of this kind and status. */
export function canMoveCase(
  { kind, status }: { readonly kind: CaseKind; readonly status: CaseStatus },
  command: CaseCommand,
): boolean {
  return caseMoves[kind][status][command] !== undefined
}

/** Whether something more can happen to a case of this status. */
export function isCaseOpen(status: CaseStatus): boolean {
  return !(status in over)
}
