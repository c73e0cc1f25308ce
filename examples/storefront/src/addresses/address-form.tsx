import type { Address } from '@siyu/core/carts'
import { useSiyu } from '@siyu/react'
import { type FormEvent, type ReactElement, useState } from 'react'
import { provinces } from '../delivery/provinces.ts'
import { useLanguage } from '../language/language.tsx'
import { Problem } from '../pieces/states.tsx'
import { SubmitButton } from '../pieces/submit-button.tsx'
import { TextField } from '../pieces/text-field.tsx'

export type AddressFormProps = {
  /** The one that is changed; null for a new one. */
  readonly address: Address | null
  readonly error: unknown
  readonly isSaving: boolean
  readonly onSave: (address: Address) => void
  readonly onCancel: () => void
}

type Field = Exclude<keyof Address, 'id' | 'region'>

/** What a browser may fill in, and how long each may be. */
const fields: Readonly<Record<Field, { readonly autoComplete: string; readonly maxLength: number }>> = {
  name: { autoComplete: 'name', maxLength: 200 },
  phone: { autoComplete: 'tel', maxLength: 30 },
  area: { autoComplete: 'address-level2', maxLength: 200 },
  detail: { autoComplete: 'street-address', maxLength: 200 },
  postcode: { autoComplete: 'postal-code', maxLength: 20 },
}
const beforeRegion = ['name', 'phone'] as const
const afterRegion = ['area', 'detail', 'postcode'] as const
const empty = { name: '', phone: '', region: '', area: '', detail: '', postcode: '' }

/** An address as its member writes it. Its id is made here, so that a retry is the same address. */
export function AddressForm({ address, error, isSaving, onSave, onCancel }: AddressFormProps): ReactElement {
  const { words } = useLanguage()
  const client = useSiyu()
  const [draft, setDraft] = useState<Address>(() => address ?? { ...empty, id: client.newId('adr') })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    onSave(trimmed(draft))
  }
  const fieldOf = (field: Field): ReactElement => (
    <AddressField
      key={field}
      field={field}
      value={draft[field]}
      onChange={(text) => setDraft({ ...draft, [field]: text })}
    />
  )
  return (
    <form className="panel panel--text form" onSubmit={submit} data-testid="address-form">
      {beforeRegion.map(fieldOf)}
      <RegionField value={draft.region} onChange={(region) => setDraft({ ...draft, region })} />
      {afterRegion.map(fieldOf)}
      <Problem error={error} />
      <SubmitButton testId="address-save" disabled={isSaving}>
        {words.goods.addresses.save}
      </SubmitButton>
      <button type="button" className="button button--quiet button--wide" onClick={onCancel}>
        {words.goods.addresses.cancel}
      </button>
    </form>
  )
}

type AddressFieldProps = { readonly field: Field; readonly value: string; readonly onChange: (text: string) => void }

function AddressField({ field, value, onChange }: AddressFieldProps): ReactElement {
  const { words } = useLanguage()
  const { addresses } = words.goods
  const isPhone = field === 'phone'
  return (
    <TextField
      {...fields[field]}
      {...{ label: addresses[field], value, onChange, testId: `address-${field}` }}
      required={field !== 'postcode'}
      type={isPhone ? 'tel' : 'text'}
      {...(isPhone && { pattern: '[+0-9][0-9 \\-]{4,29}', title: addresses.phoneNote })}
      {...(field === 'postcode' && { pattern: '[0-9A-Za-z \\-]{0,20}' })}
    />
  )
}

type RegionFieldProps = { readonly value: string; readonly onChange: (region: string) => void }

function RegionField({ value, onChange }: RegionFieldProps): ReactElement {
  const { words, pick } = useLanguage()
  return (
    <label className="field">
      <span>{words.goods.addresses.region}</span>
      <select
        required
        autoComplete="address-level1"
        value={value}
        data-testid="address-region"
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{words.cart.chooseRegion}</option>
        {provinces.map(({ code, name }) => (
          <option key={code} value={code}>
            {pick(name)}
          </option>
        ))}
      </select>
    </label>
  )
}

/** What was typed without blanks around it: an address of nothing but blanks is refused by the server. */
function trimmed({ id, region, name, phone, area, detail, postcode }: Address): Address {
  const texts = { name, phone, area, detail, postcode }
  const bare = Object.fromEntries(Object.entries(texts).map(([field, text]) => [field, text.trim()]))
  return { id, region, ...(bare as typeof texts) }
}
