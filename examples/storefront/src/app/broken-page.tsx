import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { useWords } from '../language/language.tsx'
import { Page } from '../pieces/page.tsx'
import { Empty } from '../pieces/states.tsx'

/** Stands in for a page that failed to draw. */
export function BrokenPage(): ReactElement {
  const { common } = useWords()
  return <Lost title={common.broken} />
}

/** An address nobody lives at. */
export function MissingPage(): ReactElement {
  const { common } = useWords()
  return <Lost title={common.notFound} />
}

function Lost({ title }: { readonly title: string }): ReactElement {
  const { common } = useWords()
  return (
    <Page title={common.shopName}>
      <Empty title={title}>
        {/* Loaded anew: whatever broke the page is gone with it. */}
        <Link className="button button--leaf" to="/" reloadDocument>
          {common.backHome}
        </Link>
      </Empty>
    </Page>
  )
}
