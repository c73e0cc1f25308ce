import { useSiyuQueries } from '@siyu/react'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, Suspense } from 'react'
import { NavLink, Outlet } from 'react-router'
import { usePick, useSay } from '../language/language.tsx'
import { useAdmin } from '../operator/operator.tsx'
import { Skeleton } from '../ui/states.tsx'
import { PageIcon, type PageName } from './icons.tsx'
import { LanguageButton } from './language-button.tsx'
import { appWords } from './words.ts'

/** The pages by what they are about, in the order of the navigation. */
const groups = {
  groupSales: ['overview', 'orders', 'aftersales', 'payments'],
  groupGoods: ['products', 'stock', 'shipping', 'taxes'],
  groupMarketing: ['promotions', 'coupons', 'campaigns', 'referrals', 'reviews'],
  groupMembers: ['members', 'tiers', 'points', 'ledger', 'privacy'],
  groupData: ['funnel', 'retention', 'events', 'webhooks'],
} as const satisfies Readonly<Record<string, readonly PageName[]>>

/** Navigation on the left, the page beside it. */
export function Shell({ operatorName }: { readonly operatorName: string }): ReactElement {
  const say = useSay(appWords)
  const pick = usePick()
  const brand = useQuery(useSiyuQueries().brand())
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {say('skip')}
      </a>
      <aside className="side">
        <div className="brand">
          <strong>{brand.data === undefined ? say('console') : pick(brand.data.name)}</strong>
          <span>{say('console')}</span>
        </div>
        <nav aria-label={say('nav')}>
          {Object.entries(groups).map(([group, pages]) => (
            <section key={group}>
              <h2>{say(group as keyof typeof groups)}</h2>
              {pages.map((name) => (
                <PageLink key={name} name={name} />
              ))}
            </section>
          ))}
        </nav>
        <Account operatorName={operatorName} />
      </aside>
      <Suspense
        fallback={
          <main className="page">
            <Skeleton rows={8} />
          </main>
        }
      >
        <Outlet />
      </Suspense>
    </div>
  )
}

function PageLink({ name }: { readonly name: PageName }): ReactElement {
  const say = useSay(appWords)
  const isHome = name === 'overview'
  return (
    <NavLink to={`/${isHome ? '' : name}`} end={isHome} data-testid={`nav-${name}`}>
      <PageIcon name={name} />
      <span>{say(name)}</span>
    </NavLink>
  )
}

function Account({ operatorName }: { readonly operatorName: string }): ReactElement {
  const say = useSay(appWords)
  const { signOut } = useAdmin()
  return (
    <div className="account">
      <p>
        <span className="visually-hidden">{say('signedInAs')} </span>
        <span data-testid="operator-name">{operatorName}</span>
      </p>
      <LanguageButton />
      <button type="button" className="button quiet" data-testid="sign-out" onClick={signOut}>
        {say('signOut')}
      </button>
    </div>
  )
}
