import type { MemberPoints, PointsLot, PointsRecord } from '@siyu/core/points'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { shortId, useFormat } from '../../ui/format.ts'
import { List, Table } from '../../ui/list.tsx'
import { Fact, Field } from '../../ui/page.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { useKindText } from '../../ui/points-words.ts'
import { Loaded, WriteError } from '../../ui/states.tsx'
import { pointsPanelWords } from './panel-words.ts'

const PAGE_COUNT = 20

type OfMember = { readonly memberId: string }

/** What a member has in points, lot by lot, and how it came about. */
export function PointsPanel({ memberId }: OfMember): ReactElement {
  const say = useSay(pointsPanelWords)
  const { queries } = useAdmin()
  const points = useQuery(queries.points.ofMember(memberId))
  return (
    <section className="stack tight" data-testid="member-points">
      <h3>{say('points')}</h3>
      <Loaded read={points} rows={3}>
        {(data) => (
          <>
            <Balance points={data} />
            {data.lots.length > 0 && <LotsTable lots={data.lots} />}
            <FreezeForm memberId={memberId} isFrozen={data.isFrozen === true} />
          </>
        )}
      </Loaded>
      <History memberId={memberId} />
    </section>
  )
}

function Balance({ points }: { readonly points: MemberPoints }): ReactElement {
  const say = useSay(pointsPanelWords)
  const { count } = useFormat()
  return (
    <dl className="facts">
      <Fact label={say('spendable')}>{count(points.spendableCount)}</Fact>
      <Fact label={say('pending')}>{count(points.pendingCount)}</Fact>
      <Fact label={say('held')}>{count(points.heldCount)}</Fact>
      <Fact label={say('debt')}>{count(points.debtCount)}</Fact>
    </dl>
  )
}

function LotsTable({ lots }: { readonly lots: readonly PointsLot[] }): ReactElement {
  const say = useSay(pointsPanelWords)
  const { count, date } = useFormat()
  return (
    <Table
      columns={[
        { name: say('left'), as: 'number' },
        { name: say('of'), as: 'number' },
        { name: say('activeAt') },
        { name: say('expiresAt') },
        { name: say('order') },
      ]}
    >
      {lots.map(({ id, amountCount, remainingCount, activeAt, expiresAt, orderId, isGrace }) => (
        <tr key={id} data-testid="member-lot">
          <td className="number">{count(remainingCount)}</td>
          <td className="number">{count(amountCount)}</td>
          <td>{activeAt === null ? say('waits') : date(activeAt)}</td>
          <td>
            {expiresAt === null ? say('never') : date(expiresAt)}{' '}
            {isGrace && <span className="tag">{say('grace')}</span>}
          </td>
          <td>{orderId !== null && <code>{shortId(orderId)}</code>}</td>
        </tr>
      ))}
    </Table>
  )
}

function FreezeForm({ memberId, isFrozen }: OfMember & { readonly isFrozen: boolean }): ReactElement {
  const say = useSay(pointsPanelWords)
  const common = useSay(commonWords)
  const { mutations, refresh } = useAdmin()
  const [reason, setReason] = useState('')
  const freeze = useMutation({ ...mutations.points.freeze(), onSuccess: refresh })
  const unfreeze = useMutation({ ...mutations.points.unfreeze(), onSuccess: refresh })
  const change = isFrozen ? unfreeze : freeze
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    change.mutate({ memberId, reason: reason.trim() }, { onSuccess: () => setReason('') })
  }
  return (
    <form className="panel" onSubmit={submit} data-frozen={isFrozen} data-testid="freeze-form">
      <h3>{say(isFrozen ? 'isFrozen' : 'freeze')}</h3>
      <Field label={common('reason')} hint={say('freezeHint')}>
        <input
          required
          maxLength={200}
          value={reason}
          data-testid="freeze-reason"
          onChange={({ target }) => setReason(target.value)}
        />
      </Field>
      <WriteError error={change.error} />
      <button
        type="submit"
        className="button"
        data-testid="freeze-submit"
        disabled={reason.trim() === '' || change.isPending}
      >
        {say(isFrozen ? 'unfreeze' : 'freeze')}
      </button>
    </form>
  )
}

function History({ memberId }: OfMember): ReactElement {
  const say = useSay(pointsPanelWords)
  const { queries } = useAdmin()
  const list = useGrowingList(queries.points.historyOf(memberId, { limit: PAGE_COUNT }))
  return (
    <>
      <h3>{say('history')}</h3>
      <List
        list={list}
        rows={4}
        columns={[
          { name: say('at') },
          { name: say('kind') },
          { name: say('change'), as: 'number' },
          { name: say('actor') },
          { name: say('reason') },
        ]}
        none={say('none')}
      >
        {(record) => <HistoryRow key={record.id} record={record} />}
      </List>
    </>
  )
}

function HistoryRow({ record }: { readonly record: PointsRecord }): ReactElement {
  const { count, dateTime } = useFormat()
  const kindText = useKindText()
  const { at, kind, deltaCount, actor, reason, reference, orderId } = record
  return (
    <tr data-testid="member-history">
      <td>{dateTime(at)}</td>
      <td>{kindText(kind)}</td>
      <td className="number">{deltaCount > 0 ? `+${count(deltaCount)}` : count(deltaCount)}</td>
      <td>
        <code title={actor}>{shortId(actor)}</code>
      </td>
      <td className="wrap">{reason ?? reference ?? (orderId !== null && <code>{shortId(orderId)}</code>)}</td>
    </tr>
  )
}
