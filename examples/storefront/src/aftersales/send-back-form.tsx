import { useSendBack } from '@siyu/react'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useWords } from '../language/language.tsx'
import { Problem } from '../pieces/states.tsx'
import { SubmitButton } from '../pieces/submit-button.tsx'
import { TextField } from '../pieces/text-field.tsx'
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
  const line = { required: true, maxLength: 40, autoComplete: 'off' }
  return (
    <form className="panel panel--text form" onSubmit={submit}>
      <TextField {...line} label={words.carrier} value={carrier} testId="case-carrier" onChange={setCarrier} />
      <TextField {...line} label={words.tracking} value={number} testId="case-tracking" onChange={setNumber} />
      <Problem error={send.error} />
      <SubmitButton testId="case-send-back" disabled={send.isPending}>
        {words.sendBack}
      </SubmitButton>
    </form>
  )
}
