import type { Sku } from '@siyu/core/catalog'
import { UNKNOWN } from '../../terms/kinds.ts'

/** A SKU still to be filled in. */
export function newSku(id: string, choices: readonly string[], title: Sku['title'] = { zh: '', en: '' }): Sku {
  return { id, title, listMinor: UNKNOWN, costMinor: 0, memberPrices: [], choices }
}
