import type { HouseholdView } from '@siyu/core/points'
import { useErrorWords, useInviteToHousehold, useJoinHousehold, useSession } from '@siyu/react'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useMoment, useWords } from '../language/language.tsx'
import { Problem } from '../pieces/states.tsx'
import { SubmitButton } from '../pieces/submit-button.tsx'
import { TextField } from '../pieces/text-field.tsx'
import { useToast } from '../pieces/toast.tsx'

export type InviteProps = {
  readonly label: string
  readonly invitation: NonNullable<HouseholdView['household']>['invitation']
  /** Whose household it is; absent where there is none yet. */
  readonly ownerId?: string
}

/** A code for one more person; only the owner of a household gives it. */
export function InvitePanel({ label, invitation, ownerId }: InviteProps): ReactElement | null {
  const { household: words } = useWords().family
  const session = useSession()
  const moment = useMoment()
  const toast = useToast()
  const wordsFor = useErrorWords()
  const invite = useInviteToHousehold()
  const isOwner = ownerId === undefined || (session.status === 'member' && session.memberId === ownerId)
  if (!isOwner) return null
  const act = (): void => {
    invite.mutateAsync({}).catch((error: unknown) => toast(wordsFor(error)))
  }
  return (
    <section className="panel panel--text household__invite" aria-label={label}>
      {invitation !== null && (
        <p>
          <span className="quiet">{words.code}</span>
          <b className="household__code" data-testid="household-code">
            {invitation.code}
          </b>
          <small className="quiet">{words.codeNote(moment(invitation.expiresAt))}</small>
        </p>
      )}
      <button
        type="button"
        className="button button--leaf button--wide"
        data-testid="household-invite"
        disabled={invite.isPending}
        onClick={act}
      >
        {label}
      </button>
    </section>
  )
}

/** Joins the household whose code one was given. */
export function JoinPanel(): ReactElement {
  const { household: words } = useWords().family
  const [code, setCode] = useState('')
  const join = useJoinHousehold()
  const toast = useToast()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    join.mutateAsync({ code: code.trim() }).then(
      () => toast(words.joined),
      () => undefined,
    )
  }
  return (
    <form className="panel panel--text form" onSubmit={submit}>
      <TextField
        {...{ label: words.joinCode, value: code, testId: 'household-join-code', required: true, maxLength: 64 }}
        {...{ autoCapitalize: 'characters', autoComplete: 'off', onChange: setCode }}
      />
      <Problem error={join.error} />
      <SubmitButton testId="household-join" look="quiet" disabled={join.isPending}>
        {words.join}
      </SubmitButton>
    </form>
  )
}
