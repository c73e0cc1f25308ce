import { type ReactElement, type ReactNode, useEffect, useId, useRef } from 'react'
import { useWords } from '../language/language.tsx'
import { Icon } from './icon.tsx'

export type SheetProps = {
  readonly isOpen: boolean
  readonly title: string
  readonly onClose: () => void
  readonly testId?: string | undefined
  readonly children: ReactNode
}

/** A pressed-outside-closes attribute that the types do not know yet; elsewhere the button and Escape close. */
const lightDismiss: Readonly<Record<string, string>> = { closedby: 'any' }

/** A sheet that rises from the bottom. The browser keeps the focus inside and gives it back. */
export function Sheet({ isOpen, title, onClose, testId, children }: SheetProps): ReactElement {
  const { common } = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const element = dialog.current
    if (element === null || element.open === isOpen) return
    if (isOpen) element.showModal()
    else element.close()
  }, [isOpen])
  return (
    <dialog
      ref={dialog}
      className="sheet"
      aria-labelledby={titleId}
      data-testid={testId}
      onClose={(event) => {
        // The event comes late: the sheet may be open again by now.
        if (isOpen && !event.currentTarget.open) onClose()
      }}
      {...lightDismiss}
    >
      {isOpen && (
        <>
          <header className="sheet__top">
            <h2 id={titleId}>{title}</h2>
            <button type="button" className="icon-button" aria-label={common.close} onClick={onClose}>
              <Icon name="close" />
            </button>
          </header>
          <div className="sheet__body">{children}</div>
        </>
      )}
    </dialog>
  )
}
