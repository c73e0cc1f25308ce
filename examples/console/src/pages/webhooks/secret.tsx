import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { WriteError } from '../../ui/states.tsx'
import { webhookWords } from './words.ts'

/** The secret of an endpoint: shown when asked for, forgotten with the drawer, exchanged after a second press. */
export function Secret({ endpointId }: { readonly endpointId: string }): ReactElement {
  const say = useSay(webhookWords)
  const { mutations, refresh } = useAdmin()
  const [isSure, setSure] = useState(false)
  const [isCopied, setCopied] = useState(false)
  // Nothing of it outlives the drawer.
  const reveal = useMutation({ ...mutations.webhooks.secret(), gcTime: 0 })
  const rotate = useMutation({
    ...mutations.webhooks.rotate(),
    onSuccess: () => {
      reveal.reset()
      setSure(false)
      setCopied(false)
      return refresh()
    },
  })
  const secret = reveal.data?.secret
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(secret ?? '')
    setCopied(true)
  }
  return (
    <section className="panel" data-testid="webhook-secret-panel">
      <h3>{say('secret')}</h3>
      <p className="page-note">{say('secretHint')}</p>
      {secret !== undefined && (
        <p>
          <code className="secret" data-testid="webhook-secret">
            {secret}
          </code>
        </p>
      )}
      <WriteError error={reveal.error ?? rotate.error} />
      {rotate.isSuccess && (
        <p className="done" role="status" data-testid="webhook-rotated">
          {say('rotated')}
        </p>
      )}
      <div className="form-actions">
        {secret === undefined ? (
          <button
            type="button"
            className="button"
            data-testid="webhook-reveal"
            disabled={reveal.isPending}
            onClick={() => reveal.mutate({ endpointId })}
          >
            {say('show')}
          </button>
        ) : (
          <button type="button" className="button" onClick={() => void copy().catch(() => undefined)}>
            {say(isCopied ? 'copied' : 'copy')}
          </button>
        )}
        <button
          type="button"
          className="button"
          data-testid="webhook-rotate"
          disabled={rotate.isPending}
          onClick={() => (isSure ? rotate.mutate({ endpointId }) : setSure(true))}
        >
          {say(isSure ? 'sureRotate' : 'rotate')}
        </button>
      </div>
    </section>
  )
}
