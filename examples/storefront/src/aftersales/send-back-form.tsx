import { useSendBack } from '@siyu/react'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useWords } from '../language/language.tsx'
import { Problem } from '../pieces/states.tsx'
import { SubmitButton } from '../pieces/submit-button.tsx'
import { useToast } from '../pieces/toast.tsx'

/** By which parcel the goods go back. */
export function SendBackForm({ caseId }: { readonly caseId: string }): ReactElement {
  const { aftersales: words } = useWords()
  const [carrier, setCarrier] = useState('')
  const [number, setNumber] = useState('')
  const send = useSendBack()
  const toast = useToast()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const parcel = { carrier: carrier.trim(), trackingNumber: number.trim() }
    send.mutate({ caseId, ...parcel }, { onSuccess: () => toast(words.sentBackToast) })
  }
  return (
    <form className="panel panel--text form" onSubmit={submit}>
      <Field label={words.carrier} value={carrier} maxLength={40} testId="case-carrier" onChange={setCarrier} />
      <Field label={words.tracking} value={number} maxLength={40} testId="case-tracking" onChange={setNumber} />
      <Problem error={send.error} />
      <SubmitButton testId="case-send-back" disabled={send.isPending}>
        {words.sendBack}
      </SubmitButton>
    </form>
  )
}

type FieldProps = {
  readonly label: string
  readonly value: string
  readonly maxLength: number
  readonly testId: string
  readonly onChange: (value: string) => void
}

function Field({ label, value, maxLength, testId, onChange }: FieldProps): ReactElement {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        required
        maxLength={maxLength}
        autoComplete="off"
        value={value}
        data-testid={testId}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}
