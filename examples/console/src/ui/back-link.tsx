import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { useSay } from '../language/language.tsx'
import { commonWords } from '../language/words.ts'

/** Back to the list that a page belongs to. */
export function BackLink({ to }: { readonly to: string }): ReactElement {
  const common = useSay(commonWords)
  return (
    <Link to={to} className="button">
      {common('back')}
    </Link>
  )
}
