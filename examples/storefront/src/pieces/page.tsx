import type { ReactElement, ReactNode } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useWords } from '../language/language.tsx'
import { Icon } from './icon.tsx'

export type PageProps = {
  readonly title: string
  /** Shows the way back; tabs have none. */
  readonly back?: boolean | undefined
  /** What stands at the bottom and does not scroll. */
  readonly bar?: ReactNode
  readonly children: ReactNode
}

/** A page below its title. */
export function Page({ title, back = false, bar, children }: PageProps): ReactElement {
  return (
    <>
      <header className="top">
        {back && <BackButton />}
        <h1 className="top__title">{title}</h1>
      </header>
      <main className="page">{children}</main>
      {bar !== undefined && <div className="bar">{bar}</div>}
    </>
  )
}

/** Goes back, or home for those who came by a link. */
export function BackButton(): ReactElement {
  const { common } = useWords()
  const navigate = useNavigate()
  const { key } = useLocation()
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={common.back}
      onClick={() => void (key === 'default' ? navigate('/') : navigate(-1))}
    >
      <Icon name="back" />
    </button>
  )
}
