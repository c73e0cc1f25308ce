import type { AftersalesCase, CaseStatus } from '@siyu/core/aftersales'
import { type ReactElement, useState } from 'react'
import { useSearchParams } from 'react-router'
import { usePick, useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { ListFilter } from '../../ui/choice.tsx'
import { shortId, useFormat } from '../../ui/format.ts'
import { ListCard } from '../../ui/list.tsx'
import { Page } from '../../ui/page.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { CaseDrawer } from './drawer.tsx'
import { SettingsPanel } from './settings-form.tsx'
import { aftersalesWords } from './words.ts'

const PAGE_COUNT = 50
const statuses: readonly CaseStatus[] = [
  ...(['requested', 'approved', 'returning', 'arrived', 'reshipped'] as const),
  ...(['refunded', 'closed', 'rejected', 'withdrawn'] as const),
]

/** The cases that wait for the shop, by what is due; the open one is in the address 售后. */
export function AftersalesPage(): ReactElement {
  const say = useSay(aftersalesWords)
  const { queries } = useAdmin()
  const [shown, setShown] = useState<CaseStatus | 'open'>('open')
  const asked = shown === 'open' ? {} : { status: shown }
  const list = useGrowingList(queries.aftersales.queue({ limit: PAGE_COUNT, ...asked }))
  const [search, setSearch] = useSearchParams()
  const open = list.data?.find(({ id }) => id === search.get('case'))
  const options = statuses.map((status) => [status, say(`status_${status}`)] as const)
  const filter = (
    <ListFilter
      value={shown}
      label={say('which')}
      testId="case-filter"
      options={[['open', say('open')], ...options]}
      onChange={setShown}
    />
  )
  return (
    <Page title={say('title')} note={say('note')}>
      <ListCard
        head={filter}
        list={list}
        none={say('none')}
        noneHint={say('noneHint')}
        columns={[
          { name: say('case') },
          { name: say('kind') },
          { name: say('reason'), as: 'optional' },
          { name: say('goods') },
          { name: say('status') },
          { name: say('due') },
        ]}
      >
        {(found) => <CaseRow key={found.id} found={found} onOpen={(id) => setSearch({ case: id })} />}
      </ListCard>
      <SettingsPanel />
      {open !== undefined && <CaseDrawer key={open.id} found={open} onClose={() => setSearch({})} />}
    </Page>
  )
}

type CaseRowProps = { readonly found: AftersalesCase; readonly onOpen: (caseId: string) => void }

function CaseRow({ found, onOpen }: CaseRowProps): ReactElement {
  const say = useSay(aftersalesWords)
  const pick = usePick()
  const { dateTime } = useFormat()
  const { id, kind, reason, status, lines, dueAt, endedAt } = found
  const goods = lines.map(({ title, quantity }) => `${pick(title)} × ${quantity}`).join(' · ')
  return (
    <tr className="clickable" data-testid="case-row" data-case-id={id} onClick={() => onOpen(id)}>
      <td>
        <button type="button" className="link" title={id}>
          <code>{shortId(id)}</code>
        </button>
      </td>
      <td>{say(`kind_${kind}`)}</td>
      <td className="optional">{say(`reason_${reason}`)}</td>
      <td className="clip">{goods}</td>
      <td>
        <span className="tag" data-status={status}>
          {say(`status_${status}`)}
        </span>
      </td>
      <td>{dateTime(dueAt ?? endedAt ?? 0)}</td>
    </tr>
  )
}
