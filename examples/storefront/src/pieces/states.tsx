import { useErrorWords } from '@siyu/react'
import type { ReactElement, ReactNode } from 'react'
import { useWords } from '../language/language.tsx'

/** Grey shapes where something will be. */
export function Skeleton({
  rows = 3,
  tall = false,
}: {
  readonly rows?: number
  readonly tall?: boolean
}): ReactElement {
  const { common } = useWords()
  return (
    <div className="skeleton" role="status" aria-label={common.loading}>
      {Array.from({ length: rows }, (_, row) => `row ${row}`).map((row) => (
        <span key={row} className={tall ? 'skeleton__row skeleton__row--tall' : 'skeleton__row'} />
      ))}
    </div>
  )
}

export type EmptyProps = { readonly title: string; readonly hint?: string | undefined; readonly children?: ReactNode }

/** Nothing here yet, and what to do about it. */
export function Empty({ title, hint, children }: EmptyProps): ReactElement {
  return (
    <div className="empty" data-testid="empty">
      <svg viewBox="0 0 120 84" aria-hidden="true" className="empty__picture">
        <path d="M14 76h92" stroke="#cfd6c4" strokeWidth="4" strokeLinecap="round" />
        <path d="M32 40h56v36H32z" fill="#fff7e3" />
        <path d="M26 42 60 14l34 28z" fill="#c23b1e" />
        <path d="M76 16h9v16l-9-7z" fill="#8f2a14" />
        <path d="M53 56h14v20H53z" fill="#2f6b4f" />
        <circle cx="63.5" cy="67" r="1.5" fill="#f5ce6a" />
        <path d="M38 50h9v9h-9zm35 0h9v9h-9z" fill="#f5ce6a" />
        <path d="M99 76c0-9 3-14 8-17 1 8-1 14-8 17zm-80 0c0-7-2-11-6-13-1 6 1 11 6 13z" fill="#7fa57f" />
      </svg>
      <p className="empty__title">{title}</p>
      {hint !== undefined && <p className="empty__hint">{hint}</p>}
      {children}
    </div>
  )
}

export type ProblemProps = { readonly error: unknown; readonly onRetry?: (() => void) | undefined }

/** What went wrong, in words, with a way to try again where there is one. Nothing for no error. */
export function Problem({ error, onRetry }: ProblemProps): ReactElement | null {
  const { common } = useWords()
  const wordsFor = useErrorWords()
  if (error === null || error === undefined) return null
  return (
    <div className="problem" role="alert" data-testid="problem">
      <p>{wordsFor(error)}</p>
      {onRetry !== undefined && (
        <button type="button" className="button button--quiet" onClick={onRetry}>
          {common.retry}
        </button>
      )}
    </div>
  )
}
