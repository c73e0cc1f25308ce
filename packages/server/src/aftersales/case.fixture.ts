import type { AftersalesCase, CaseCommand, CaseKind, OpenCaseInput } from '@siyu/core/aftersales'
import type { Refused } from '../kernel/testing/sale.ts'
import { newKey, type Reply, type Shop } from '../kernel/testing/shop.ts'

/** What a call about a case was answered. */
export type CaseReply = Reply<AftersalesCase & Refused>

/** Asks for something, as a member. */
export function ask(shop: Shop, token: string, input: OpenCaseInput, key?: string): Promise<CaseReply> {
  return shop.call('POST', '/v1/aftersales', input, { token, key })
}

/** A parcel of the right form. */
export const parcel: { readonly carrier: string; readonly trackingNumber: string } = {
  carrier: '顺丰',
  trackingNumber: 'SF1234567890',
}

/** What members and operators do with a case, by the name of the command; the last is the sweep's. */
export const steps: Readonly<Record<CaseCommand, Step>> = {
  approve: (shop, { id }, more = {}) => operate(shop, id, 'approval', more),
  reject: (shop, { id }) => operate(shop, id, 'rejection', { reason: 'not so' }),
  withdraw: (shop, { id, token }) => shop.call('POST', `/v1/aftersales/${id}/withdrawal`, {}, { token }),
  sendBack: (shop, { id, token }) => shop.call('POST', `/v1/aftersales/${id}/return`, parcel, { token }),
  arrive: (shop, { id }, more = {}) => operate(shop, id, 'arrival', more),
  reship: (shop, { id }) => operate(shop, id, 'shipment', parcel),
  close: (shop, { id }) => operate(shop, id, 'closing', {}),
  expire: async (shop, { id }) => {
    const outcome = await shop.server.run(shop.brandId, 'aftersales.expire', { caseId: id }, newKey())
    const headers = new Headers()
    if (outcome.kind === 'done') return { status: 200, body: outcome.output as CaseReply['body'], headers }
    const error = outcome.kind === 'refused' ? outcome.refusal : { code: outcome.kind }
    return { status: 409, body: { error } as CaseReply['body'], headers }
  },
}

/** Whose case it is. */
export type OwnCase = { readonly id: string; readonly token: string }
type Step = (shop: Shop, own: OwnCase, more?: object) => Promise<CaseReply>

function operate(shop: Shop, id: string, what: string, body: object): Promise<CaseReply> {
  return shop.call('POST', `/v1/admin/aftersales/${id}/${what}`, body, { secret: true })
}

/** One unit of a line, and what is asked for it. */
export function oneOf(orderId: string, kind: CaseKind, lineId = 'sku_tea', quantity = 1): OpenCaseInput {
  return { orderId, kind, reason: 'defective', lines: [{ lineId, quantity }] }
}
