import type { FunnelInput } from '@siyu/core/insights'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { NamedChoice, Segments } from '../../ui/choice.tsx'
import { useFormat } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { FunnelChart, type FunnelRow } from './chart.tsx'
import { type FunnelPreset, presets, windowsDays } from './presets.ts'
import { funnelWords } from './words.ts'

const DAY_MS = 86_400_000
const orders = ['ordered', 'strict', 'unordered'] as const

/** How many people take the steps of a funnel, and where they are lost. */
export function FunnelPage(): ReactElement {
  const say = useSay(funnelWords)
  const { client, key } = useAdmin()
  const [preset, setPreset] = useState<FunnelPreset>(presets[0])
  const [windowDays, setWindowDays] = useState(preset.windowDays)
  const [order, setOrder] = useState<FunnelInput['order']>('ordered')
  const input: FunnelInput = {
    steps: preset.steps.map(({ event }) => ({ event })),
    windowMs: windowDays * DAY_MS,
    order,
  }
  const funnel = useQuery({
    queryKey: [...key, 'insights.funnel', input],
    queryFn: ({ signal }) => client.insights.funnel(input, { signal }),
    retry: false,
  })
  const choose = (id: FunnelPreset['id']): void => {
    const next = presets.find((each) => each.id === id) ?? presets[0]
    setPreset(next)
    setWindowDays(next.windowDays)
  }
  return (
    <Page title={say('title')} note={say('note')}>
      <div className="toolbar">
        <Segments
          {...{ value: preset.id, onChange: choose, label: say('preset'), testId: 'funnel-preset' }}
          options={presets.map(({ id }) => [id, say(id)])}
        />
        <NamedChoice
          {...{ value: order, onChange: setOrder, label: say('order'), testId: 'funnel-order' }}
          options={orders.map((each) => [each, say(each)])}
        />
        <NamedChoice
          {...{ value: String(windowDays), label: say('window'), testId: 'funnel-window' }}
          onChange={(days) => setWindowDays(Number(days))}
          options={windowsDays.map((days) => [String(days), days === 1 ? say('oneDay') : say('days', { count: days })])}
        />
      </div>
      <Loaded
        read={funnel}
        isEmpty={({ steps }) => (steps[0]?.count ?? 0) === 0}
        empty={
          <div className="card">
            <Empty title={say('none')}>{say('noneHint')}</Empty>
          </div>
        }
        rows={6}
      >
        {({ steps }) => {
          const rows = steps.map((step, index) => {
            const label = order === 'unordered' ? 'any' : preset.steps[index]?.label
            return { ...step, label: say(label ?? 'step', { count: index + 1 }) }
          })
          return (
            <>
              <section className="card">
                <FunnelChart rows={rows} />
              </section>
              <section className="card flush">
                <StepsTable rows={rows} />
              </section>
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}

function StepsTable({ rows }: { readonly rows: readonly FunnelRow[] }): ReactElement {
  const say = useSay(funnelWords)
  const { count, rate, span } = useFormat()
  return (
    <div className="table-scroll">
      <table className="table">
        <thead>
          <tr>
            <th>{say('step')}</th>
            <th className="number">{say('people')}</th>
            <th className="number">{say('fromBefore')}</th>
            <th className="number">{say('fromStart')}</th>
            <th className="number">{say('lost')}</th>
            <th className="number">{say('time')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.label} data-testid="funnel-step" data-event={row.event ?? undefined} data-count={row.count}>
              <td>
                {index + 1}. {row.label} {row.label !== row.event && <span className="quiet-text">{row.event}</span>}
              </td>
              <td className="number">{count(row.count)}</td>
              <td className="number">{index === 0 ? '–' : rate(row.stepConversionBps)}</td>
              <td className="number">{rate(row.conversionBps)}</td>
              <td className="number">{index === 0 ? '–' : count((rows[index - 1]?.count ?? 0) - row.count)}</td>
              <td className="number">{row.medianMs === null ? '–' : span(row.medianMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
