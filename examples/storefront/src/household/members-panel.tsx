import type { HouseholdView } from '@siyu/core/points'
import { useErrorWords, useLeaveHousehold, useSession } from '@siyu/react'
import { type ReactElement, useState } from 'react'
import { useWords } from '../language/language.tsx'
import { useToast } from '../pieces/toast.tsx'

type MembersProps = { readonly household: NonNullable<HouseholdView['household']> }

/** Who is in the household, and the ways out of it. */
export function MembersPanel({ household }: MembersProps): ReactElement {
  const { household: words } = useWords().family
  const session = useSession()
  const ownId = session.status === 'member' ? session.memberId : ''
  const { members, ownerId } = household
  const isOwner = ownerId === ownId
  return (
    <section className="panel" aria-label={words.members}>
      <h2 className="heading activities__heading">{words.members}</h2>
      <ul>
        {members.map(({ memberId, name }) => (
          <li key={memberId} className="activity" data-testid="relative">
            <span className="activity__what">
              <b>{name ?? words.nameless}</b>
              <small>
                {[...(memberId === ownerId ? [words.owner] : []), ...(memberId === ownId ? [words.me] : [])].join(
                  ' · ',
                )}
              </small>
            </span>
            {isOwner && memberId !== ownId && <Leave label={words.takeOut} memberId={memberId} />}
            {memberId === ownId && <Leave label={isOwner ? words.end : words.leave} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Asks once more before somebody is out. */
function Leave({ label, memberId }: { readonly label: string; readonly memberId?: string }): ReactElement {
  const { household: words } = useWords().family
  const [isSure, setSure] = useState(false)
  const leave = useLeaveHousehold()
  const toast = useToast()
  const wordsFor = useErrorWords()
  const act = (): void => {
    if (!isSure) {
      setSure(true)
      return
    }
    leave.mutateAsync(memberId === undefined ? {} : { memberId }).then(
      () => memberId === undefined && toast(words.left),
      (error: unknown) => toast(wordsFor(error)),
    )
  }
  return (
    <button
      type="button"
      className="button button--quiet button--small"
      data-testid={memberId === undefined ? 'household-leave' : 'household-take-out'}
      disabled={leave.isPending}
      onBlur={() => setSure(false)}
      onClick={act}
    >
      {isSure ? words.sure : label}
    </button>
  )
}
