import type { EChartsCoreOption } from 'echarts/core'
import { type ReactElement, useMemo } from 'react'
import { useSay } from '../../language/language.tsx'
import { Chart, chartColors } from '../../ui/chart.tsx'
import { type Format, useFormat } from '../../ui/format.ts'
import { funnelWords } from './words.ts'

/** A step of the answer with the words it goes by. */
export type FunnelRow = {
  readonly event: string | null
  readonly label: string
  readonly count: number
  readonly conversionBps: number
  readonly stepConversionBps: number
  readonly medianMs: number | null
}

const ROW_PX = 64
/** Below this width the bars need the room of the names, which stand in the table, too. */
const NARROW_PX = 420

/** One bar per step, its loss against the step before in a lighter shade behind it. */
export function FunnelChart({ rows }: { readonly rows: readonly FunnelRow[] }): ReactElement {
  const say = useSay(funnelWords)
  const format = useFormat()
  const option = useMemo(() => funnelOption(rows, format), [rows, format])
  return <Chart option={option} label={say('chartLabel')} heightPx={rows.length * ROW_PX + 16} testId="funnel-chart" />
}

function funnelOption(rows: readonly FunnelRow[], { count, rate }: Format): EChartsCoreOption {
  const bar = { type: 'bar', stack: 'people', barWidth: 34, emphasis: { disabled: true } }
  const labels = rows.map(
    (row, index) => `${count(row.count)}${index === 0 ? '' : `  ·  ${rate(row.stepConversionBps)}`}`,
  )
  return {
    animationDuration: 200,
    grid: { left: 4, right: 110, top: 8, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'value', show: false, max: rows[0]?.count ?? 1 },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map(({ label }, index) => `${index + 1}. ${label}`),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { color: chartColors.ink, fontSize: 13 },
    },
    media: [{ query: { maxWidth: NARROW_PX }, option: { yAxis: { axisLabel: { formatter: numberOf } } } }],
    series: [
      { ...bar, itemStyle: { color: chartColors.brand }, data: rows.map((row) => row.count) },
      {
        ...bar,
        itemStyle: { color: chartColors.brandSoft },
        data: rows.map((row, index) => (rows[index - 1]?.count ?? row.count) - row.count),
        label: {
          show: true,
          position: 'right',
          color: chartColors.ink,
          fontSize: 13,
          formatter: ({ dataIndex }: { readonly dataIndex: number }) => labels[dataIndex] ?? '',
        },
      },
    ],
  }
}

/** `2.` of `2. Product Added`. */
function numberOf(label: string): string {
  return label.slice(0, label.indexOf(' '))
}
