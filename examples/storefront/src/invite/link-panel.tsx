import { commerceEvents } from '@siyu/analytics'
import { QrCode, useReferral, useReferralLink } from '@siyu/react'
import { useTrack } from '@siyu/react/tracking'
import type { ReactElement } from 'react'
import { useWords } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'
import { Skeleton } from '../pieces/states.tsx'
import { useToast } from '../pieces/toast.tsx'

/** The member's own link, as a code to scan and as text to send. */
export function LinkPanel(): ReactElement {
  const { invite: words } = useWords()
  const { code, url } = useReferralLink('/')
  const { data: referral } = useReferral()
  const toast = useToast()
  const track = useTrack()
  if (code === null || url === null) return <Skeleton rows={2} tall />
  const copy = async (): Promise<void> => {
    track(commerceEvents.referralLinkShared, { share_via: 'copy', referral_code: code })
    try {
      await navigator.clipboard.writeText(url)
      toast(words.copied)
    } catch {
      // Without permission, or on plain http: the link stands there to be copied by hand.
      toast(words.copyByHand)
    }
  }
  return (
    <section className="panel invite" aria-label={words.link}>
      <p className="invite__lead">{words.lead}</p>
      <div className="invite__qr">
        <QrCode text={url} label={words.qr} />
      </div>
      <p className="invite__code">{words.code(code)}</p>
      <div className="field__row">
        <input
          className="invite__link"
          readOnly
          value={url}
          aria-label={words.link}
          data-testid="invite-link"
          onFocus={(event) => event.target.select()}
        />
        <button type="button" className="button button--leaf" data-testid="invite-copy" onClick={() => void copy()}>
          <Icon name="copy" small />
          {words.copy}
        </button>
      </div>
      {referral?.referrerId != null && <p className="quiet">{words.cameByFriend}</p>}
    </section>
  )
}
