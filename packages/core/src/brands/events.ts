import type { Brand } from './schema.ts'

/** A brand was set up, with the first settings of each concept by its name. */
export type BrandCreated = {
  readonly type: 'brand_created'
  readonly brand: Brand
  readonly settings: Readonly<Record<string, unknown>>
}

/** Everything that can happen to a brand. */
export type BrandEvent = BrandCreated
