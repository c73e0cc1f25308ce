import { FIRST_LOCATION_ID, type StockRow } from '@siyu/core/inventory'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { useFormat } from '../../ui/format.ts'
import { CountInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { WriteError } from '../../ui/states.tsx'
import { LocationChoice } from './location-choice.tsx'
import { useLocations } from './location-name.ts'
import { stockWords } from './words.ts'

/** Brings free pieces from one location to another. Nothing where there is only one. */
export function TransferForm({ stock }: { readonly stock: StockRow }): ReactElement | null {
  const say = useSay(stockWords)
  const common = useSay(commonWords)
  const { count } = useFormat()
  const { mutations, refresh } = useAdmin()
  const others = useLocations().filter(({ id }) => id !== FIRST_LOCATION_ID)
  const [from, setFrom] = useState(FIRST_LOCATION_ID)
  const [chosenTo, setTo] = useState<string | null>(null)
  const [quantity, setQuantity] = useState<number | undefined>(undefined)
  const [reason, setReason] = useState('')
  const transfer = useMutation({ ...mutations.inventory.transfer(), onSuccess: refresh })
  const to = chosenTo ?? others[0]?.id
  if (to === undefined) return null
  const isSame = from === to
  const isGood = quantity !== undefined && quantity > 0 && !isSame
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!isGood) return
    transfer.mutate(
      {
        ...{ skuId: stock.skuId, fromLocationId: from, toLocationId: to, quantity },
        reason: reason.trim() || say('transfer'),
      },
      { onSuccess: () => setQuantity(undefined) },
    )
  }
  return (
    <form className="panel" onSubmit={submit} data-testid="transfer-form">
      <h3>{say('transfer')}</h3>
      <LocationChoice label={say('from')} value={from} testId="transfer-from" onChange={setFrom} />
      <LocationChoice label={say('to')} value={to} testId="transfer-to" onChange={setTo} />
      <Field label={say('quantity')} error={isSame ? say('sameLocation') : null}>
        <CountInput required value={quantity} testId="transfer-quantity" onChange={setQuantity} />
      </Field>
      <Field label={common('reason')}>
        <input
          maxLength={200}
          value={reason}
          placeholder={say('transfer')}
          onChange={({ target }) => setReason(target.value)}
        />
      </Field>
      <WriteError error={transfer.error} />
      {transfer.isSuccess && (
        <p className="done" role="status" data-testid="transfer-done">
          {say('transferred', { count: count(transfer.variables.quantity) })}
        </p>
      )}
      <button type="submit" className="button" data-testid="transfer-submit" disabled={!isGood || transfer.isPending}>
        {transfer.isPending ? common('saving') : say('transfer')}
      </button>
    </form>
  )
}
