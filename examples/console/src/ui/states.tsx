import { ContractError, isSiyuError } from '@siyu/core'
import { useErrorWords } from '@siyu/react'
import type { ReactElement, ReactNode } from 'react'
import { useSay } from '../language/language.tsx'
import { commonWords } from '../language/words.ts'

/** What a page needs to know of a read. */
export type Read<T> = {
  readonly data: T | undefined
  readonly error: unknown
  readonly isFetching: boolean
  readonly refetch: () => unknown
}

export type LoadedProps<T> = {
  readonly read: Read<T>
  /** Whether there is nothing to show. */
  readonly isEmpty?: (data: T) => boolean
  readonly empty?: ReactNode
  /** Height of the placeholder, in table rows. */
  readonly rows?: number
  readonly children: (data: T) => ReactNode
}

/** One read in its states: placeholder, failure with a way to retry, nothing, something. */
export function Loaded<T>({ read, isEmpty, empty, rows = 8, children }: LoadedProps<T>): ReactElement {
  const { data, error } = read
  if (data === undefined) return error === null ? <Skeleton rows={rows} /> : <Failure read={read} />
  return (
    <>
      {error !== null && <Failure read={read} />}
      {isEmpty?.(data) === true ? empty : children(data)}
    </>
  )
}

/** Grey bars where rows will be. */
export function Skeleton({ rows }: { readonly rows: number }): ReactElement {
  const say = useSay(commonWords)
  const widths = Array.from({ length: rows }, (_, row) => 55 + ((row * 37) % 45))
  return (
    <div className="skeleton" role="status" data-testid="loading-state">
      <span className="visually-hidden">{say('loading')}</span>
      {widths.map((width) => (
        <span key={width} className="skeleton-bar" style={{ inlineSize: `${width}%` }} />
      ))}
    </div>
  )
}

/** A read that failed: what happened, how to name it to support, and another try. */
export function Failure({ read }: { readonly read: Omit<Read<unknown>, 'data'> }): ReactElement {
  const say = useSay(commonWords)
  return (
    <div className="failure" role="alert" data-testid="error-state">
      <strong>{say('failed')}</strong>
      <ErrorText error={read.error} />
      <button
        type="button"
        className="button"
        data-testid="retry"
        disabled={read.isFetching}
        onClick={() => void read.refetch()}
      >
        {say('retry')}
      </button>
    </div>
  )
}

/** Words, code and request id of an error. */
export function ErrorText({ error }: { readonly error: unknown }): ReactElement {
  const wordsOf = useErrorWords()
  const say = useSay(commonWords)
  const named = isSiyuError(error) ? error : null
  const code = named?.code ?? (error instanceof ContractError ? error.endpoint : 'fault')
  return (
    <span className="error-text">
      {wordsOf(error)} <code>{code}</code>
      {named?.requestId !== undefined && (
        <span className="request-id">
          {say('requestId')} <code data-testid="request-id">{named.requestId}</code>
        </span>
      )}
    </span>
  )
}

/** An error of something the operator tried to do; nothing for none. */
export function WriteError({ error }: { readonly error: unknown }): ReactElement | null {
  if (error === null || error === undefined) return null
  return (
    <p className="write-error" role="alert" data-testid="write-error">
      <ErrorText error={error} />
    </p>
  )
}

/** Nothing here yet, and what would make something appear. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }): ReactElement {
  return (
    <div className="empty" data-testid="empty-state">
      <strong>{title}</strong>
      {children !== undefined && <p>{children}</p>}
    </div>
  )
}
