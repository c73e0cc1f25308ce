import { QrCode, useCreateLink, useErrorWords } from '@siyu/react'
import { type ReactElement, useState } from 'react'
import { useWords } from '../language/language.tsx'
import { CopyRow } from '../pieces/copy-row.tsx'
import { Icon } from '../pieces/icon.tsx'
import { Sheet } from '../pieces/sheet.tsx'
import { useToast } from '../pieces/toast.tsx'
import { useRequireMember } from '../sign-in/sign-in.tsx'

/** Makes the member's own link to a product, once, and shows it to be sent or scanned. */
export function ShareProduct({ productId }: { readonly productId: string }): ReactElement {
  const { kolshop: words } = useWords()
  const create = useCreateLink()
  const [url, setUrl] = useState<string | null>(null)
  const requireMember = useRequireMember()
  const toast = useToast()
  const wordsFor = useErrorWords()
  const share = async (): Promise<void> => {
    try {
      const { code } = await create.mutateAsync({ target: { kind: 'product', id: productId } })
      setUrl(new URL(`/?ref=${code}`, location.href).href)
    } catch (error) {
      toast(wordsFor(error))
    }
  }
  return (
    <>
      <button
        type="button"
        className="row"
        data-testid="share-product"
        disabled={create.isPending}
        onClick={() => requireMember(() => void share())}
      >
        <span className="row__label">{words.shareProduct}</span>
        <span className="row__value">{words.shareProductHint}</span>
        <Icon name="next" />
      </button>
      <Sheet isOpen={url !== null} title={words.shareProduct} onClose={() => setUrl(null)} testId="share-sheet">
        {url !== null && (
          <div className="poster">
            <div className="poster__card">
              <div className="poster__qr poster__qr--alone">
                <QrCode text={url} label={words.link} />
              </div>
              <small>{words.shareHint}</small>
            </div>
            <CopyRow url={url} words={words} testId="shop" />
          </div>
        )}
      </Sheet>
    </>
  )
}
