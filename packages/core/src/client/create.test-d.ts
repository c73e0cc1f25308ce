import { expectTypeOf } from 'vitest'
import type { Brand } from '../brands/index.ts'
import type { Coupon } from '../coupons/index.ts'
import type { ErrorCode, Page, RefusalCode, Session, Signal, Siyu } from '../index.ts'
import type { Order } from '../orders/index.ts'

declare const siyu: Siyu
declare const signal: AbortSignal

// Inputs and outputs are the contract's.
expectTypeOf(siyu.coupons.claim).parameter(0).toEqualTypeOf<{ readonly templateId: string }>()
expectTypeOf(siyu.coupons.claim({ templateId: 'tpl_1' })).toEqualTypeOf<Promise<Coupon>>()
expectTypeOf(siyu.brands.get()).toEqualTypeOf<Promise<Brand>>()
expectTypeOf(siyu.orders.list({ limit: 5 })).toEqualTypeOf<Promise<Page<Order>>>()
expectTypeOf(siyu.orders.list()).toEqualTypeOf<Promise<Page<Order>>>()
expectTypeOf(siyu.paginate(siyu.orders.list, { limit: 5 })).toExtend<AsyncIterable<Order>>()
expectTypeOf(signal).toExtend<Signal>()
expectTypeOf(siyu.coupons.claim({ templateId: 'tpl_1' }, { signal, dryRun: true })).resolves.toEqualTypeOf<Coupon>()

// @ts-expect-error a field that must be given
siyu.coupons.claim({})
// @ts-expect-error an input that must be given
siyu.coupons.claim()
// @ts-expect-error a field that is not there
siyu.coupons.claim({ templateId: 'tpl_1', count: 2 })
// @ts-expect-error a field of another type
siyu.orders.list({ limit: '5' })
// @ts-expect-error an endpoint without fields takes none
siyu.brands.get({ id: 'brd_1' })
// @ts-expect-error a verb that is not there
siyu.coupons.steal({})
// @ts-expect-error only the server's own jobs expire orders
siyu.orders.expire({ orderId: 'ord_1' })
// @ts-expect-error a list that is no list
siyu.paginate(siyu.coupons.claim)
// @ts-expect-error paginate keeps the cursor to itself
siyu.paginate(siyu.orders.list, { cursor: 'two' })
// @ts-expect-error an event that nobody tells
siyu.on('weather.changed', () => undefined)

// A session narrows by its status.
expectTypeOf<Extract<Session, { status: 'member' }>>().toHaveProperty('memberId')
siyu.on('session.changed', (session) => expectTypeOf(session).toEqualTypeOf<Session>())

// Codes are names, not any text.
expectTypeOf<'coupon_sold_out'>().toExtend<RefusalCode>()
expectTypeOf<'timeout'>().toExtend<ErrorCode>()
expectTypeOf<'timeout'>().not.toExtend<RefusalCode>()
expectTypeOf<string>().not.toExtend<ErrorCode>()
