import type { CodeKind, ShareLink } from '@siyu/core/referrals'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { ListFilter } from '../../ui/choice.tsx'
import { useFormat } from '../../ui/format.ts'
import { ListCard } from '../../ui/list.tsx'
import { Page } from '../../ui/page.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { LinkDrawer } from './drawer.tsx'
import { NewLinkDrawer } from './form.tsx'
import { linkWords } from './words.ts'

const PAGE_COUNT = 50
const kinds: readonly CodeKind[] = ['campaign', 'community', 'poster', 'kol', 'personal']

/** Links of the brand and its members, and how many came by them. */
export function LinksPage(): ReactElement {
  const say = useSay(linkWords)
  const { queries } = useAdmin()
  const [shown, setShown] = useState<CodeKind | 'all'>('all')
  const [open, setOpen] = useState<string | 'new' | null>(null)
  const list = useGrowingList(
    queries.referrals.links({ limit: PAGE_COUNT, ...(shown === 'all' ? {} : { kind: shown }) }),
  )
  const link = list.data?.find(({ code }) => code === open)
  const create = (
    <button type="button" className="button primary" data-testid="link-create" onClick={() => setOpen('new')}>
      {say('create')}
    </button>
  )
  const filter = (
    <ListFilter
      value={shown}
      label={say('which')}
      testId="link-filter"
      options={[['all', say('all')], ...kinds.map((kind) => [kind, say(`kind_${kind}`)] as const)]}
      onChange={setShown}
    />
  )
  return (
    <Page title={say('title')} note={say('note')} actions={create}>
      <ListCard
        head={filter}
        list={list}
        none={say('none')}
        noneHint={say('noneHint')}
        columns={[
          ...(['name', 'kind', 'target', 'code'] as const).map((name) => ({ name: say(name) })),
          { name: say('visits'), as: 'number' },
          { name: say('status') },
          { name: say('createdAt'), as: 'optional' },
        ]}
      >
        {(each) => <LinkRow key={each.code} link={each} onOpen={() => setOpen(each.code)} />}
      </ListCard>
      {open === 'new' && <NewLinkDrawer onClose={() => setOpen(null)} />}
      {link !== undefined && <LinkDrawer key={link.code} link={link} onClose={() => setOpen(null)} />}
    </Page>
  )
}

function LinkRow({ link, onOpen }: { readonly link: ShareLink; readonly onOpen: () => void }): ReactElement {
  const say = useSay(linkWords)
  const { count, dateTime } = useFormat()
  const { code, kind, label, target, visitCount, createdAt, closedAt } = link
  return (
    <tr className="clickable" data-testid="link-row" data-code={code} onClick={onOpen}>
      <td className="wrap">
        <button type="button" className="link">
          {label ?? say('nameless')}
        </button>
      </td>
      <td>{say(`kind_${kind}`)}</td>
      <td>{say(`target_${target.kind}`)}</td>
      <td>
        <code>{code}</code>
      </td>
      <td className="number">{count(visitCount)}</td>
      <td>
        <span className="tag" data-status={closedAt === null ? 'completed' : 'cancelled'}>
          {say(closedAt === null ? 'open' : 'closed')}
        </span>
      </td>
      <td className="optional">{dateTime(createdAt)}</td>
    </tr>
  )
}
