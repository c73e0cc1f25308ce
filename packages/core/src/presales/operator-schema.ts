import * as z from 'zod/mini'
import { Count, type Schema } from '../kernel/index.ts'
import { type Presale, presaleShape } from './schema.ts'

/** A presale as operators see it: its orders by how far they are. */
export type PresaleSales = Presale & {
  readonly takenCount: number
  readonly createdCount: number
  readonly depositedCount: number
  readonly paidCount: number
  /** Orders whose deposit was kept. */
  readonly keptCount: number
}
export const PresaleSales: Schema<PresaleSales> = z.object({
  ...presaleShape,
  ...{ takenCount: Count, createdCount: Count, depositedCount: Count, paidCount: Count, keptCount: Count },
})
