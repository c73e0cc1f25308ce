import { memoryStorage } from '@siyu/core'
import { expect, it } from 'vitest'
import { createVisitorCart } from './visitor-cart.ts'

const line = (skuId: string, quantity: number): object => ({ lineId: skuId, skuId, quantity })

function numbered(): () => string {
  let count = 0
  return () => {
    count += 1
    return `key_${count}`
  }
}

it('keeps lines over a reload, and a line of none is gone', async () => {
  const storage = memoryStorage()
  const cart = createVisitorCart(storage)
  await Promise.all([cart.setLine('sku_tea', 2), cart.setLine('sku_cup', 1), cart.setLine('sku_tea', 3)])
  expect(await createVisitorCart(storage).get()).toEqual({
    lines: [line('sku_tea', 3), line('sku_cup', 1)],
    couponIds: null,
    pointsCount: 0,
  })
  expect((await cart.setLine('sku_tea', 0)).lines).toEqual([line('sku_cup', 1)])
})

it('leaves each cart to the member who signed in, under one key until it is taken', async () => {
  const storage = memoryStorage()
  const cart = createVisitorCart(storage)
  const newKey = numbered()
  await cart.setLine('sku_tea', 2)
  const [first] = await cart.handOver('mem_ada', newKey)
  expect(first).toEqual({ memberId: 'mem_ada', key: 'key_1', lines: [line('sku_tea', 2)] })
  expect((await cart.get()).lines).toEqual([])
  expect(await createVisitorCart(storage).handOver('mem_ada', newKey)).toEqual([first])
  await cart.setLine('sku_cup', 1)
  expect(await cart.handOver('mem_bo', newKey)).toEqual([
    { memberId: 'mem_bo', key: 'key_2', lines: [line('sku_cup', 1)] },
  ])
  await cart.forget('key_1')
  expect(await cart.handOver('mem_ada', newKey)).toEqual([])
})

it('refuses a line too many, as the server would, and keeps the others', async () => {
  const cart = createVisitorCart(memoryStorage())
  await Promise.all(Array.from({ length: 200 }, (_, n) => cart.setLine(`sku_${n}`, 1)))
  await expect(cart.setLine('sku_more', 1)).rejects.toMatchObject({ code: 'cart_full', status: 409 })
  expect((await cart.setLine('sku_0', 7)).lines).toHaveLength(200)
})

it.each([
  ['nothing', ''],
  ['another program’s text', '{"lines":7}'],
  ['a line that is none', '{"lines":[{"skuId":"sku_tea","quantity":-1}],"handovers":[]}'],
])('begins empty where the device holds %s', async (_, text) => {
  const storage = memoryStorage()
  await storage.set('siyu.cart', text)
  expect((await createVisitorCart(storage).get()).lines).toEqual([])
})

it('holds the cart for as long as the page lives where the device refuses to store', async () => {
  const refuse = (): never => {
    throw new Error('storage is full')
  }
  const cart = createVisitorCart({ get: refuse, set: refuse, remove: refuse })
  await cart.setLine('sku_tea', 2)
  expect((await cart.get()).lines).toEqual([line('sku_tea', 2)])
})
