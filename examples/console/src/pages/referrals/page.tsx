import type { TreeNode } from '@siyu/core/referrals'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useMemo } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { shortId, useFormat } from '../../ui/format.ts'
import { Fact, Page } from '../../ui/page.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { ImportCard } from './import.tsx'
import { Payouts } from './payouts.tsx'
import { PlanCard } from './plan.tsx'
import { RulesCard } from './rules.tsx'
import { byReferrer, nameOf } from './tree.ts'
import { TreeChart } from './tree-chart.tsx'
import { referralWords } from './words.ts'

/** Who brought whom, and what they were paid for it. */
export function ReferralsPage(): ReactElement {
  const say = useSay(referralWords)
  const { queries } = useAdmin()
  const tree = useQuery(queries.referrals.tree())
  return (
    <Page title={say('title')} note={say('note')}>
      <PlanCard />
      <RulesCard />
      <Payouts />
      <Loaded
        read={tree}
        isEmpty={({ items }) => items.length === 0}
        empty={
          <div className="card">
            <Empty title={say('none')}>{say('noneHint')}</Empty>
          </div>
        }
      >
        {({ items }) => (
          <>
            <Totals nodes={items} />
            <section className="card">
              <h2>{say('tree')}</h2>
              <TreeChart nodes={items} />
            </section>
            <section className="card flush">
              <h2>{say('table')}</h2>
              <PeopleTable nodes={items} />
            </section>
          </>
        )}
      </Loaded>
      <ImportCard />
    </Page>
  )
}

type NodesProps = { readonly nodes: readonly TreeNode[] }

function Totals({ nodes }: NodesProps): ReactElement {
  const say = useSay(referralWords)
  const { count, money } = useFormat()
  const promoters = new Set(nodes.flatMap(({ referrerId }) => (referrerId === null ? [] : [referrerId])))
  return (
    <dl className="facts card">
      <Fact label={say('people')}>{count(nodes.length)}</Fact>
      <Fact label={say('promoters')}>{count(promoters.size)}</Fact>
      <Fact label={say('total')}>{money(nodes.reduce((sum, { commissionMinor }) => sum + commissionMinor, 0))}</Fact>
    </dl>
  )
}

function PeopleTable({ nodes }: NodesProps): ReactElement {
  const say = useSay(referralWords)
  const { count, money } = useFormat()
  const names = useMemo(() => new Map(nodes.map((node) => [node.memberId, nameOf(node)])), [nodes])
  const directs = useMemo(() => byReferrer(nodes), [nodes])
  const sorted = nodes.toSorted((a, b) => b.commissionMinor - a.commissionMinor)
  return (
    <div className="table-scroll">
      <table className="table">
        <thead>
          <tr>
            <th>{say('member')}</th>
            <th>{say('referrer')}</th>
            <th className="number">{say('direct')}</th>
            <th className="number">{say('commission')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((node) => (
            <tr key={node.memberId} data-testid="referral-row" data-member-id={node.memberId}>
              <td>{nameOf(node)}</td>
              <td>
                {node.referrerId === null ? (
                  <span className="quiet-text">{say('top')}</span>
                ) : (
                  (names.get(node.referrerId) ?? shortId(node.referrerId))
                )}
              </td>
              <td className="number">{count(directs.get(node.memberId)?.length ?? 0)}</td>
              <td className="number">{money(node.commissionMinor)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
