import type { ReactElement } from 'react'

/** How much of a limit is used. */
export function Meter(props: { readonly used: number; readonly limit: number; readonly label: string }): ReactElement {
  const share = props.limit === 0 ? 1 : Math.min(1, props.used / props.limit)
  return (
    <span className="meter" title={props.label}>
      <span className="meter-bar" data-full={share >= 1}>
        <span style={{ inlineSize: `${share * 100}%` }} />
      </span>
      <small>{props.label}</small>
    </span>
  )
}
