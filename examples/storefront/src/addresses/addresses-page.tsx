import { type Address, MAX_ADDRESSES } from '@siyu/core/carts'
import { useAddresses, useCartReview } from '@siyu/react'
import { type ReactElement, useState } from 'react'
import { useDelivery } from '../delivery/delivery.tsx'
import { provinces } from '../delivery/provinces.ts'
import { useLanguage, useWords } from '../language/language.tsx'
import { Page } from '../pieces/page.tsx'
import { Empty, Problem, Skeleton } from '../pieces/states.tsx'
import { useToast } from '../pieces/toast.tsx'
import { MembersOnly } from '../sign-in/sign-in.tsx'
import { AddressForm } from './address-form.tsx'

/** The address book 地址簿. */
export function AddressesPage(): ReactElement {
  const { addresses: words } = useWords().goods
  return (
    <Page title={words.title} back>
      <MembersOnly hint={words.signInHint}>
        <Book />
      </MembersOnly>
    </Page>
  )
}

function Book(): ReactElement {
  const { addresses: words } = useWords().goods
  const { addresses, query, save } = useAddresses()
  const { setRegion } = useDelivery()
  const toast = useToast()
  const [edited, setEdited] = useState<Address | 'new' | null>(null)
  if (addresses === undefined) {
    return query.error ? (
      <Problem error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton rows={3} tall />
    )
  }
  if (edited === null) return <Addresses addresses={addresses} onEdit={setEdited} />
  const leave = (): void => {
    save.reset()
    setEdited(null)
  }
  const keep = (address: Address): void =>
    save.mutate(address, {
      onSuccess: () => {
        toast(words.saved)
        // A new one is where the next order goes, so it is what shipping is reckoned for.
        if (edited === 'new') setRegion(address.region)
        leave()
      },
    })
  return (
    <>
      <h2 className="heading">{edited === 'new' ? words.newTitle : words.editTitle}</h2>
      <AddressForm
        address={edited === 'new' ? null : edited}
        error={save.error}
        isSaving={save.isPending}
        onSave={keep}
        onCancel={leave}
      />
    </>
  )
}

type AddressesProps = {
  readonly addresses: readonly Address[]
  readonly onEdit: (address: Address | 'new') => void
}

function Addresses({ addresses, onEdit }: AddressesProps): ReactElement {
  const { addresses: words } = useWords().goods
  const { remove, choose } = useAddresses()
  const { review } = useCartReview()
  const { setRegion } = useDelivery()
  const isFull = addresses.length >= MAX_ADDRESSES
  return (
    <>
      {addresses.length === 0 && <Empty title={words.none} hint={words.noneHint} />}
      <ul className="stack">
        {addresses.map((address) => (
          <Card
            key={address.id}
            address={address}
            isChosen={review?.addressId === address.id}
            isBusy={remove.isPending || choose.isPending}
            onChoose={() => choose.mutate({ id: address.id }, { onSuccess: () => setRegion(address.region) })}
            onEdit={() => onEdit(address)}
            onRemove={() => remove.mutate({ id: address.id })}
          />
        ))}
      </ul>
      <Problem error={remove.error ?? choose.error} />
      {isFull && <p className="quiet">{words.full(MAX_ADDRESSES)}</p>}
      <button
        type="button"
        className="button button--leaf button--wide"
        data-testid="address-add"
        disabled={isFull}
        onClick={() => onEdit('new')}
      >
        {words.add}
      </button>
    </>
  )
}

type CardProps = {
  readonly address: Address
  readonly isChosen: boolean
  readonly isBusy: boolean
  readonly onChoose: () => void
  readonly onEdit: () => void
  readonly onRemove: () => void
}

function Card({ address, isChosen, isBusy, onChoose, onEdit, onRemove }: CardProps): ReactElement {
  const { words, pick } = useLanguage()
  const { addresses } = words.goods
  const [isSure, setSure] = useState(false)
  const province = provinces.find(({ code }) => code === address.region)
  const place = [province && pick(province.name), address.area, address.detail, address.postcode]
  return (
    <li className="panel panel--text address" data-testid="address">
      <p>
        <b>{address.name}</b> {address.phone}
        {isChosen && (
          <span className="tag" data-testid="address-chosen">
            {addresses.chosen}
          </span>
        )}
      </p>
      <p className="quiet">{place.filter(Boolean).join(' ')}</p>
      <div className="address__actions">
        {!isChosen && <Act name={addresses.choose} testId="address-choose" isBusy={isBusy} onPress={onChoose} />}
        <Act name={addresses.edit} testId="address-edit" isBusy={isBusy} onPress={onEdit} />
        <Act
          name={isSure ? addresses.sure : addresses.remove}
          testId="address-remove"
          isBusy={isBusy}
          onPress={() => (isSure ? onRemove() : setSure(true))}
        />
      </div>
    </li>
  )
}

type ActProps = {
  readonly name: string
  readonly testId: string
  readonly isBusy: boolean
  readonly onPress: () => void
}

function Act({ name, testId, isBusy, onPress }: ActProps): ReactElement {
  return (
    <button
      type="button"
      className="button button--quiet button--small"
      data-testid={testId}
      disabled={isBusy}
      onClick={onPress}
    >
      {name}
    </button>
  )
}
