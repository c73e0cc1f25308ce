import { useReferralLink } from '@siyu/react'
import { type ReactElement, useMemo } from 'react'
import { useWords } from '../language/language.tsx'
import { drawPoster } from './poster.ts'

/** A poster with the member's QR code, to be saved as an image. */
export function PosterPanel(): ReactElement | null {
  const { campaigns: words, common, invite } = useWords()
  const { code, qr } = useReferralLink('/')
  const image = useMemo(() => {
    if (code === null || qr === null) return undefined
    const shown = { shop: common.shopName, lead: words.posterLead, scan: words.posterScan, code: invite.code(code) }
    return drawPoster(shown, qr)
  }, [code, qr, common, words, invite])
  if (image === undefined || code === null) return null
  return (
    <section className="panel poster" aria-labelledby="poster">
      <h2 className="heading" id="poster">
        {words.poster}
      </h2>
      <img className="poster__image" src={image} alt={words.posterAlt(code)} data-testid="poster" />
      <a className="button button--leaf" href={image} download={`${code}.png`} data-testid="poster-save">
        {words.save}
      </a>
    </section>
  )
}
