import type { KolShopStats } from '@siyu/core/kolshops'
import { useFormatMoney, useKolShopStats, useSiyuQueries } from '@siyu/react'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useMemo } from 'react'
import { useWords } from '../language/language.tsx'
import { Price } from '../pieces/price.tsx'
import { Problem, Skeleton } from '../pieces/states.tsx'

const DAY_MS = 86_400_000
const DAY_COUNT = 14
const [WIDTH, HEIGHT] = [350, 96]

/** What the shop did in the last days, with the sales of each as a bar. */
export function StatsPanel(): ReactElement {
  const { kolshop: words } = useWords()
  const brand = useQuery(useSiyuQueries().brand())
  const timeZone = brand.data?.timeZone ?? 'Asia/Shanghai'
  const days = useMemo(() => lastDays(timeZone), [timeZone])
  const { data, error, refetch } = useKolShopStats({ from: days[0] ?? '', until: days.at(-1) ?? '' })
  return (
    <section className="panel panel--text balances" aria-labelledby="shop-stats" data-testid="shop-stats">
      <h2 className="heading" id="shop-stats">
        {words.stats}
        <span className="quiet">{words.days(DAY_COUNT)}</span>
      </h2>
      <Problem error={error} onRetry={() => void refetch()} />
      {data === undefined ? error === null && <Skeleton rows={2} tall /> : <Figures stats={data} days={days} />}
    </section>
  )
}

function Figures({ stats, days }: { readonly stats: KolShopStats; readonly days: readonly string[] }): ReactElement {
  const { kolshop: words } = useWords()
  const { visitCount, orderCount, netSalesMinor, commissionMinor } = stats.total
  return (
    <>
      <dl className="figures figures--four">
        <div className="figure">
          <dt>{words.visits}</dt>
          <dd data-testid="shop-visits">{visitCount}</dd>
        </div>
        <div className="figure">
          <dt>{words.orders}</dt>
          <dd data-testid="shop-orders">{orderCount}</dd>
        </div>
        <div className="figure">
          <dt>{words.sales}</dt>
          <dd>
            <Price minor={netSalesMinor} size="small" testId="shop-sales" />
          </dd>
        </div>
        <div className="figure">
          <dt>{words.commission}</dt>
          <dd>
            <Price minor={commissionMinor} size="small" testId="shop-commission" />
          </dd>
        </div>
      </dl>
      {stats.days.length === 0 ? <p className="quiet">{words.statsEmpty}</p> : <Chart stats={stats} days={days} />}
      <p className="quiet">{words.statsNote}</p>
    </>
  )
}

/** A bar for each day; the highest fills the height. */
function Chart({ stats, days }: { readonly stats: KolShopStats; readonly days: readonly string[] }): ReactElement {
  const { kolshop: words } = useWords()
  const money = useFormatMoney()
  const sales = new Map(stats.days.map(({ day, netSalesMinor }) => [day, netSalesMinor]))
  const most = Math.max(1, ...sales.values())
  const step = WIDTH / days.length
  return (
    <figure className="bars">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words.chartLabel}>
        {days.map((day, at) => {
          const minor = sales.get(day) ?? 0
          const height = Math.max(2, (minor / most) * HEIGHT)
          return (
            <rect
              key={day}
              className={minor === 0 ? 'bars__bar bars__bar--none' : 'bars__bar'}
              x={at * step + 3}
              y={HEIGHT - height}
              width={step - 6}
              height={height}
              rx="3"
            >
              <title>{words.chart(day, money(minor).text)}</title>
            </rect>
          )
        })}
      </svg>
      <figcaption>
        <span>{shortDay(days[0])}</span>
        <span>{shortDay(days.at(-1))}</span>
      </figcaption>
    </figure>
  )
}

function shortDay(day: string = ''): string {
  return day.slice(5)
}

/** The last days up to this one, as the brand's calendar has them: that is how they are counted. */
function lastDays(timeZone: string): readonly string[] {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return Array.from({ length: DAY_COUNT }, (_, at) => day.format(Date.now() - (DAY_COUNT - 1 - at) * DAY_MS))
}
