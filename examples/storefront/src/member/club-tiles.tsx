import { useCheckInStatus } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { useWords } from '../language/language.tsx'
import { Icon, type IconName } from '../pieces/icon.tsx'

/** The ways to get points today and to spend them. */
export function ClubTiles(): ReactElement {
  const { club } = useWords()
  const { data, isError } = useCheckInStatus()
  const waiting = data?.isCheckedIn === false
  const note = data === undefined ? '' : waiting ? club.checkIn.tileReady(data.todayCount) : club.checkIn.tileDone
  return (
    <nav className="tiles" aria-label={club.mall.title}>
      {!isError && (
        <Tile
          to="/me/check-in"
          icon="calendar"
          name={club.checkIn.title}
          note={note}
          isCalling={waiting}
          testId="go-check-in"
        />
      )}
      <Tile to="/mall" icon="coin" name={club.mall.title} note={club.mall.tile} testId="go-mall" />
    </nav>
  )
}

type TileProps = {
  readonly to: string
  readonly icon: IconName
  readonly name: string
  readonly note: string
  readonly isCalling?: boolean
  readonly testId: string
}

function Tile({ to, icon, name, note, isCalling = false, testId }: TileProps): ReactElement {
  return (
    <Link className="panel tile" to={to} data-testid={testId}>
      <span className="tile__mark">
        <Icon name={icon} />
      </span>
      <span className="tile__text">
        <b>{name}</b>
        <small className={isCalling ? 'tile__note tile__note--calling' : 'tile__note'}>{note}</small>
      </span>
    </Link>
  )
}
