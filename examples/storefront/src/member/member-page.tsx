import { useMember, useSession } from '@siyu/react'
import { type ReactElement, useState } from 'react'
import { Link } from 'react-router'
import { decideConsent, savedConsent } from '../app/shop.ts'
import { useLanguage, useWords } from '../language/language.tsx'
import { Icon, type IconName } from '../pieces/icon.tsx'
import { Page } from '../pieces/page.tsx'
import { useToast } from '../pieces/toast.tsx'
import { MembersOnly } from '../sign-in/sign-in.tsx'
import { ClubTiles } from './club-tiles.tsx'
import { MemberCard } from './member-card.tsx'
import { PointsPanel } from './points-panel.tsx'
import { BenefitsPanel, TiersPanel } from './tiers-panel.tsx'

/** The member's own corner 我的. */
export function MemberPage(): ReactElement {
  const { member: words, privacy, family, goods, campaigns } = useWords()
  return (
    <Page title={words.title}>
      <MembersOnly hint={words.signInHint}>
        <MemberCard />
        <PointsPanel />
        <ClubTiles />
        <BenefitsPanel />
        <nav className="panel" aria-label={words.title}>
          <Way to="/orders" icon="box" name={words.orders} testId="go-orders" />
          <Way to="/coupons" icon="ticket" name={words.coupons} />
          <Way to="/me/stored-value" icon="wallet" name={goods.storedValue.title} testId="go-stored-value" />
          <Way to="/me/addresses" icon="pin" name={goods.addresses.title} testId="go-addresses" />
          <Way to="/invite" icon="leaf" name={words.invite} testId="go-invite" />
          <Way to="/campaigns" icon="gift" name={campaigns.title} testId="go-campaigns" />
          <Way to="/me/profile" icon="person" name={family.profile.title} testId="go-profile" />
          <Way to="/me/household" icon="house" name={family.household.title} testId="go-household" />
          <Way to="/me/privacy" icon="lock" name={privacy.title} testId="go-privacy" />
        </nav>
        <TiersPanel />
      </MembersOnly>
      <Settings />
    </Page>
  )
}

type WayProps = {
  readonly to: string
  readonly icon: IconName
  readonly name: string
  readonly testId?: string | undefined
}

function Way({ to, icon, name, testId }: WayProps): ReactElement {
  return (
    <Link className="row row--way" to={to} data-testid={testId}>
      <Icon name={icon} />
      <span className="row__label">{name}</span>
      <Icon name="next" />
    </Link>
  )
}

function Settings(): ReactElement {
  const { words, locale, setLocale } = useLanguage()
  const [isCounted, setCounted] = useState(() => savedConsent() === 'granted')
  const count = (isWanted: boolean): void => {
    setCounted(isWanted)
    decideConsent(isWanted ? 'granted' : 'denied')
  }
  return (
    <section className="panel" aria-label={words.member.settings}>
      <label className="row">
        <span className="row__label">{words.member.language}</span>
        <select
          className="select"
          value={locale}
          data-testid="language-select"
          onChange={(event) => setLocale(event.target.value === 'en' ? 'en' : 'zh-CN')}
        >
          <option value="zh-CN">中文</option>
          <option value="en">English</option>
        </select>
      </label>
      <label className="row">
        <span className="row__label">{words.member.statistics}</span>
        <input
          type="checkbox"
          className="switch"
          checked={isCounted}
          data-testid="consent-switch"
          onChange={(event) => count(event.target.checked)}
        />
      </label>
      <SignOut />
    </section>
  )
}

function SignOut(): ReactElement | null {
  const { member: words } = useWords()
  const session = useSession()
  const { data: member } = useMember()
  const toast = useToast()
  if (session.status !== 'member') return null
  const phone = member?.identities.find(({ kind }) => kind === 'phone')?.address
  const leave = async (): Promise<void> => {
    // The session on this device ends even if the server could not be told.
    await session.signOut().catch(() => undefined)
    toast(words.signedOut)
  }
  return (
    <button type="button" className="row" data-testid="sign-out" onClick={() => void leave()}>
      <span className="row__label">{words.signOut}</span>
      <span className="row__value">{phone === undefined ? '' : masked(phone)}</span>
    </button>
  )
}

function masked(phone: string): string {
  return phone.replace(/\d{4}(?=\d{4}$)/, '****')
}
