import type { KolShopRecord } from '@siyu/core/kolshops'
import { useMyKolShop } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { useWords } from '../language/language.tsx'
import { Page } from '../pieces/page.tsx'
import { Problem, Skeleton } from '../pieces/states.tsx'
import { MembersOnly } from '../sign-in/sign-in.tsx'
import { ApplyForm, EditForm } from './forms.tsx'
import { LinksPanel } from './links-panel.tsx'
import { Poster } from './poster.tsx'
import { PricesPanel } from './prices-panel.tsx'
import { StatsPanel } from './stats-panel.tsx'

/** The member's own shop: to ask for it, to fill its shelves, to see how it goes. */
export function MyShopPage(): ReactElement {
  const { kolshop: words } = useWords()
  return (
    <Page title={words.mine} back>
      <MembersOnly hint={words.signInHint}>
        <MyShop />
      </MembersOnly>
    </Page>
  )
}

function MyShop(): ReactElement {
  const { kolshop: words } = useWords()
  const { shop } = useMyKolShop()
  const { data, error, refetch } = shop
  if (data === undefined) {
    return error === null ? <Skeleton rows={4} tall /> : <Problem error={error} onRetry={() => void refetch()} />
  }
  if (data === null) {
    return (
      <>
        <p className="quiet">{words.lead}</p>
        <ApplyForm page={null} />
      </>
    )
  }
  return <Known shop={data} />
}

function Known({ shop }: { readonly shop: KolShopRecord }): ReactElement {
  const isOpen = shop.status === 'open'
  const isFixed = shop.status === 'suspended' || shop.status === 'closed'
  return (
    <>
      <Standing shop={shop} />
      {shop.code !== null && <StatsPanel />}
      {isOpen && shop.code !== null && (
        <section className="panel panel--text">
          <Poster shop={shop} code={shop.code} />
        </section>
      )}
      <LinksPanel />
      {shop.status === 'rejected' ? (
        <ApplyForm page={shop} />
      ) : (
        // What the server keeps stands in the form whenever it has changed.
        !isFixed && <EditForm key={JSON.stringify([shop.status, shop.name, shop.productIds])} shop={shop} />
      )}
      {!isFixed && <PricesPanel />}
    </>
  )
}

/** Where the shop stands, and why. */
function Standing({ shop }: { readonly shop: KolShopRecord }): ReactElement {
  const { kolshop: words } = useWords()
  const { status, name, reason, id } = shop
  return (
    <section className="panel panel--text kol-state" data-testid="shop-state" data-state={status}>
      <p className="kol-state__head">
        <b>{name}</b>
        <span className="tag">{words.states[status]}</span>
      </p>
      <p className="quiet">{words.notes[status]}</p>
      {reason !== null && <p data-testid="shop-reason">{words.reason(reason)}</p>}
      {status === 'open' && (
        <Link className="button button--leaf" to={`/shops/${id}`} data-testid="see-shop">
          {words.see}
        </Link>
      )}
    </section>
  )
}
