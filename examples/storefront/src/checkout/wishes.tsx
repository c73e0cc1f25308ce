import type { Address } from '@siyu/core/carts'
import { type CheckoutTerms, useAddresses, useCartReview } from '@siyu/react'
import { type ReactElement, useEffect } from 'react'
import { useDelivery } from '../delivery/delivery.tsx'
import { useWords } from '../language/language.tsx'

/** The address the next order goes to, if the book has one; prices are those of its region. */
export function useChosenAddress(): Address | undefined {
  const { addresses } = useAddresses()
  const { review } = useCartReview()
  const { region, setRegion } = useDelivery()
  const chosen = addresses?.find(({ id }) => id === review?.addressId)
  useEffect(() => {
    if (chosen !== undefined && chosen.region !== region) setRegion(chosen.region)
  }, [chosen, region, setRegion])
  return chosen
}

type WishesProps = {
  readonly chosen: Address | undefined
  readonly wishes: CheckoutTerms
  readonly onChange: (wishes: CheckoutTerms) => void
}

/** Where the order goes to, of the addresses in the book, and what the shopper wishes. */
export function Wishes({ chosen, wishes, onChange }: WishesProps): ReactElement {
  const { checkout } = useWords()
  const { addresses = [], choose } = useAddresses()
  return (
    <section className="panel wishes">
      {addresses.length > 0 && (
        <label className="wishes__row">
          {checkout.address}
          <select
            className="select"
            data-testid="address"
            value={chosen?.id ?? ''}
            disabled={choose.isPending}
            onChange={(event) => choose.mutate({ id: event.target.value })}
          >
            {chosen === undefined && <option value="">{checkout.chooseAddress}</option>}
            {addresses.map(({ id, name, area, detail }) => (
              <option key={id} value={id}>
                {`${name} ${area} ${detail}`}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="wishes__row">
        {checkout.wish}
        <input
          data-testid="order-note"
          maxLength={500}
          placeholder={checkout.wishHint}
          value={wishes.note ?? ''}
          onChange={(event) => onChange({ ...wishes, note: event.target.value })}
        />
      </label>
    </section>
  )
}
