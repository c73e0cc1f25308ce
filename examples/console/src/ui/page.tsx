import type { ReactElement, ReactNode } from 'react'

export type PageProps = {
  readonly title: string
  /** One line under the title: what the figures below cover. */
  readonly note?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** Head and body of a page. */
export function Page({ title, note, actions, children }: PageProps): ReactElement {
  return (
    <main className="page" id="content" tabIndex={-1}>
      <title>{`${title} · Siyu`}</title>
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {note !== undefined && <p className="page-note">{note}</p>}
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </main>
  )
}

/** A label above its control, with what is wrong below it. */
export function Field(props: {
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | null | undefined
  readonly children: ReactNode
}): ReactElement {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is a child
    <label className="field">
      <span className="field-label">{props.label}</span>
      {props.children}
      {props.hint !== undefined && <span className="field-hint">{props.hint}</span>}
      {props.error !== null && props.error !== undefined && <span className="field-error">{props.error}</span>}
    </label>
  )
}

/** A label above several controls. */
export function Group(props: {
  readonly label: string
  readonly hint?: string | undefined
  readonly children: ReactNode
}): ReactElement {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid everywhere
    <div className="field" role="group" aria-label={props.label}>
      <span className="field-label">{props.label}</span>
      {props.children}
      {props.hint !== undefined && <span className="field-hint">{props.hint}</span>}
    </div>
  )
}

/** A value under its name. */
export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement {
  return (
    <div className="fact">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
