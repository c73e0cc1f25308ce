import type { KolShopPage } from '@siyu/core/kolshops'
import { QrCode } from '@siyu/react'
import type { ReactElement } from 'react'
import { useWords } from '../language/language.tsx'
import { CopyRow } from '../pieces/copy-row.tsx'
import { Sheet } from '../pieces/sheet.tsx'

/** The picture over a shop; awning cloth where its promoter gave none. */
export function Banner({ page: { bannerUrl } }: { readonly page: KolShopPage }): ReactElement {
  return bannerUrl === null ? (
    <div className="kol__banner kol__banner--cloth" aria-hidden="true" />
  ) : (
    <img className="kol__banner" src={bannerUrl} alt="" referrerPolicy="no-referrer" />
  )
}

export type PosterProps = {
  readonly shop: KolShopPage & { readonly id: string }
  /** The code of the shop's link. */
  readonly code: string
}

/** The address that leads to the shop and binds to its promoter. */
export function linkOf({ shop, code }: PosterProps): string {
  return new URL(`/shops/${shop.id}?ref=${code}`, location.href).href
}

/** A shop as a poster to be kept, and its link to be sent. */
export function PosterSheet(props: PosterProps & { isOpen: boolean; onClose: () => void }): ReactElement {
  const { kolshop: words } = useWords()
  const { isOpen, onClose } = props
  return (
    <Sheet isOpen={isOpen} title={words.poster} onClose={onClose} testId="poster-sheet">
      <Poster {...props} />
    </Sheet>
  )
}

/** The poster with its link below. */
export function Poster({ shop, code }: PosterProps): ReactElement {
  const { kolshop: words } = useWords()
  const url = linkOf({ shop, code })
  return (
    <div className="poster">
      <figure className="poster__card" data-testid="poster">
        <Banner page={shop} />
        <figcaption>
          <b>{shop.name}</b>
          {shop.story !== '' && <span>{shop.story}</span>}
        </figcaption>
        <div className="poster__qr">
          <QrCode text={url} label={words.qr} />
        </div>
        <small>{words.posterHint}</small>
      </figure>
      <CopyRow url={url} words={words} testId="shop" />
    </div>
  )
}
