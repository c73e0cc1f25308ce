import type { DataRequest } from '@siyu/core/compliance'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { useDownload } from '../../ui/download.tsx'
import { saveBlob } from '../../ui/export.ts'
import { shortId, useFormat } from '../../ui/format.ts'
import { WriteError } from '../../ui/states.tsx'
import { privacyWords } from './words.ts'

/** One request: its day, what was said, and the way to answer. */
export function RequestRow({ request }: { readonly request: DataRequest }): ReactElement {
  const say = useSay(privacyWords)
  const { date } = useFormat()
  const { id, kind, memberId, status, dueAt, closedAt, note } = request
  const isOverdue = closedAt === null && dueAt < Date.now()
  return (
    <tr data-testid="request-row" data-request-id={id} data-status={status}>
      <td>
        {date(dueAt - 1)} {isOverdue && <strong className="field-error">{say('overdue')}</strong>}
      </td>
      <td>{say(`kind_${kind}`)}</td>
      <td>
        <code title={memberId}>{shortId(memberId)}</code>
      </td>
      <td>
        <StatusText request={request} />
      </td>
      <td className="wrap">{note}</td>
      <td className="wrap">{status === 'open' ? <AnswerForm request={request} /> : request.answer}</td>
    </tr>
  )
}

function StatusText({ request }: { readonly request: DataRequest }): ReactElement {
  const say = useSay(privacyWords)
  const { dateTime } = useFormat()
  const { status, stepAt, blockedBy } = request
  return (
    <>
      <span className="tag">{say(`status_${status}`)}</span>
      {stepAt !== null && <p className="quiet-text">{say('next', { at: dateTime(stepAt) })}</p>}
      {blockedBy.map((block) => (
        <p key={block} className="quiet-text">
          {say(`block_${block}`)}
        </p>
      ))}
    </>
  )
}

function AnswerForm({ request }: { readonly request: DataRequest }): ReactElement {
  const say = useSay(privacyWords)
  const { client, mutations, refresh } = useAdmin()
  const [text, setText] = useState('')
  const answer = useMutation({ ...mutations.compliance.answer(), onSuccess: refresh })
  const document = useDownload({
    ...{ label: say('download'), testId: 'answer-document', isQuiet: true },
    save: async () => {
      const data = await client.compliance.exportMember({ memberId: request.memberId })
      saveBlob(`${data.memberId}.json`, new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }))
    },
  })
  const send = (outcome: 'done' | 'refused'): void => {
    answer.mutate({ memberId: request.memberId, requestId: request.id, outcome, answer: text })
  }
  return (
    <div className="field">
      <textarea
        rows={2}
        maxLength={2_000}
        value={text}
        aria-label={say('answer')}
        placeholder={say('answerHint')}
        data-testid="answer-text"
        onChange={(event) => setText(event.target.value)}
      />
      <div className="form-actions">
        <button
          type="button"
          className="button primary"
          data-testid="answer-done"
          disabled={text === '' || answer.isPending}
          onClick={() => send('done')}
        >
          {say('done')}
        </button>
        <button
          type="button"
          className="button"
          data-testid="answer-refuse"
          disabled={text === '' || answer.isPending}
          onClick={() => send('refused')}
        >
          {say('refuse')}
        </button>
        {document.button}
      </div>
      <WriteError error={answer.error ?? document.error} />
    </div>
  )
}
