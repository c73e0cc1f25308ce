import { describe, expect, it } from 'vitest'
import { adminContract, createSiyuAdmin, listEndpoints } from './admin.ts'
import { contract, createSiyu, fetchTransport } from './index.ts'
import type { Endpoint } from './kernel/index.ts'

const options = { baseUrl: 'http://shop.test', transport: fetchTransport() }
const shoppers = Object.values(contract).flatMap((verbs) => Object.values<Endpoint>(verbs))

describe('who is given which endpoints', () => {
  it('gives a shop what visitors and members may call, and nothing else', () => {
    expect(shoppers.map(({ access }) => access).filter((access) => access !== 'public' && access !== 'member')).toEqual(
      [],
    )
  })

  it('gives operators all of it, under the same names, and the rest', () => {
    const all = listEndpoints()
    expect(all.filter((endpoint) => shoppers.includes(endpoint))).toHaveLength(shoppers.length)
    // Signing in as an operator is open to the public and still no matter of a shop's.
    const others = all.filter((endpoint) => !shoppers.includes(endpoint) && endpoint.access !== 'operator')
    expect(others.map(({ name }) => name)).toEqual(['brands.signInOperator'])
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
  })

  it('answers one refusal with one status, whoever refuses', () => {
    const statuses = new Map<string, Set<number>>()
    for (const [code, status] of listEndpoints().flatMap(({ refusals }) => Object.entries(refusals))) {
      statuses.set(code, (statuses.get(code) ?? new Set()).add(status))
    }
    expect([...statuses].filter(([, found]) => found.size > 1)).toEqual([])
    expect(statuses.size).toBeGreaterThan(100)
  })

  it.each([
    ['createSiyu', createSiyu(options), contract],
    ['createSiyuAdmin', createSiyuAdmin(options), adminContract],
  ] as const)('%s has a method for each of them', (_, client, contracts) => {
    const methods = new Map(Object.entries(client))
    for (const [concept, verbs] of Object.entries(contracts)) {
      expect(Object.keys(methods.get(concept) ?? {})).toEqual(Object.keys(verbs))
    }
  })
})
