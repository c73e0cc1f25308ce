import type { Words } from '@siyu/core/kernel'
import type { TableSpec } from '../kernel/tables.ts'

export type BrandTables = {
  brands: {
    readonly brandId: string
    readonly name: Words
    readonly currency: string
    readonly timeZone: string
    readonly createdAt: number
  }
  settings: {
    readonly brandId: string
    readonly concept: string
    readonly value: object
    readonly version: number
  }
  apiKeys: {
    readonly brandId: string
    readonly id: string
    readonly kind: 'publishable' | 'secret'
    readonly keyHash: string
    readonly origins: readonly string[]
    readonly scopes: readonly string[]
  }
  operators: {
    readonly brandId: string
    readonly id: string
    readonly login: string
    readonly name: string
    readonly passwordHash: string
  }
}

export const brandSpecs: { readonly [N in keyof BrandTables]: TableSpec } = {
  brands: { name: 'brands', key: ['brand_id'], versioned: false, kind: 'state' },
  settings: { name: 'settings', key: ['brand_id', 'concept'], versioned: true, kind: 'state' },
  apiKeys: { name: 'api_keys', key: ['brand_id', 'id'], versioned: false, kind: 'personal' },
  operators: { name: 'operators', key: ['brand_id', 'id'], versioned: false, kind: 'personal' },
}
