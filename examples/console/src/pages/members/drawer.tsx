import type { MemberRow } from '@siyu/core/members'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { Drawer } from '../../ui/drawer.tsx'
import { useFormat } from '../../ui/format.ts'
import { Fact, Field } from '../../ui/page.tsx'
import { WriteError } from '../../ui/states.tsx'
import { PointsPanel } from './points-panel.tsx'
import { StoredValuePanel } from './stored-value-panel.tsx'
import { useTierName } from './tier-name.ts'
import { TierPanel } from './tier-panel.tsx'
import { memberWords } from './words.ts'

type MemberDrawerProps = { readonly member: MemberRow; readonly onClose: () => void }

/** One member: tier, points, and what is done to them by hand. */
export function MemberDrawer({ member, onClose }: MemberDrawerProps): ReactElement {
  const say = useSay(memberWords)
  const { date, count } = useFormat()
  const tierName = useTierName()
  return (
    <Drawer title={member.name ?? say('unnamed')} testId="member-drawer" onClose={onClose}>
      <p>
        <code>{member.id}</code>
      </p>
      <dl className="facts">
        <Fact label={say('joined')}>{date(member.joinedAt)}</Fact>
        <Fact label={say('tier')}>{tierName(member.tierId)}</Fact>
        <Fact label={say('growth')}>{count(member.growthCount)}</Fact>
        <Fact label={say('points')}>{count(member.pointsCount)}</Fact>
        <Fact label={say('orders')}>{count(member.orderCount)}</Fact>
      </dl>
      <TierPanel memberId={member.id} />
      <PointsPanel memberId={member.id} />
      <StoredValuePanel memberId={member.id} />
      <AdjustPoints memberId={member.id} />
    </Drawer>
  )
}

function AdjustPoints({ memberId }: { readonly memberId: string }): ReactElement {
  const say = useSay(memberWords)
  const common = useSay(commonWords)
  const { count } = useFormat()
  const { mutations, refresh } = useAdmin()
  const [text, setText] = useState('')
  const [reason, setReason] = useState<string>(say('usual'))
  const adjust = useMutation({ ...mutations.points.adjust(), onSuccess: refresh })
  const deltaCount = Number(text)
  const isGood = /^[+-]?\d{1,9}$/.test(text) && deltaCount !== 0
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    adjust.mutate({ memberId, deltaCount, reason }, { onSuccess: () => setText('') })
  }
  return (
    <form className="panel" onSubmit={submit}>
      <h3>{say('adjust')}</h3>
      <Field label={say('delta')} error={text !== '' && !isGood ? say('badDelta') : null}>
        <input
          inputMode="numeric"
          value={text}
          data-testid="points-delta"
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <Field label={common('reason')}>
        <input required maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <WriteError error={adjust.error} />
      {adjust.data !== undefined && (
        <p className="done" role="status" data-testid="points-done">
          {say('done', { delta: count(adjust.variables.deltaCount), left: count(adjust.data.spendableCount) })}
        </p>
      )}
      <button
        type="submit"
        className="button primary"
        data-testid="points-submit"
        disabled={!isGood || adjust.isPending}
      >
        {adjust.isPending ? common('saving') : say('apply')}
      </button>
    </form>
  )
}
