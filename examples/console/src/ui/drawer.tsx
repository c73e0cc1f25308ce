import { type ReactElement, type ReactNode, useEffect, useId, useRef } from 'react'
import { useSay } from '../language/language.tsx'
import { commonWords } from '../language/words.ts'

export type DrawerProps = {
  readonly title: ReactNode
  readonly testId: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A panel over the right side of the page. Focus stays in it until it is closed, by button, Esc or beside it. */
export function Drawer({ title, testId, onClose, children }: DrawerProps): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const say = useSay(commonWords)
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes a modal dialog by itself
    <dialog
      ref={dialog}
      className="drawer"
      aria-labelledby={titleId}
      data-testid={testId}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <div className="drawer-body">
        <header className="drawer-head">
          <h2 id={titleId}>{title}</h2>
          <button type="button" className="button quiet" data-testid={`${testId}-close`} onClick={onClose}>
            {say('close')}
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
