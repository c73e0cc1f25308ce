import { expectTypeOf } from 'vitest'
import { createSiyuAdmin, type SiyuAdmin } from '../admin.ts'
import type { Brand, OperatorSession } from '../brands/index.ts'
import type { Coupon } from '../coupons/index.ts'
import {
  createSiyu,
  type ErrorCode,
  type Page,
  type RefusalCode,
  type Session,
  type Signal,
  type Siyu,
} from '../index.ts'
import type { Order } from '../orders/index.ts'

declare const siyu: Siyu
declare const admin: SiyuAdmin
declare const operatorSession: OperatorSession
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

// A shop can neither say nor be given what is an operator's; whoever asks for a shop's client takes an operator's too.
expectTypeOf<SiyuAdmin>().toExtend<Siyu>()
expectTypeOf<Siyu>().not.toExtend<SiyuAdmin>()
expectTypeOf(admin.brands.signInOperator({ login: 'lin', password: 'x' })).resolves.toEqualTypeOf<OperatorSession>()
expectTypeOf(admin.coupons.claim).toEqualTypeOf(siyu.coupons.claim)
createSiyuAdmin({ baseUrl: '', secretKey: 'sk_test' })
// @ts-expect-error a secret key is for the client of servers
createSiyu({ baseUrl: '', secretKey: 'sk_test' })
// @ts-expect-error operators refund
siyu.orders.refund({})
// @ts-expect-error the ledger is the brand's
siyu.ledger.accounts()
// @ts-expect-error a session of an operator
siyu.session.set(operatorSession)
admin.session.set(operatorSession)

// A session narrows by its status.
expectTypeOf<Extract<Session, { status: 'member' }>>().toHaveProperty('memberId')
siyu.on('session.changed', (session) => expectTypeOf(session).toEqualTypeOf<Session>())

// Codes are names, not any text.
expectTypeOf<'coupon_sold_out'>().toExtend<RefusalCode>()
expectTypeOf<'timeout'>().toExtend<ErrorCode>()
expectTypeOf<'timeout'>().not.toExtend<RefusalCode>()
expectTypeOf<string>().not.toExtend<ErrorCode>()
