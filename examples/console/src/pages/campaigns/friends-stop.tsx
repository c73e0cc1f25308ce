import type { CampaignView } from '@siyu/core/campaigns'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { wholeName } from '../../ui/name-fields.tsx'
import { Fact, Field } from '../../ui/page.tsx'
import { WriteError } from '../../ui/states.tsx'
import { friendsWords } from './friends-words.ts'

type StopProps = { readonly campaign: CampaignView; readonly onStopped: () => void }

/** Why a campaign was stopped, or the way to stop one that runs. */
export function StopPanel({ campaign, onStopped }: StopProps): ReactElement | null {
  const say = useSay(friendsWords)
  const pick = usePick()
  const { state, stopped } = campaign
  if (stopped !== null) return <Fact label={say('stoppedFor')}>{pick(stopped.reason)}</Fact>
  return state === 'published' ? <StopForm campaign={campaign} onStopped={onStopped} /> : null
}

function StopForm({ campaign, onStopped }: StopProps): ReactElement {
  const say = useSay(friendsWords)
  const { mutations, refresh } = useAdmin()
  const [reason, setReason] = useState({ zh: '', en: '' })
  const stop = useMutation({
    ...mutations.campaigns.stop(),
    onSuccess: () => {
      void refresh()
      onStopped()
    },
  })
  return (
    <details>
      <summary data-testid="friends-stop-open">{say('stop')}</summary>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          stop.mutate({ campaignId: campaign.id, reason: wholeName(reason) })
        }}
      >
        <p className="field-hint">{say('stopHint')}</p>
        <Field label={say('reasonZh')}>
          <input
            required
            maxLength={200}
            value={reason.zh}
            data-testid="friends-stop-reason"
            onChange={({ target }) => setReason({ ...reason, zh: target.value })}
          />
        </Field>
        <Field label={say('reasonEn')}>
          <input
            maxLength={200}
            value={reason.en}
            placeholder={reason.zh}
            onChange={({ target }) => setReason({ ...reason, en: target.value })}
          />
        </Field>
        <WriteError error={stop.error} />
        <button type="submit" className="button danger" data-testid="friends-stop" disabled={stop.isPending}>
          {say('stop')}
        </button>
      </form>
    </details>
  )
}
