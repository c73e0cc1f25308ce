import type { BoardRow, CampaignView } from '@siyu/core/campaigns'
import { useLeaderboard } from '@siyu/react'
import type { ReactElement } from 'react'
import { useWords } from '../language/language.tsx'
import { Price } from '../pieces/price.tsx'
import { Skeleton } from '../pieces/states.tsx'

/** Who is in front, and who they win with if it ended now. */
export function BoardPanel({ campaign }: { readonly campaign: CampaignView }): ReactElement {
  const { campaigns: words } = useWords()
  const { data } = useLeaderboard(campaign.id)
  const isByNet = campaign.terms.kind === 'leaderboard' && campaign.terms.by === 'net_sales'
  return (
    <section className="panel panel--text" aria-labelledby="board">
      <h2 className="heading" id="board">
        {words.board}
      </h2>
      {data === undefined && <Skeleton rows={3} />}
      {data?.items.length === 0 && <p className="quiet">{words.boardEmpty}</p>}
      <ol className="campaign-board">
        {data?.items.map((row) => (
          <Row key={row.rank} row={row} isByNet={isByNet} />
        ))}
      </ol>
    </section>
  )
}

function Row({ row, isByNet }: { readonly row: BoardRow; readonly isByNet: boolean }): ReactElement {
  const { campaigns: words } = useWords()
  const { rank, name, isMe, orderCount, netMinor } = row
  return (
    <li data-testid="board-row" data-me={isMe}>
      <b className="campaign-board__rank">{rank}</b>
      <span className="campaign-board__name">{isMe ? words.me : (name ?? words.nameless)}</span>
      {isByNet ? <Price minor={netMinor} size="small" /> : <span>{words.orders(orderCount)}</span>}
    </li>
  )
}
