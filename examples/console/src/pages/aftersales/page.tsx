import type { AftersalesCase, CaseStatus } from '@siyu/core/aftersales'
import { type ReactElement, useState } from 'react'
import { useSearchParams } from 'react-router'
import { usePick, useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { Choice } from '../../ui/choice.tsx'
import { shortId, useFormat } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { ListFoot, useGrowingList } from '../../ui/pages.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { CaseDrawer } from './drawer.tsx'
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
  const filter = shown === 'open' ? {} : { status: shown }
  const list = useGrowingList(queries.aftersales.queue({ limit: PAGE_COUNT, ...filter }))
  const [search, setSearch] = useSearchParams()
  const open = list.data?.find(({ id }) => id === search.get('case'))
  const options = statuses.map((status) => [status, say(`status_${status}`)] as const)
  return (
    <Page title={say('title')} note={say('note')}>
      <div className="form-actions">
        <Choice
          value={shown}
          label={say('which')}
          testId="case-filter"
          options={[['open', say('open')], ...options]}
          onChange={setShown}
        />
      </div>
      <div className="card flush">
        <Loaded
          read={list}
          isEmpty={(items) => items.length === 0}
          empty={<Empty title={say('none')}>{say('noneHint')}</Empty>}
        >
          {(items) => (
            <>
              <CaseTable cases={items} onOpen={(id) => setSearch({ case: id })} />
              <ListFoot list={list} />
            </>
          )}
        </Loaded>
      </div>
      {open !== undefined && <CaseDrawer key={open.id} found={open} onClose={() => setSearch({})} />}
    </Page>
  )
}

type CaseTableProps = { readonly cases: readonly AftersalesCase[]; readonly onOpen: (caseId: string) => void }

function CaseTable({ cases, onOpen }: CaseTableProps): ReactElement {
  const say = useSay(aftersalesWords)
  return (
    <div className="table-scroll">
      <table className="table">
        <thead>
          <tr>
            <th>{say('case')}</th>
            <th>{say('kind')}</th>
            <th className="optional">{say('reason')}</th>
            <th>{say('goods')}</th>
            <th>{say('status')}</th>
            <th>{say('due')}</th>
          </tr>
        </thead>
        <tbody>
          {cases.map((found) => (
            <CaseRow key={found.id} found={found} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </div>
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
