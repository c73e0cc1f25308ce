import { StockPolicy } from '@siyu/core/inventory'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { useDraft } from '../../ui/draft.ts'
import { CountInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { stockWords } from './words.ts'

/** Backorders, the low-stock threshold and slots of a SKU. */
export function PolicyForm({ policy }: { readonly policy: StockPolicy }): ReactElement {
  const say = useSay(stockWords)
  const { mutations } = useAdmin()
  const { draft, change, whole, save, submit } = useDraft({
    ...{ initial: policy, schema: StockPolicy, save: mutations.inventory.savePolicy() },
  })
  return (
    <form className="panel" onSubmit={submit}>
      <h3>{say('policy')}</h3>
      <Field label={say('lowStock')} hint={say('lowStockHint')}>
        <CountInput
          min={0}
          value={draft.lowStockCount}
          testId="policy-low"
          onChange={(lowStockCount) => change({ lowStockCount: lowStockCount ?? null })}
        />
      </Field>
      <Field label={say('backorder')} hint={say('backorderHint')}>
        <CountInput
          min={0}
          required
          value={draft.backorderCount}
          testId="policy-backorder"
          onChange={(backorderCount = UNKNOWN) => change({ backorderCount })}
        />
      </Field>
      <Field label={say('slots')} hint={say('slotsHint')}>
        <CountInput
          required
          value={draft.slotCount}
          testId="policy-slots"
          onChange={(slotCount = UNKNOWN) => change({ slotCount })}
        />
      </Field>
      <SaveFoot isComplete={whole !== null} save={save} label={say('savePolicy')} testId="policy" />
    </form>
  )
}
