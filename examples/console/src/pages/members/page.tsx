import type { MemberRow } from '@siyu/core/members'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { shortId, useFormat } from '../../ui/format.ts'
import { ListCard } from '../../ui/list.tsx'
import { Page } from '../../ui/page.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
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
      <ListCard
        list={list}
        columns={[
          { name: say('name') },
          { name: say('joined') },
          { name: say('tier') },
          { name: say('growth'), as: 'number' },
          { name: say('points'), as: 'number' },
          { name: say('orders'), as: 'number' },
        ]}
        none={say('none')}
        noneHint={say('noneHint')}
      >
        {(member) => <MemberTableRow key={member.id} member={member} onOpen={setOpenId} />}
      </ListCard>
      {open !== undefined && <MemberDrawer member={open} onClose={() => setOpenId(null)} />}
    </Page>
  )
}

type MemberTableRowProps = { readonly member: MemberRow; readonly onOpen: (memberId: string) => void }

function MemberTableRow({ member, onOpen }: MemberTableRowProps): ReactElement {
  const { date, count } = useFormat()
  const tierName = useTierName()
  return (
    <tr data-testid="members-row" data-member-id={member.id}>
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
  )
}
