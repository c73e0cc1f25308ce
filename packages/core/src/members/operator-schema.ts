import * as z from 'zod/mini'
import { Id, Label, listOf, Moment, type Schema } from '../kernel/index.ts'
import type { Labels } from './schema.ts'

/** The most tags, and the most segments, that one member carries. */
export const MAX_LABELS = 100

const tags = listOf(Label, MAX_LABELS)
const segmentIds = listOf(Id, MAX_LABELS)

/** The labels of one member. */
export type MemberLabels = Labels & { readonly memberId: string }
export const MemberLabels: Schema<MemberLabels> = z.object({ memberId: Id, tags, segmentIds })

/** A member as operators see them in a list. */
export type MemberRow = {
  readonly id: string
  readonly name: string | null
  readonly joinedAt: number
  readonly tierId: string
  readonly growthCount: number
  readonly pointsCount: number
  readonly orderCount: number
  readonly tags: readonly string[]
}
export const MemberRow: Schema<MemberRow> = z.object({
  id: Id,
  name: z.nullable(Label),
  joinedAt: Moment,
  tierId: Id,
  growthCount: z.int(),
  pointsCount: z.int(),
  orderCount: z.int(),
  tags,
})
