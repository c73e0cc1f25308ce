import type { MemberRow } from '@siyu/core/members'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { shortId, useFormat } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { ListFoot, useGrowingList } from '../../ui/pages.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { MemberDrawer } from './drawer.tsx'
import { useTierName } from './tier-name.ts'
import { memberWords } from './words.ts'

const PAGE_COUNT = 50

/** Everyone in the club. */
export function MembersPage(): ReactElement {
  const say = useSay(memberWords)
  const { queries } = useAdmin()
  const list = useGrowingList(queries.members.list({ limit: PAGE_COUNT }))
  const [openId, setOpenId] = useState<string | null>(null)
  const open = list.data?.find(({ id }) => id === openId)
  return (
    <Page title={say('title')} note={say('note')}>
      <div className="card flush">
        <Loaded
          read={list}
          isEmpty={(items) => items.length === 0}
          empty={<Empty title={say('none')}>{say('noneHint')}</Empty>}
        >
          {(items) => (
            <>
              <MembersTable members={items} onOpen={setOpenId} />
              <ListFoot list={list} />
            </>
          )}
        </Loaded>
      </div>
      {open !== undefined && <MemberDrawer member={open} onClose={() => setOpenId(null)} />}
    </Page>
  )
}

type MembersTableProps = { readonly members: readonly MemberRow[]; readonly onOpen: (memberId: string) => void }

function MembersTable({ members, onOpen }: MembersTableProps): ReactElement {
  const say = useSay(memberWords)
  const { date, count } = useFormat()
  const tierName = useTierName()
  return (
    <div className="table-scroll">
      <table className="table">
        <thead>
          <tr>
            <th>{say('name')}</th>
            <th>{say('joined')}</th>
            <th>{say('tier')}</th>
            <th className="number">{say('growth')}</th>
            <th className="number">{say('points')}</th>
            <th className="number">{say('orders')}</th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <tr key={member.id} data-testid="members-row" data-member-id={member.id}>
              <td>
                <button type="button" className="link" onClick={() => onOpen(member.id)}>
                  {member.name ?? <code>{shortId(member.id)}</code>}
                </button>
              </td>
              <td>{date(member.joinedAt)}</td>
              <td>
                <span className="tag">{tierName(member.tierId)}</span>
              </td>
              <td className="number">{count(member.growthCount)}</td>
              <td className="number">{count(member.pointsCount)}</td>
              <td className="number">{count(member.orderCount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
