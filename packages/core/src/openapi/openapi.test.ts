import { describe, expect, it } from 'vitest'
import { adminContract, listEndpoints } from '../admin-contract.ts'
import { isWrite } from '../kernel/index.ts'
import { expireOrder } from '../orders/index.ts'
import { type Operation, openApi } from './index.ts'

const document = openApi({ contracts: adminContract, title: 'Siyu', version: '0.1.0', serverUrl: 'https://shop.test' })
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)
const find = (id: string): Operation => {
  const found = operations.find(({ operation }) => operation.operationId === id)
  if (found === undefined) throw new Error(`no operation ${id}`)
  return found.operation
}

/** Every object in the document with where it stands. */
function* walk(node: unknown, at = '#'): Generator<readonly [at: string, node: Readonly<Record<string, unknown>>]> {
  if (typeof node !== 'object' || node === null) return
  if (!Array.isArray(node)) yield [at, node as Readonly<Record<string, unknown>>]
  for (const [name, inner] of Object.entries(node)) yield* walk(inner, `${at}/${name}`)
}

function resolve(ref: string): unknown {
  const parts = ref.split('/').slice(1)
  return parts.reduce<unknown>(
    (node, part) => (node as Readonly<Record<string, unknown>> | undefined)?.[part],
    document,
  )
}

describe('the OpenAPI document', () => {
  it('describes every endpoint once, under the name of the client method', () => {
    const names = operations.map(({ operation }) => operation.operationId)
    expect(names.toSorted()).toEqual(
      listEndpoints()
        .map(({ name }) => name)
        .toSorted(),
    )
    expect(names.length).toBeGreaterThan(40)
    expect(find('coupons.claim').summary).toBe('Take a coupon into your wallet.')
  })

  it('has only references that lead somewhere', () => {
    const refs = [...walk(document)].flatMap(([, node]) => (typeof node.$ref === 'string' ? [node.$ref] : []))
    expect(refs.length).toBeGreaterThan(100)
    expect(refs.filter((ref) => !ref.startsWith('#/') || resolve(ref) === undefined)).toEqual([])
  })

  it('is plain JSON without marks of where its schemas came from', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
    expect([...walk(document)].filter(([, node]) => '$id' in node || '$schema' in node)).toEqual([])
  })

  it('names components as OpenAPI allows', () => {
    const names = Object.values(document.components).flatMap((section) => Object.keys(section))
    expect(names.filter((name) => !/^[A-Za-z0-9._-]+$/.test(name))).toEqual([])
    expect(names).toEqual(expect.arrayContaining(['Order', 'Coupon', 'Member', 'Error', 'IdempotencyKey']))
  })

  it.each(operations)('$operation.operationId is a complete operation', ({ path, method, operation }) => {
    expect(['get', 'post', 'put', 'delete']).toContain(method)
    const own = operation.parameters.filter((parameter) => 'name' in parameter)
    const inPath = own.filter((parameter) => parameter.in === 'path')
    expect(inPath.map(({ name }) => name)).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
    expect(inPath.every(({ required }) => required)).toBe(true)
    expect(new Set(own.map(({ name }) => name)).size).toBe(own.length)
    expect(operation.requestBody !== undefined).toBe(method === 'post' || method === 'put')
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['200', '400', '401', '429', '500', '503']))
    expect(Object.keys(operation.responses).every((status) => /^[2-5]\d\d$/.test(status))).toBe(true)
    const schemes = operation.security.flatMap((each) => Object.keys(each))
    expect(schemes.length).toBeGreaterThan(0)
    expect(schemes.filter((scheme) => !(scheme in document.components.securitySchemes))).toEqual([])
  })

  it.each(listEndpoints().map((endpoint) => [endpoint.name, endpoint] as const))(
    '%s tells its refusals',
    (name, endpoint) => {
      const responses = find(name).responses
      for (const [code, status] of Object.entries(endpoint.refusals)) {
        expect(JSON.stringify(responses[status])).toContain(`"${code}"`)
      }
      const wantsKey = JSON.stringify(find(name).parameters).includes('/IdempotencyKey')
      expect(wantsKey).toBe(isWrite(endpoint))
    },
  )

  it('keeps refusals of one status in their order of precedence', () => {
    const codes = (status: number): unknown =>
      [...walk(find('coupons.claim').responses[status])].find(([, node]) => 'enum' in node)?.[1].enum
    expect(codes(404)).toEqual(['coupon_missing'])
    expect(codes(409)).toEqual([
      ...['coupon_not_started', 'coupon_ended', 'coupon_sold_out', 'coupon_limit_reached'],
      ...['coupon_period_limit_reached', 'idempotency_key_reused'],
    ])
  })

  it('carries the limits of the schemas and leaves objects open for newer fields', () => {
    const [limit] = find('orders.list').parameters.filter(
      (parameter) => 'name' in parameter && parameter.name === 'limit',
    )
    expect(limit).toMatchObject({ in: 'query', required: false, schema: { type: 'integer', minimum: 1, maximum: 100 } })
    expect(document.components.schemas.CouponsClaimInput).toMatchObject({ type: 'object', required: ['templateId'] })
    expect([...walk(document)].filter(([, node]) => node.additionalProperties === false)).toEqual([])
  })

  it('leaves out what is not on the network', () => {
    const small = openApi({
      contracts: { orders: { expire: expireOrder as never } },
      title: 'x',
      version: '1',
      serverUrl: '/',
    })
    expect(small.paths).toEqual({})
  })
})
