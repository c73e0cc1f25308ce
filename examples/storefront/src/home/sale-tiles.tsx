import { useCampaigns, useFlashSales, useGroupBuys, usePresales } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { useWords } from '../language/language.tsx'

/** The ways to the flash sales, the presales, the group buys and the campaigns, while there are any. */
export function SaleTiles(): ReactElement | null {
  const { sales, campaigns } = useWords()
  const { flash, presale, group } = sales
  const flashCount = useFlashSales().data?.items.length ?? 0
  const presaleCount = usePresales().data?.items.length ?? 0
  const groupCount = useGroupBuys().data?.items.length ?? 0
  const campaignCount = useCampaigns().data?.items.length ?? 0
  if (flashCount + presaleCount + groupCount + campaignCount === 0) return null
  return (
    <nav className="tiles" aria-label={flash.title}>
      {flashCount > 0 && <Tile to="/flash" name={flash.title} note={flash.tile} testId="go-flash" />}
      {presaleCount > 0 && <Tile to="/presales" name={presale.title} note={presale.tile} testId="go-presales" />}
      {groupCount > 0 && <Tile to="/groups" name={group.title} note={group.tile} testId="go-groups" />}
      {campaignCount > 0 && <Tile to="/campaigns" name={campaigns.title} note={campaigns.tile} testId="go-campaigns" />}
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
