import type { SiyuAdmin } from '@siyu/core/admin'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { LanguageButton } from '../../app/language-button.tsx'
import { useSay } from '../../language/language.tsx'
import { Field } from '../../ui/page.tsx'
import { WriteError } from '../../ui/states.tsx'
import { signInWords } from './words.ts'

/** Opens an operator's session; the console follows the session by itself. */
export function SignInPage({ client }: { readonly client: SiyuAdmin }): ReactElement {
  const say = useSay(signInWords)
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useMutation({ mutationFn: () => client.brands.signInOperator({ login: login.trim(), password }) })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    signIn.mutate()
  }
  return (
    <main className="sign-in" id="content">
      <title>{`${say('title')} · Siyu`}</title>
      <form className="card" onSubmit={submit} aria-busy={signIn.isPending}>
        <h1>{say('title')}</h1>
        <Field label={say('login')}>
          <input
            name="username"
            autoComplete="username"
            required
            maxLength={200}
            value={login}
            data-testid="operator-login"
            onChange={(event) => setLogin(event.target.value)}
          />
        </Field>
        <Field label={say('password')}>
          <input
            name="password"
            type="password"
            autoComplete="current-password"
            required
            maxLength={200}
            value={password}
            data-testid="operator-password"
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        <WriteError error={signIn.error} />
        <button type="submit" className="button primary" disabled={signIn.isPending} data-testid="operator-submit">
          {signIn.isPending ? say('submitting') : say('submit')}
        </button>
        <p className="page-note">{say('note')}</p>
      </form>
      <LanguageButton />
    </main>
  )
}
