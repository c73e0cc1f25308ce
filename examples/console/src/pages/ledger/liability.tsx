import type { PointsLiability } from '@siyu/core/points'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useMemo } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { Chart, chartColors } from '../../ui/chart.tsx'
import { useFormat } from '../../ui/format.ts'
import { Empty, Loaded } from '../../ui/states.tsx'
import { Tile } from '../../ui/tile.tsx'
import { ledgerWords } from './words.ts'

/** What members are owed in points, and when it ends. */
export function Liability(): ReactElement {
  const say = useSay(ledgerWords)
  const { queries } = useAdmin()
  const read = useQuery(queries.points.liability())
  return (
    <section className="stack" aria-label={say('liability')}>
      <Loaded read={read} rows={5}>
        {(liability) => (
          <>
            <Tiles liability={liability} />
            <MonthsChart liability={liability} />
          </>
        )}
      </Loaded>
    </section>
  )
}

type Shown = { readonly liability: PointsLiability }

function Tiles({ liability }: Shown): ReactElement {
  const say = useSay(ledgerWords)
  const { count, money, rate } = useFormat()
  const { outstandingCount, worthMinor, pendingCount, heldCount, debtCount, breakageCount, breakageBps } = liability
  const history = breakageBps === null ? say('noHistory') : say('breakageHint', { rate: rate(breakageBps) })
  return (
    <div className="tiles">
      <Tile
        id="outstanding"
        label={say('outstanding')}
        value={count(outstandingCount)}
        hint={say('outstandingHint', { worth: money(worthMinor) })}
      />
      <Tile id="pending" label={say('pending')} value={count(pendingCount)} hint={say('pendingHint')} />
      <Tile id="held" label={say('held')} value={count(heldCount)} hint={say('heldHint', { debt: count(debtCount) })} />
      <Tile id="breakage" label={say('breakage')} value={count(breakageCount)} hint={history} />
    </div>
  )
}

function MonthsChart({ liability: { months, neverCount } }: Shown): ReactElement {
  const say = useSay(ledgerWords)
  const { count } = useFormat()
  const names = useMemo(() => ({ spendable: say('spendable'), expiring: say('expiring') }), [say])
  const option = useMemo(() => optionOf(months, names, count), [months, names, count])
  const label = say('chartLabel', { count: count(months.length), never: count(neverCount) })
  return (
    <section className="card">
      <h2>{say('chart')}</h2>
      {months.length === 0 ? (
        <Empty title={say('noMonths')} />
      ) : (
        <>
          <Chart option={option} label={label} heightPx={220} testId="liability-chart" />
          <ul className="legend">
            <li data-color="brand">{names.spendable}</li>
            <li data-color="amber">{names.expiring}</li>
          </ul>
        </>
      )}
      <p className="page-note">{say('never', { count: count(neverCount) })}</p>
    </section>
  )
}

function optionOf(
  months: PointsLiability['months'],
  names: { readonly spendable: string; readonly expiring: string },
  count: (value: number) => string,
) {
  const bar = { type: 'bar', stack: 'points', barMaxWidth: 36 } as const
  return {
    animationDuration: 200,
    grid: { left: 8, right: 8, top: 16, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => count(Number(value)) },
    xAxis: {
      type: 'category',
      data: months.map(({ month }) => month),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: chartColors.line } },
      axisLabel: { color: chartColors.quiet, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      splitNumber: 4,
      splitLine: { lineStyle: { color: chartColors.line } },
      axisLabel: { color: chartColors.quiet, formatter: (value: number) => count(value) },
    },
    series: [
      {
        ...{ ...bar, name: names.spendable, itemStyle: { color: chartColors.brand } },
        data: months.map((month) => month.count - month.breakageCount),
      },
      {
        ...{ ...bar, name: names.expiring, itemStyle: { color: chartColors.amber } },
        data: months.map(({ breakageCount }) => breakageCount),
      },
    ],
  }
}
