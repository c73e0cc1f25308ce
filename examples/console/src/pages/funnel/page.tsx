import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { useFormat } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { FunnelChart, type FunnelRow } from './chart.tsx'
import { type FunnelPreset, presets, windowsDays } from './presets.ts'
import { funnelWords } from './words.ts'

const DAY_MS = 86_400_000

/** How many people take the steps of a funnel, and where they are lost. */
export function FunnelPage(): ReactElement {
  const say = useSay(funnelWords)
  const { client, key } = useAdmin()
  const [preset, setPreset] = useState<FunnelPreset>(presets[0])
  const [windowDays, setWindowDays] = useState(preset.windowDays)
  const input = {
    steps: preset.steps.map(({ event }) => ({ event })),
    windowMs: windowDays * DAY_MS,
    order: 'ordered',
  } as const
  const funnel = useQuery({
    queryKey: [...key, 'insights.funnel', input],
    queryFn: ({ signal }) => client.insights.funnel(input, { signal }),
    retry: false,
  })
  const choose = (next: FunnelPreset): void => {
    setPreset(next)
    setWindowDays(next.windowDays)
  }
  return (
    <Page title={say('title')} note={say('note')}>
      <div className="toolbar">
        <Presets chosen={preset} onChoose={choose} />
        <WindowSelect days={windowDays} onChange={setWindowDays} />
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
          const rows = steps.map((step, index) => ({ ...step, label: say(preset.steps[index]?.label ?? 'step') }))
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

type PresetsProps = { readonly chosen: FunnelPreset; readonly onChoose: (preset: FunnelPreset) => void }

function Presets({ chosen, onChoose }: PresetsProps): ReactElement {
  const say = useSay(funnelWords)
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">{say('preset')}</legend>
      {presets.map((preset) => (
        <label key={preset.id} data-testid={`funnel-preset-${preset.id}`}>
          <input type="radio" name="preset" checked={preset.id === chosen.id} onChange={() => onChoose(preset)} />
          <span>{say(preset.id)}</span>
        </label>
      ))}
    </fieldset>
  )
}

function WindowSelect({ days, onChange }: { readonly days: number; readonly onChange: (days: number) => void }) {
  const say = useSay(funnelWords)
  return (
    <label className="inline-field">
      <span>{say('window')}</span>
      <select value={days} data-testid="funnel-window" onChange={(event) => onChange(Number(event.target.value))}>
        {windowsDays.map((choice) => (
          <option key={choice} value={choice}>
            {choice === 1 ? say('oneDay') : say('days', { count: choice })}
          </option>
        ))}
      </select>
    </label>
  )
}

function StepsTable({ rows }: { readonly rows: readonly FunnelRow[] }): ReactElement {
  const say = useSay(funnelWords)
  const { count, rate } = useFormat()
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
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.label} data-testid="funnel-step" data-event={row.event} data-count={row.count}>
              <td>
                {index + 1}. {row.label} <span className="quiet-text">{row.event}</span>
              </td>
              <td className="number">{count(row.count)}</td>
              <td className="number">{index === 0 ? '–' : rate(row.stepConversionBps)}</td>
              <td className="number">{rate(row.conversionBps)}</td>
              <td className="number">{index === 0 ? '–' : count((rows[index - 1]?.count ?? 0) - row.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
