import { type AdjustKind, FIRST_LOCATION_ID, type StockRow } from '@siyu/core/inventory'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { Choice } from '../../ui/choice.tsx'
import { useFormat } from '../../ui/format.ts'
import { CountInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { WriteError } from '../../ui/states.tsx'
import { LocationChoice } from './location-choice.tsx'
import { useLocations } from './location-name.ts'
import { stockWords } from './words.ts'

const kinds: readonly AdjustKind[] = ['receive', 'count', 'damage', 'loss', 'supplier_return', 'adjust']
/** The most pieces one adjustment moves, either way. */
const MOST = 1_000_000

/** Receives goods or corrects a count, with why and where. */
export function AdjustForm({ stock }: { readonly stock: StockRow }): ReactElement {
  const say = useSay(stockWords)
  const common = useSay(commonWords)
  const { count } = useFormat()
  const { mutations, refresh } = useAdmin()
  const hasChoice = useLocations().length > 1
  const [deltaCount, setDelta] = useState<number | undefined>(undefined)
  const [kind, setKind] = useState<AdjustKind>('receive')
  const [locationId, setLocation] = useState(FIRST_LOCATION_ID)
  const [reason, setReason] = useState('')
  const adjust = useMutation({ ...mutations.inventory.adjust(), onSuccess: refresh })
  const isGood = deltaCount !== undefined && Number.isInteger(deltaCount) && deltaCount !== 0
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!isGood) return
    const why = reason.trim() || say(`kind_${kind}`)
    adjust.mutate(
      { skuId: stock.skuId, deltaCount, kind, locationId, reason: why },
      { onSuccess: () => setDelta(undefined) },
    )
  }
  return (
    <form className="panel" onSubmit={submit}>
      <h3>{say('adjust')}</h3>
      <Field
        label={say('delta')}
        hint={isGood ? say('after', { count: count(stock.onHandCount + deltaCount) }) : undefined}
        error={deltaCount !== undefined && !isGood ? say('badDelta') : null}
      >
        <CountInput min={-MOST} required value={deltaCount} testId="stock-delta" onChange={setDelta} />
      </Field>
      <Field label={say('why')}>
        <Choice
          value={kind}
          options={kinds.map((each) => [each, say(`kind_${each}`)] as const)}
          testId="stock-kind"
          onChange={setKind}
        />
      </Field>
      {hasChoice && (
        <LocationChoice label={say('location')} value={locationId} testId="stock-location" onChange={setLocation} />
      )}
      <Field label={common('reason')}>
        <input
          maxLength={200}
          value={reason}
          placeholder={say(`kind_${kind}`)}
          data-testid="stock-reason"
          onChange={({ target }) => setReason(target.value)}
        />
      </Field>
      <WriteError error={adjust.error} />
      {adjust.data !== undefined && (
        <p className="done" role="status" data-testid="stock-done">
          {say('done', { count: count(adjust.data.onHandCount) })}
        </p>
      )}
      <button
        type="submit"
        className="button primary"
        data-testid="stock-submit"
        disabled={!isGood || adjust.isPending}
      >
        {adjust.isPending ? common('saving') : say('adjust')}
      </button>
    </form>
  )
}
