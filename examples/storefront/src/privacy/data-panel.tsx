import type { DataRequest, MemberExport } from '@siyu/core/compliance'
import { useDataRights, useErrorWords } from '@siyu/react'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useMoment, useWords } from '../language/language.tsx'
import { useToast } from '../pieces/toast.tsx'

/** The member's data as a file, a form for what is wrong, and what became of earlier requests. */
export function DataPanel(): ReactElement {
  const { privacy: words } = useWords()
  const { exportData, requests } = useDataRights()
  const [isBusy, setBusy] = useState(false)
  const toast = useToast()
  const errorWords = useErrorWords()
  const download = async (): Promise<void> => {
    setBusy(true)
    try {
      saveFile(await exportData())
    } catch (error) {
      toast(errorWords(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="panel panel--text privacy" aria-label={words.data}>
      <h2 className="heading">{words.data}</h2>
      <p className="privacy__lead">{words.dataLead}</p>
      <button
        type="button"
        className="button button--quiet button--wide"
        data-testid="download-data"
        disabled={isBusy}
        onClick={() => void download()}
      >
        {isBusy ? words.downloading : words.download}
      </button>
      <CorrectionForm />
      {(requests.data?.items.length ?? 0) > 0 && (
        <>
          <h3>{words.requests}</h3>
          <ul className="privacy__requests">
            {requests.data?.items.map((request) => (
              <Request key={request.id} request={request} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function saveFile(document: MemberExport): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(document, null, 2)], { type: 'application/json' }))
  const link = globalThis.document.createElement('a')
  link.href = url
  link.download = `${document.memberId}.json`
  link.click()
  URL.revokeObjectURL(url)
}

function CorrectionForm(): ReactElement {
  const { privacy: words } = useWords()
  const { request } = useDataRights()
  const [note, setNote] = useState('')
  const toast = useToast()
  const errorWords = useErrorWords()
  const send = (event: FormEvent): void => {
    event.preventDefault()
    request.mutateAsync({ kind: 'correct', note }).then(
      () => {
        setNote('')
        toast(words.sent)
      },
      (error: unknown) => toast(errorWords(error)),
    )
  }
  return (
    <form className="privacy__form" onSubmit={send}>
      <label>
        <span>{words.correct}</span>
        <textarea
          required
          rows={2}
          maxLength={2_000}
          value={note}
          placeholder={words.correctHint}
          data-testid="correction"
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      <button type="submit" className="button button--quiet" data-testid="send-correction" disabled={request.isPending}>
        {words.send}
      </button>
    </form>
  )
}

function Request({ request }: { readonly request: DataRequest }): ReactElement {
  const { privacy: words } = useWords()
  const moment = useMoment()
  const { kind, status, dueAt, stepAt, closedAt, note, answer, blockedBy } = request
  return (
    <li data-testid="data-request" data-status={status}>
      <b>{words.kinds[kind]}</b>
      <span>{words.statuses[status]}</span>
      {closedAt === null && (
        <small>{stepAt === null ? words.due(moment(dueAt - 1, 'day')) : words.starts(moment(stepAt, 'day'))}</small>
      )}
      {note !== null && <p>{note}</p>}
      {answer !== null && <p className="privacy__answer">{answer}</p>}
      {blockedBy.map((block) => (
        <p key={block} className="privacy__block">
          {words.blocks[block]}
        </p>
      ))}
    </li>
  )
}
