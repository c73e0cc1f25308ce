import type { RequestedCode } from '@siyu/core/members'
import { useSession } from '@siyu/react'
import { type FormEvent, type ReactElement, useState } from 'react'
import { storage } from '../app/storage.ts'
import { useWords } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'
import { Problem } from '../pieces/states.tsx'
import { SubmitButton } from '../pieces/submit-button.tsx'

export type SignInFormProps = { readonly onDone: (joined: boolean) => void }

/** Phone, then code. The built-in test provider sends nothing: it shows its code instead. */
export function SignInForm({ onDone }: SignInFormProps): ReactElement {
  const { signIn: words } = useWords()
  const session = useSession()
  const [address, setAddress] = useState('')
  const [sent, setSent] = useState<RequestedCode | null>(null)
  const [code, setCode] = useState('')
  const [name, setName] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setError(null)
    await work().catch(setError)
    setBusy(false)
  }
  const send = (): Promise<void> =>
    attempt(async () => {
      const requested = await session.requestCode({ kind: 'phone', address: address.trim() })
      setSent(requested)
      setCode(requested.testCode ?? '')
    })
  const enter = (): Promise<void> =>
    attempt(async () => {
      const input = { kind: 'phone', address: address.trim(), code: code.trim() } as const
      const given = name.trim()
      const { joined } = await session.signIn(given === '' ? input : { ...input, name: given })
      onDone(joined)
    })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void (sent === null ? send() : enter())
  }

  return (
    <form className="form" onSubmit={submit}>
      {isReferred() && (
        <p className="form__referred" data-testid="sign-in-referred">
          <Icon name="gift" />
          {words.referred}
        </p>
      )}
      <PhoneField address={address} isSent={sent !== null} isBusy={isBusy} onChange={setAddress} onSend={send} />
      {sent !== null && <CodeField code={code} testCode={sent.testCode} onChange={setCode} />}
      {sent !== null && <NameField name={name} onChange={setName} />}
      <Problem error={error} />
      {sent !== null && (
        <SubmitButton testId="sign-in-submit" look="buy" disabled={isBusy}>
          {words.enter}
        </SubmitButton>
      )}
      <p className="form__note">{words.note}</p>
    </form>
  )
}

type PhoneFieldProps = {
  readonly address: string
  readonly isSent: boolean
  readonly isBusy: boolean
  readonly onChange: (address: string) => void
  readonly onSend: () => Promise<void>
}

function PhoneField({ address, isSent, isBusy, onChange, onSend }: PhoneFieldProps): ReactElement {
  const { signIn: words } = useWords()
  return (
    <div className="field">
      <label htmlFor="sign-in-phone">{words.phone}</label>
      <div className="field__row">
        <input
          id="sign-in-phone"
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          required
          value={address}
          placeholder="13800138000"
          data-testid="sign-in-phone"
          onChange={(event) => onChange(event.target.value)}
        />
        <button
          type="button"
          className="button button--leaf"
          data-testid="sign-in-send"
          disabled={isBusy || address.trim().length < 3}
          onClick={() => void onSend()}
        >
          {isSent ? words.sendAgain : words.send}
        </button>
      </div>
    </div>
  )
}

type CodeFieldProps = {
  readonly code: string
  readonly testCode: string | null
  readonly onChange: (code: string) => void
}

function CodeField({ code, testCode, onChange }: CodeFieldProps): ReactElement {
  const { signIn: words } = useWords()
  return (
    <div className="field">
      <label htmlFor="sign-in-code">{words.code}</label>
      <input
        id="sign-in-code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        value={code}
        data-testid="sign-in-code"
        onChange={(event) => onChange(event.target.value)}
      />
      {testCode !== null && <p className="field__note">{words.testCode(testCode)}</p>}
    </div>
  )
}

type NameFieldProps = { readonly name: string; readonly onChange: (name: string) => void }

function NameField({ name, onChange }: NameFieldProps): ReactElement {
  const { signIn: words } = useWords()
  return (
    <label className="field">
      <span>{words.name}</span>
      <input
        value={name}
        maxLength={40}
        autoComplete="nickname"
        placeholder={words.nameHint}
        data-testid="sign-in-name"
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}

/** Whether a friend's link brought this visitor; the provider keeps its code under this name until someone joins. */
function isReferred(): boolean {
  const code = storage.get('siyu.referral')
  return typeof code === 'string' && code !== ''
}
