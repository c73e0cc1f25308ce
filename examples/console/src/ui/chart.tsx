import type { ECharts, EChartsCoreOption } from 'echarts/core'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import { useSay } from '../language/language.tsx'
import { commonWords } from '../language/words.ts'

export type ChartProps = {
  readonly option: EChartsCoreOption
  /** What the chart says, for those who cannot see it. */
  readonly label: string
  readonly heightPx: number
  readonly testId: string
}

/** A chart whose library arrives on its own, after the page. */
export function Chart({ option, label, heightPx, testId }: ChartProps): ReactElement {
  const host = useRef<HTMLDivElement>(null)
  const [chart, setChart] = useState<ECharts>()
  const [hasFailed, setHasFailed] = useState(false)
  const say = useSay(commonWords)
  useEffect(() => {
    let made: ECharts | undefined
    let isGone = false
    const show = (made_: ECharts): void => {
      made = made_
      setChart(made_)
    }
    import('./charts.ts').then(
      ({ initChart }) => {
        if (!isGone && host.current !== null) show(initChart(host.current, undefined, { renderer: 'svg' }))
      },
      () => setHasFailed(true),
    )
    const observer = new ResizeObserver(() => made?.resize())
    if (host.current !== null) observer.observe(host.current)
    return () => {
      isGone = true
      observer.disconnect()
      made?.dispose()
    }
  }, [])
  useEffect(() => {
    if (chart === undefined || chart.isDisposed()) return
    const { fontFamily } = getComputedStyle(chart.getDom())
    chart.setOption({ textStyle: { fontFamily }, ...option }, true)
  }, [chart, option])
  return (
    <>
      {hasFailed && <p className="page-note">{say('chartFailed')}</p>}
      <div
        ref={host}
        className="chart"
        role="img"
        aria-label={label}
        data-testid={testId}
        data-ready={chart !== undefined}
        style={{ blockSize: hasFailed ? 0 : heightPx }}
      />
    </>
  )
}

/** Colours of charts, the same as in tokens.css. */
export const chartColors = {
  ink: '#1c2421',
  quiet: '#5b6762',
  line: '#dde3e0',
  lineStrong: '#b9c4bf',
  brand: '#1d6b58',
  brandSoft: '#cfe3dc',
  amber: '#a8610b',
} as const
