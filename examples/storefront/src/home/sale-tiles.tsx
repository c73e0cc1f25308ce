import { useFlashSales, useGroupBuys } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { useWords } from '../language/language.tsx'

/** The ways to the flash sales and the group buys, while there are any. */
export function SaleTiles(): ReactElement | null {
  const { flash, group } = useWords().sales
  const flashCount = useFlashSales().data?.items.length ?? 0
  const groupCount = useGroupBuys().data?.items.length ?? 0
  if (flashCount + groupCount === 0) return null
  return (
    <nav className="tiles" aria-label={flash.title}>
      {flashCount > 0 && <Tile to="/flash" name={flash.title} note={flash.tile} testId="go-flash" />}
      {groupCount > 0 && <Tile to="/groups" name={group.title} note={group.tile} testId="go-groups" />}
    </nav>
  )
}

type TileProps = { readonly to: string; readonly name: string; readonly note: string; readonly testId: string }

function Tile({ to, name, note, testId }: TileProps): ReactElement {
  return (
    <Link className="panel tile" to={to} data-testid={testId}>
      <span className="tile__text">
        <b>{name}</b>
        <small className="tile__note">{note}</small>
      </span>
    </Link>
  )
}
