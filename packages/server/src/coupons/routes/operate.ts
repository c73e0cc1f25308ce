import {
  type Coupon,
  type CouponBatchCreated,
  type CouponTemplateSaved,
  createBatch,
  listBatchCodes,
  listBatches,
  listCouponTemplates,
  listMemberCoupons,
  newBatch,
  notify,
  notifyCoupon,
  publicCodeOf,
  saveCouponTemplate,
  saveTemplate,
  takeAway,
  takeBackBatch,
  voidBatch,
  voidCoupon,
} from '@siyu/core/coupons'
import { refuse } from '@siyu/core/kernel'
import { noteWrites } from '../../compliance/index.ts'
import type { Call } from '../../kernel/call.ts'
import { command, type Route } from '../../kernel/command.ts'
import { pageFrom, readCursor } from '../../kernel/cursor.ts'
import { answer, query } from '../../kernel/query.ts'
import {
  type BatchWithCount,
  batchOf,
  loadBatch,
  loadBatches,
  loadCodeOwner,
  loadCodes,
  loadCoupon,
  loadCoupons,
  loadRedeemedCounts,
  loadTemplate,
  loadTemplates,
  printed,
  templateRow,
} from '../store.ts'

/** How many codes a page has when the caller does not say. */
const CODE_PAGE = 1_000

/** What operators and the server's own jobs do. */
export const operateRoutes: readonly Route[] = [
  command(saveCouponTemplate, {
    load: (call, { id, publicCode }) => ({
      known: loadTemplate(call, id),
      owner: loadCodeOwner(call, publicCode == null ? null : publicCodeOf(publicCode)),
    }),
    decide: ({ known, owner }, template) =>
      saveTemplate({
        template,
        issuedCount: known?.issuedCount ?? 0,
        spentMinor: known?.spentMinor ?? 0,
        exists: known !== undefined,
        codeOwnerId: owner?.id ?? null,
      }),
    reply: ([event]) => (event as CouponTemplateSaved).template,
  }),
  query(listCouponTemplates, {
    load: (call) => ({ templates: loadTemplates(call), redeemed: loadRedeemedCounts(call) }),
    reply: ({ templates, redeemed }) => answer({ items: templates.map((each) => templateRow(each, redeemed)) }),
  }),
  command(createBatch, {
    load: (call, { batchId, templateId }) => ({
      template: loadTemplate(call, templateId),
      known: loadBatch(call, batchId),
    }),
    decide: ({ template, known }, input, call) =>
      newBatch({ input, hasTemplate: template !== undefined, isTaken: known !== undefined, seed: newSeed(call) }),
    reply: ([event], _facts, _input, { now }) => {
      const { batchId, templateId, prefix, count } = event as CouponBatchCreated
      return { batchId, templateId, prefix, count, claimedCount: 0, createdAt: now, voidedAt: null }
    },
  }),
  command(voidBatch, {
    load: (call, { batchId }) => ({ batch: loadBatch(call, batchId) }),
    decide: ({ batch }) => takeBackBatch({ batch: batch && batchOf(batch) }),
    personal: (events, _facts, { batchId, reason: words }, call) =>
      noteWrites(call, events, { ownerId: batchId, id: batchId, kind: 'batch_void', words }),
    reply: (_events, { batch }, _input, { now }) => ({ ...batchOf(batch as BatchWithCount), voidedAt: now }),
  }),
  query(listBatches, {
    load: (call) => ({ batches: loadBatches(call) }),
    reply: ({ batches }) => answer({ items: batches.map(batchOf) }),
  }),
  query(listBatchCodes, {
    load: (call, { batchId, cursor, limit = CODE_PAGE }) => ({
      batch: loadBatch(call, batchId),
      codes: loadCodes(call, batchId, readCursor(cursor), limit + 1),
    }),
    reply: ({ batch, codes }, { batchId, limit = CODE_PAGE }) => {
      if (batch === undefined) return refuse('batch_missing')
      const cursorOf = ({ place }: { readonly place: number }) => ({ at: place, id: batchId })
      return answer(pageFrom(codes, limit, cursorOf, (each) => printed(each, batch)))
    },
  }),
  command(voidCoupon, {
    load: (call, { memberId, couponId }) => ({ coupon: loadCoupon(call, memberId, couponId) }),
    decide: ({ coupon }, { memberId }) => takeAway({ coupon, memberId }),
    personal: (events, _facts, { memberId, couponId, reason: words }, call) =>
      noteWrites(call, events, { ownerId: memberId, id: couponId, kind: 'coupon_void', words }),
    reply: (_events, { coupon }) => ({ ...(coupon as Coupon), status: 'void' as const, giftedUntil: null }),
  }),
  query(listMemberCoupons, {
    load: (call, { memberId }) => ({ items: loadCoupons(call, memberId) }),
    reply: ({ items }) => answer({ items }),
  }),
  command(notifyCoupon, {
    load: (call, { memberId, couponId }) => ({ coupon: loadCoupon(call, memberId, couponId) }),
    decide: ({ coupon }, { memberId }, { now }) => notify({ coupon, memberId, now }),
    reply: ([event]) => ({ validUntil: event?.validUntil ?? 0 }),
  }),
]

/** The chance of two ids: 160 bits. */
function newSeed({ newId }: Call): string {
  return `${newId('seed')}.${newId('seed')}`
}
