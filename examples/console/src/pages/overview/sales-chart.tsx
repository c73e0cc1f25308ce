import type { Order } from '@siyu/core/orders'
import { type ReactElement, useMemo } from 'react'
import { useSay } from '../../language/language.tsx'
import { Chart, chartColors } from '../../ui/chart.tsx'
import { useFormat } from '../../ui/format.ts'
import { salesSeries } from './figures.ts'
import { overviewWords } from './words.ts'

/** Sales over the time that the orders span. */
export function SalesChart({ orders }: { readonly orders: readonly Order[] }): ReactElement {
  const say = useSay(overviewWords)
  const format = useFormat()
  const series = useMemo(() => salesSeries(orders, format), [orders, format])
  const title = say(series.unit === 'day' ? 'byDay' : 'byMonth')
  const option = useMemo(
    () => ({
      animationDuration: 200,
      grid: { left: 8, right: 8, top: 16, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => format.money(Number(value)) },
      xAxis: {
        type: 'category',
        data: series.points.map(({ label }) => label),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: chartColors.line } },
        axisLabel: { color: chartColors.quiet, hideOverlap: true },
      },
      yAxis: {
        type: 'value',
        splitNumber: 4,
        splitLine: { lineStyle: { color: chartColors.line } },
        axisLabel: { color: chartColors.quiet, formatter: (value: number) => format.money(value).replace(/\.00$/, '') },
      },
      series: [
        {
          type: 'bar',
          name: title,
          barMaxWidth: 36,
          itemStyle: { color: chartColors.brand, borderRadius: [3, 3, 0, 0] },
          data: series.points.map(({ minor }) => minor),
        },
      ],
    }),
    [series, format, title],
  )
  return (
    <section className="card">
      <h2>{title}</h2>
      <Chart option={option} label={title} heightPx={280} testId="sales-chart" />
    </section>
  )
}
