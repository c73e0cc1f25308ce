import type { DeletionPreview } from '@siyu/core/compliance'
import { useDataRights, useErrorWords, useFormatMoney } from '@siyu/react'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useWords } from '../language/language.tsx'
import { useToast } from '../pieces/toast.tsx'

/** The way out, with everything that goes and everything that stays. */
export function DeletionPanel(): ReactElement | null {
  const { privacy: words } = useWords()
  const { deletion, requests, cancelDeletion } = useDataRights()
  const toast = useToast()
  const errorWords = useErrorWords()
  if (deletion.data === undefined) return null
  const waiting = requests.data?.items.find(({ kind, status }) => kind === 'delete' && status === 'waiting')
  const keep = (requestId: string): void => {
    cancelDeletion.mutateAsync({ requestId }).then(
      () => toast(words.kept2),
      (error: unknown) => toast(errorWords(error)),
    )
  }
  return (
    <section className="panel panel--text privacy" aria-label={words.deletion} data-testid="deletion">
      <h2 className="heading">{words.deletion}</h2>
      <p className="privacy__lead">{words.deletionLead(deletion.data.coolingOffDays)}</p>
      <p className="privacy__lead">{words.gone}</p>
      <p className="privacy__lead">{words.kept}</p>
      {waiting === undefined ? (
        <DeletionForm preview={deletion.data} />
      ) : (
        <button
          type="button"
          className="button button--quiet button--wide"
          data-testid="keep-account"
          disabled={cancelDeletion.isPending}
          onClick={() => keep(waiting.id)}
        >
          {words.keep}
        </button>
      )}
    </section>
  )
}

function DeletionForm({ preview }: { readonly preview: DeletionPreview }): ReactElement {
  const { privacy: words } = useWords()
  const { requestDeletion } = useDataRights()
  const money = useFormatMoney()
  const [agreesToLosses, setAgrees] = useState(false)
  const [waivesCommission, setWaives] = useState(false)
  const toast = useToast()
  const errorWords = useErrorWords()
  const { pointsCount, couponCount, commissionMinor, blockedBy } = preview
  const isLosing = pointsCount > 0 || couponCount > 0
  const ask = (event: FormEvent): void => {
    event.preventDefault()
    requestDeletion.mutateAsync({ agreesToLosses, waivesCommission }).then(
      () => toast(words.deleteAsked),
      (error: unknown) => toast(errorWords(error)),
    )
  }
  return (
    <form className="privacy__form" onSubmit={ask}>
      {blockedBy.map((block) => (
        <p key={block} className="privacy__block">
          {words.blocks[block]}
        </p>
      ))}
      {isLosing && (
        <label className="privacy__check">
          <input
            type="checkbox"
            required
            checked={agreesToLosses}
            data-testid="agree-losses"
            onChange={(event) => setAgrees(event.target.checked)}
          />
          <span>
            {words.losses(pointsCount, couponCount)} · {words.agree}
          </span>
        </label>
      )}
      {commissionMinor > 0 && (
        <label className="privacy__check">
          <input type="checkbox" checked={waivesCommission} onChange={(event) => setWaives(event.target.checked)} />
          <span>{words.waive(money(commissionMinor).text)}</span>
        </label>
      )}
      <button
        type="submit"
        className="button button--wide privacy__delete"
        data-testid="delete-account"
        disabled={requestDeletion.isPending}
      >
        {words.delete}
      </button>
    </form>
  )
}
