import type { ReactElement, ReactNode } from 'react'
import type { Draft } from './draft.ts'
import { Drawer } from './drawer.tsx'
import { SaveFoot } from './save-foot.tsx'

export type DraftDrawerProps<T, Saved> = {
  readonly title: string
  /** Of the form; the drawer's is `…-drawer`. */
  readonly testId: string
  readonly of: Pick<Draft<T, Saved>, 'whole' | 'save' | 'submit'>
  /** What the button that saves says. */
  readonly label: string
  readonly onClose: () => void
  /** The fields. */
  readonly children: ReactNode
  /** What stands below the form. */
  readonly after?: ReactNode
}

/** A drawer in which one thing is made or changed, saved as a whole. */
export function DraftDrawer<T, Saved>(props: DraftDrawerProps<T, Saved>): ReactElement {
  const { title, testId, of, label, onClose, children, after } = props
  return (
    <Drawer title={title} testId={`${testId}-drawer`} onClose={onClose}>
      <form onSubmit={of.submit} className="stack">
        {children}
        <SaveFoot isComplete={of.whole !== null} save={of.save} label={label} testId={testId} />
      </form>
      {after}
    </Drawer>
  )
}
