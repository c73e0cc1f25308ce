import type { CommissionRule } from '@siyu/core/referrals'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { useFormat } from '../../ui/format.ts'
import { ListCard, listIn } from '../../ui/list.tsx'
import { planWords } from './plan-words.ts'
import { RuleDrawer } from './rule-drawer.tsx'

/** Rules that pay otherwise than the plan. */
export function RulesCard(): ReactElement {
  const say = useSay(planWords)
  const { client, queries } = useAdmin()
  const rules = useQuery(queries.referrals.rules())
  const [open, setOpen] = useState<CommissionRule | null>(null)
  return (
    <>
      <ListCard
        list={listIn(rules, ({ items }) => items)}
        rows={3}
        label={say('rules')}
        none={say('noRules')}
        columns={[
          ...(['name', 'status', 'rate', 'window'] as const).map((name) => ({ name: say(name) })),
          { name: say('priority'), as: 'number' },
        ]}
        head={
          <div className="toolbar">
            <h2>{say('rules')}</h2>
            <button
              type="button"
              className="button"
              data-testid="rule-create"
              onClick={() => setOpen(newRule(client.newId('rul')))}
            >
              {say('newRule')}
            </button>
          </div>
        }
      >
        {(rule) => <RuleRow key={rule.id} rule={rule} onOpen={setOpen} />}
      </ListCard>
      {open !== null && <RuleDrawer key={open.id} initial={open} onClose={() => setOpen(null)} />}
    </>
  )
}

type RowProps = { readonly rule: CommissionRule; readonly onOpen: (rule: CommissionRule) => void }

function RuleRow({ rule, onOpen }: RowProps): ReactElement {
  const say = useSay(planWords)
  const common = useSay(commonWords)
  const pick = usePick()
  const { count, money, date } = useFormat()
  const { name, active, levels, startsAt, endsAt, priority } = rule
  const rates = levels.map((rate) => ('bps' in rate ? `${rate.bps / 100}%` : money(rate.fixedMinor)))
  return (
    <tr data-testid="rule-row">
      <td className="wrap">
        <button type="button" className="link" onClick={() => onOpen(rule)}>
          {pick(name)}
        </button>
      </td>
      <td>
        <span className="tag" data-status={active ? 'completed' : 'cancelled'}>
          {say(active ? 'on' : 'off')}
        </span>
      </td>
      <td>{rates.join(' / ')}</td>
      <td>{common('between', { from: date(startsAt), until: endsAt === null ? common('noLimit') : date(endsAt) })}</td>
      <td className="number">{count(priority)}</td>
    </tr>
  )
}

function newRule(id: string): CommissionRule {
  return {
    ...{ id, name: { zh: '', en: '' }, priority: 0, active: true, startsAt: Date.now(), endsAt: null },
    ...{ levels: [{ bps: UNKNOWN }], funder: 'brand' },
  }
}
