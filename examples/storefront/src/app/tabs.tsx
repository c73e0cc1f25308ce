import { useCart } from '@siyu/react'
import type { ReactElement } from 'react'
import { NavLink } from 'react-router'
import { useWords } from '../language/language.tsx'
import { Icon, type IconName } from '../pieces/icon.tsx'

type TabName = 'home' | 'coupons' | 'cart' | 'me'
const tabs: readonly { readonly to: string; readonly name: TabName; readonly icon: IconName }[] = [
  { to: '/', name: 'home', icon: 'house' },
  { to: '/coupons', name: 'coupons', icon: 'ticket' },
  { to: '/cart', name: 'cart', icon: 'basket' },
  { to: '/me', name: 'me', icon: 'person' },
]

/** Whether an address is one of the tabs; other pages go back instead. */
export function isTab(pathname: string): boolean {
  return tabs.some(({ to }) => to === pathname)
}

/** The bar at the bottom. */
export function Tabs(): ReactElement {
  const words = useWords()
  const { count } = useCart()
  return (
    <nav className="tabs" aria-label={words.tabs.label}>
      {tabs.map(({ to, name, icon }) => (
        <NavLink key={to} to={to} end className="tab" data-testid={`tab-${name}`}>
          <span className="tab__icon">
            <Icon name={icon} />
            {name === 'cart' && count > 0 && (
              <span className="badge" data-testid="cart-count">
                {count > 99 ? '99+' : count}
              </span>
            )}
          </span>
          {words.tabs[name]}
        </NavLink>
      ))}
    </nav>
  )
}
