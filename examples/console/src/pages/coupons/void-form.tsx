import { type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { couponWords } from './words.ts'

type VoidFormProps = {
  readonly onVoid: (reason: string) => void
  readonly isPending: boolean
  readonly testId: string
}

/** Takes something away for good: asks why first. */
export function VoidForm({ onVoid, isPending, testId }: VoidFormProps): ReactElement {
  const say = useSay(couponWords)
  const common = useSay(commonWords)
  const [isAsking, setIsAsking] = useState(false)
  const [reason, setReason] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    onVoid(reason)
  }
  if (!isAsking) {
    return (
      <button type="button" className="button quiet" data-testid={testId} onClick={() => setIsAsking(true)}>
        {say('void')}
      </button>
    )
  }
  return (
    <form className="void-form" onSubmit={submit}>
      <input
        required
        maxLength={2_000}
        value={reason}
        aria-label={say('voidReason')}
        placeholder={say('voidReason')}
        data-testid={`${testId}-reason`}
        onChange={(event) => setReason(event.target.value)}
      />
      <button type="submit" className="button danger" data-testid={`${testId}-confirm`} disabled={isPending}>
        {say('confirmVoid')}
      </button>
      <button type="button" className="button" onClick={() => setIsAsking(false)}>
        {common('cancel')}
      </button>
    </form>
  )
}
